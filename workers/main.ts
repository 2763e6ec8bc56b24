/** The worker process: `tsx workers/main.ts`. Listens on nothing. */
import { openChanges } from "../prisma/changes.ts";
import { openDatabase } from "../prisma/client.ts";
import { DataError } from "../prisma/errors.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
import { refuseDemonstration } from "../prisma/process/production.ts";
import { createShutdown } from "../prisma/process/shutdown.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import type { UnitPublic } from "../security/index.ts";
import { loadSodium, readUnitPublic, UnitFilesError } from "../security/node.ts";
import { throttled } from "./alarms.ts";
import { readWorkerConfig } from "./config.ts";
import { openDirectory } from "./directory.ts";
import { intakeHandles } from "./intakeHandle.ts";
import { openMailer } from "./mail/mailer.ts";
import { openQueues } from "./queue/open.ts";
import { QUEUE_TIMING } from "./queue/queues.ts";
import { ticksOf } from "./ticks.ts";
import { openRules } from "./rules.ts";
import { startWorker } from "./worker.ts";

/** Jobs being done get this long at a stop; a job that is left behind is done again by another worker. */
const FINISH_LIMIT_MS = 6_000;
/** One connection per job at a time, and one to spare. */
const POOL_SIZE = 8;

const log = createLog("worker");
const shutdown = createShutdown({ log });

try {
  await main();
} catch (error) {
  // What a person can put right says how, naming variables and paths and never a secret; anything else says its code only.
  const code = codeOf(error);
  log.error("start_failed", { code });
  if (error instanceof DataError) process.stderr.write(`${error.message}\n`);
  await shutdown.stop();
  process.exit(1);
}

async function main(): Promise<void> {
  const config = readWorkerConfig();
  const unit = await readUnit(config.unitPublic);
  refuseDemonstration(config.production, unit);
  const primitives = await loadSodium();
  const alarm = throttled((event, code) => log.error(event, code === undefined ? {} : { code }));

  await waitForDatabase(config.databaseUrl, { log });
  const db = openDatabase(config.databaseUrl, { poolSize: POOL_SIZE });
  shutdown.add("database", () => db.$disconnect());
  const changes = await openChanges(config.eventsUrl);
  shutdown.add("changes", () => changes.close());
  const queues = await openQueues(config.queueUrl, alarm);
  shutdown.add("queues", () => queues.close());

  const { mail } = config;
  const [current] = config.triageSecrets;
  if (current === undefined) throw new Error("no triage secret");
  const deps = {
    db,
    primitives,
    triageSecrets: config.triageSecrets,
    directory: openDirectory({ db, primitives, unit, now: Date.now }),
    rules: openRules({ db, primitives, unit, alarm, now: Date.now }),
    handles: await intakeHandles(primitives, current),
    queues,
    changes,
    alarm,
    now: Date.now,
    quarantineMaxBytes: config.quarantineMaxBytes,
    notices: mail === null ? null : { mailer: openMailer(mail), digestAtMs: mail.digestAtMs },
  };
  const ticks = ticksOf(config.tickShortMs, config.tickLongMs, mail?.noticeEveryMs ?? null);
  const worker = await startWorker({ deps, queues, ticks, timing: QUEUE_TIMING });
  shutdown.add("worker", () => worker.stop(FINISH_LIMIT_MS));
  shutdown.onSignals();
  log.info("listening");
}

/** @throws DataError `config_invalid` */
async function readUnit(file: string): Promise<UnitPublic> {
  try {
    return await readUnitPublic(file);
  } catch (cause) {
    if (!(cause instanceof UnitFilesError)) throw cause;
    throw new DataError("config_invalid", `UNIT_PUBLIC: ${cause.message}`, { cause });
  }
}

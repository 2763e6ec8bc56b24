/** Everything a worker lives among, real: a database with its roles, a published directory, a queue on either server. */
import { setTimeout as wait } from "node:timers/promises";
import { openChanges } from "../../../prisma/changes.ts";
import type { Changes } from "../../../prisma/changes.ts";
import { openDatabase } from "../../../prisma/client.ts";
import type { Database } from "../../../prisma/client.ts";
import { publishStatement } from "../../../prisma/repositories/directory.ts";
import { dayOf, verifyStatement } from "../../../security/index.ts";
import { openDirectory } from "../../../workers/directory.ts";
import type { WorkerDeps } from "../../../workers/deps.ts";
import { intakeHandles } from "../../../workers/intakeHandle.ts";
import type { JobContract } from "../../../workers/jobs/contract.ts";
import { openQueues } from "../../../workers/queue/open.ts";
import type { Queues, QueueTiming } from "../../../workers/queue/queues.ts";
import { openRules } from "../../../workers/rules.ts";
import { startWorker } from "../../../workers/worker.ts";
import type { RunningWorker } from "../../../workers/worker.ts";
import type { Tick } from "../../../workers/ticks.ts";
import type { z } from "zod";
import { freshDatabase } from "../../tools/database.ts";
import type { DirectoryLink } from "../../../security/index.ts";
import { makeUnit } from "../../tools/unit.ts";
import type { TestUnit } from "../../tools/unit.ts";
import { envelopeMaker, store } from "./envelopes.ts";
import type { EnvelopeMaker, MadeEnvelope } from "./envelopes.ts";

/** Short, so that a test which loses a worker does not wait for production's patience. */
export const TEST_TIMING: QueueTiming = { lockMs: 1_500, stalledCheckMs: 500 };
const QUARANTINE_ROOM = 100 * 1024 * 1024;

export interface World {
  readonly unit: TestUnit;
  readonly make: EnvelopeMaker;
  /** May do everything: for looking. */
  readonly db: Database;
  /** What the worker role connects by. */
  readonly workerUrl: string;
  readonly queueUrl: string;
  readonly queues: Queues;
  /** Alarms raised so far, `event` or `event code`. */
  readonly alarms: string[];
  /** How often consoles were told of a change. */
  readonly published: () => number;
  readonly deps: WorkerDeps;
  /** Everything that ends with the test is ended by `close`. */
  start(changes?: Partial<WorkerDeps>, ticks?: readonly Tick[], timing?: QueueTiming): Promise<RunningWorker>;
  /** Fires one tick. */
  tick(contract: JobContract<z.ZodType>): Promise<void>;
  intake(...made: readonly MadeEnvelope[]): Promise<void>;
  publish(link: DirectoryLink, removal?: boolean): Promise<void>;
  counts(): Promise<{ intake: number; held: number; items: number; cases: number; quarantine: number }>;
  close(): Promise<void>;
}

/** @param queueUrl of a Redis; the worker's own database when left out */
export async function openWorld(queueUrl?: string): Promise<World> {
  const database = await freshDatabase();
  const unit = await makeUnit();
  const workerUrl = database.url("abri_worker");
  const db = openDatabase(database.url());
  const workerDb = openDatabase(workerUrl, { poolSize: 6 });
  const alarms: string[] = [];
  const alarm: WorkerDeps["alarm"] = (event, code) => alarms.push(code === undefined ? event : `${event} ${code}`);
  const queues = await openQueues(queueUrl ?? workerUrl, alarm);
  const changes: Changes = await openChanges(queueUrl ?? workerUrl);
  let published = 0;
  const deps: WorkerDeps = {
    db: workerDb,
    primitives: unit.p,
    triageSecrets: [unit.triageSecret],
    directory: openDirectory({ db: workerDb, primitives: unit.p, unit: unit.unit, now: Date.now }),
    rules: openRules({ db: workerDb, primitives: unit.p, unit: unit.unit, alarm, now: Date.now }),
    handles: await intakeHandles(unit.p, unit.triageSecret),
    queues,
    changes: {
      publish: async () => {
        published += 1;
        await changes.publish();
      },
    },
    alarm,
    now: Date.now,
    quarantineMaxBytes: QUARANTINE_ROOM,
    notices: null,
  };
  const running: RunningWorker[] = [];
  let ticked = 0;

  const world: World = {
    unit,
    make: await envelopeMaker(unit),
    db,
    workerUrl,
    queueUrl: queueUrl ?? workerUrl,
    queues,
    alarms,
    published: () => published,
    deps,
    start: async (other = {}, ticks = [], timing = TEST_TIMING) => {
      const worker = await startWorker({ deps: { ...deps, ...other }, queues, ticks, timing });
      running.push(worker);
      return worker;
    },
    tick: (contract) => queues.addAll(contract, [{ id: `tick-${process.pid}-${(ticked += 1)}`, data: {} }]),
    intake: async (...made) => {
      for (const one of made) await store(db, unit.p, one, unit.today + 21);
    },
    publish: async (link, removal = false) => {
      const { version, hash, issueDay, expiryDay } = await verifyStatement(
        unit.p,
        link.statement,
        unit.unit,
        dayOf(Date.now()),
      );
      const done = await db.$transaction((tx) =>
        publishStatement(tx, { version, hash, issueDay, expiryDay, ...link }, { today: unit.today, removal }),
      );
      if (done !== "published") throw new Error(done);
    },
    counts: async () => ({
      intake: await db.intakeEnvelope.count(),
      held: await db.heldItem.count(),
      items: await db.queueItem.count(),
      cases: await db.caseRecord.count(),
      quarantine: await db.quarantine.count(),
    }),
    close: async () => {
      await Promise.all(running.map((worker) => worker.stop(60_000)));
      await queues.close();
      await changes.close();
      await Promise.all([db.$disconnect(), workerDb.$disconnect()]);
      await database.drop();
    },
  };
  for (const link of unit.directory) await world.publish(link);
  return world;
}

/** Waits for `condition`; a limit of its own says what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited too long for: ${what}`);
    await wait(25);
  }
}

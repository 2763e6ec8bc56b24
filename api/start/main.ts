/**
 * `npm start`: everything on one machine, with a demonstration unit. Database, ceremony, web bundles, then the same three
 * programs that production runs apart. State is in DATA_DIR; a start on a directory that is in use is refused.
 */
import { mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "../../prisma/client.ts";
import { codeOf, createLog } from "../../prisma/process/log.ts";
import { createShutdown } from "../../prisma/process/shutdown.ts";
import { HOUR_MS } from "../../security/index.ts";
import { KeyStore, loadSodium } from "../../security/node.ts";
import { banner } from "./banner.ts";
import { openStartDatabase } from "./database.ts";
import { ensureDemonstration, renewDemonstration } from "./demonstration.ts";
import type { DemonstrationDeps } from "./demonstrationDeps.ts";
import { StartError } from "./errors.ts";
import { lockDataDir } from "./lock.ts";
import { checkPort } from "./ports.ts";
import { startProcess } from "./processes.ts";
import { processSpecs } from "./programs.ts";
import { ensureSecrets } from "./secrets.ts";
import { readSettings, type StartSettings } from "./settings.ts";
import { buildWebBundles } from "./webBundles.ts";

/** A demonstration that runs for weeks renews its directory as well. Milliseconds. */
const RENEW_MS = 6 * HOUR_MS;
/** Stopping three processes and a database in order takes longer than one process alone. */
const STOP_LIMIT_MS = 60_000;

const log = createLog("start");
const shutdown = createShutdown({ log, limitMs: STOP_LIMIT_MS });

async function start(settings: StartSettings): Promise<void> {
  const { dataDir, host } = settings;
  const lock = await lockDataDir(makeDataDir(dataDir));
  shutdown.add("lock", () => lock.release());
  await checkPort(host, settings.port, "PORT");
  await checkPort(host, settings.officerPort, "OFFICER_PORT");

  const database = await openStartDatabase(dataDir, settings.databaseUrl, log);
  shutdown.add("database", () => database.stop());

  const secrets = await ensureSecrets(dataDir);
  const keyStoreDir = path.join(dataDir, "keys");
  const primitives = await loadSodium();
  const withUnit = async <T>(act: (deps: DemonstrationDeps) => Promise<T>): Promise<T> => {
    const db = openDatabase(database.url(), { poolSize: 2 });
    const keyStore = new KeyStore(keyStoreDir);
    const deps = { dataDir, db, primitives, keyStore, totpKeyFile: secrets["totp-key"], now: () => Date.now() };
    try {
      return await act(deps);
    } finally {
      await db.$disconnect();
    }
  };
  const { officer, unitPublicFile, triageSecretFile } = await withUnit(ensureDemonstration);
  const renewal = setInterval(() => {
    withUnit(renewDemonstration).catch((error: unknown) => log.warn("renewal_failed", { code: codeOf(error) }));
  }, RENEW_MS);
  shutdown.add("renewal", () => clearInterval(renewal));

  const webDir = path.join(dataDir, "web");
  await buildWebBundles(unitPublicFile, webDir);

  const specs = processSpecs({ settings, database, secrets, keyStoreDir, unitPublicFile, triageSecretFile, webDir });
  for (const spec of specs) {
    const running = await startProcess(spec, say, (error) => void giveUp(error));
    shutdown.add(spec.name, () => running.stop());
  }
  process.stdout.write(banner(settings, officer, Date.now()));
}

/** @throws StartError `data_dir_unusable` */
function makeDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return realpathSync(dataDir);
  } catch (cause) {
    throw new StartError("data_dir_unusable", `${dataDir} cannot be made or entered`, { cause });
  }
}

/** Children log by code and never about a reporter, so their warnings may be shown as they are; the rest stays quiet. */
function say(name: string, line: string): void {
  if (line.startsWith("{") && line.includes('"level":"info"')) return;
  process.stderr.write(`[${name}] ${line}\n`);
}

async function giveUp(error: unknown): Promise<void> {
  log.error("start_failed", { code: codeOf(error) });
  if (error instanceof Error) process.stderr.write(`\n  Abri did not start: ${error.message} (${codeOf(error)})\n\n`);
  await shutdown.stop();
  process.exit(1);
}

shutdown.onSignals();
try {
  await start(readSettings());
} catch (error) {
  await giveUp(error);
}

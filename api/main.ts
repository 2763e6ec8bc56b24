/** Starts one of the two APIs: `tsx api/main.ts reporter` or `tsx api/main.ts officer`. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { KeyStore, loadSodium } from "../security/node.ts";
import { openChanges } from "../prisma/changes.ts";
import { type Database, openDatabase } from "../prisma/client.ts";
import { DataError } from "../prisma/errors.ts";
import { codeOf, createLog, type Log } from "../prisma/process/log.ts";
import { createShutdown, type Shutdown } from "../prisma/process/shutdown.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import type { UnitPublic } from "../security/index.ts";
import { officerOrigin, readOfficerConfig, readReporterConfig, readUnit } from "./config.ts";
import { diskFloor } from "./disk.ts";
import { createOfficerApp } from "./officerApp.ts";
import { createReporterApp } from "./reporterApp.ts";
import { portFault } from "./ports.ts";
import { publishPreparedInTime } from "./preparedTimer.ts";
import { listen, serverOf, stop } from "./server.ts";
import { loadSite, type Site } from "./site.ts";

/** What requests under way get to finish after a stop was asked for. */
const GRACE_MS = 5000;

interface Process {
  readonly log: Log;
  readonly shutdown: Shutdown;
}

interface Address {
  readonly host: string;
  readonly port: number;
  /** The variable that chooses the port. */
  readonly variable: string;
}

/** Listens, and says so in the one line that whoever started this waits for. @throws DataError `config_invalid` */
async function serve(server: Server, { log, shutdown }: Process, { host, port, variable }: Address): Promise<void> {
  try {
    await listen(server, port, host);
  } catch (cause) {
    throw new DataError("config_invalid", `${variable}: ${portFault(codeOf(cause), host, port, variable)}`, { cause });
  }
  shutdown.add("server", () => stop(server, GRACE_MS));
  log.info("listening", { host, port: (server.address() as AddressInfo).port });
}

/** @throws DataError `database_unusable`, `database_unreachable` */
async function openStorage(url: string, { log, shutdown }: Process): Promise<Database> {
  await waitForDatabase(url, { log });
  const db = openDatabase(url);
  shutdown.add("database", () => db.$disconnect());
  return db;
}

/** @throws DataError `config_invalid` */
async function openSite(directory: string, unit: UnitPublic, log: Log): Promise<Site> {
  const { site, isStale } = await loadSite(directory, unit);
  // Served all the same: a page with a lower floor or an old number is better than none. But somebody has to know.
  if (isStale) log.warn("pages_older_than_unit");
  return site;
}

async function startReporter(process: Process): Promise<void> {
  const config = readReporterConfig();
  const unit = await readUnit(config);
  const site = await openSite(join(config.WEB_DIR, "form"), unit, process.log);
  const path = config.DISK_PATH ?? config.WEB_DIR;
  const app = createReporterApp({
    db: await openStorage(config.DATABASE_URL, process),
    primitives: await loadSodium(),
    site,
    log: process.log,
    intakeKey: config.INTAKE_KEY,
    rowSecret: config.MAILBOX_ROW_SECRET,
    prfKey: config.MAILBOX_PRF_KEY,
    now: Date.now,
    checkDisk: diskFloor({ path, minFreeBytes: config.MIN_FREE_BYTES, now: Date.now }),
    uploadsMaxBytes: config.UPLOADS_MAX_BYTES,
    behindTls: config.BEHIND_TLS,
    exitUrl: unit.exitUrl,
  });
  await serve(serverOf(app), process, { host: config.HOST, port: config.PORT, variable: "PORT" });
}

async function startOfficer(process: Process): Promise<void> {
  const config = readOfficerConfig();
  const origin = officerOrigin(config);
  const unit = await readUnit(config);
  const site = await openSite(join(config.WEB_DIR, "console"), unit, process.log);
  const db = await openStorage(config.DATABASE_URL, process);
  const changes = await openChanges(config.EVENTS_URL ?? config.DATABASE_URL);
  process.shutdown.add("changes", () => changes.close());
  const keyStore = new KeyStore(config.KEY_STORE_DIR);
  const primitives = await loadSodium();
  const { log } = process;
  const prepared = publishPreparedInTime({ db, primitives, unit, log, keyStore, changes, now: Date.now });
  process.shutdown.add("prepared", () => prepared.stop());
  const { app, close } = createOfficerApp({
    db,
    primitives,
    site,
    unit,
    log,
    keyStore,
    changes,
    rowSecret: config.MAILBOX_ROW_SECRET,
    totpKey: config.TOTP_KEY,
    fakeSaltKey: config.FAKE_SALT_KEY,
    now: Date.now,
    behindTls: config.BEHIND_TLS,
    origin,
    ticks: { shortS: config.TICK_SHORT_S, longS: config.TICK_LONG_S },
  });
  await serve(serverOf(app), process, { host: config.HOST, port: config.OFFICER_PORT, variable: "OFFICER_PORT" });
  process.shutdown.add("events", close);
}

const STARTS = { reporter: startReporter, officer: startOfficer } as const;

async function main(role: string | undefined): Promise<void> {
  if (role !== "reporter" && role !== "officer") {
    process.stderr.write("usage: main.ts reporter|officer\n");
    process.exitCode = 2;
    return;
  }
  const log = createLog(role);
  const shutdown = createShutdown({ log });
  shutdown.onSignals();
  try {
    await STARTS[role]({ log, shutdown });
  } catch (error) {
    log.error("start_failed", { code: codeOf(error) });
    // What is wrong is for whoever starts this: these texts name variables, paths and ports, never a secret.
    if (error instanceof DataError) process.stderr.write(`${error.message}\n`);
    await shutdown.stop();
    process.exitCode = 1;
  }
}

await main(process.argv[2]);

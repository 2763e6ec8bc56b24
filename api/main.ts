/** Starts one of the two APIs: `tsx api/main.ts reporter` or `tsx api/main.ts officer`. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { KeyStore, loadSodium } from "../security/node.ts";
import { openChanges } from "../prisma/changes.ts";
import { type Database, openDatabase } from "../prisma/client.ts";
import { codeOf, createLog, type Log } from "../prisma/process/log.ts";
import { createShutdown, type Shutdown } from "../prisma/process/shutdown.ts";
import { readOfficerConfig, readReporterConfig, readUnit } from "./config.ts";
import { diskFloor } from "./disk.ts";
import { createOfficerApp } from "./officerApp.ts";
import { createReporterApp } from "./reporterApp.ts";
import { listen, serverOf, stop } from "./server.ts";
import { loadSite } from "./site.ts";

/** What requests under way get to finish after a stop was asked for. */
const GRACE_MS = 5000;

interface Process {
  readonly log: Log;
  readonly shutdown: Shutdown;
}

/** Listens, and says so in the one line that whoever started this waits for. */
async function serve(server: Server, { log, shutdown }: Process, host: string, port: number): Promise<void> {
  await listen(server, port, host);
  shutdown.add("server", () => stop(server, GRACE_MS));
  log.info("listening", { host, port: (server.address() as AddressInfo).port });
}

function openStorage(url: string, shutdown: Shutdown): Database {
  const db = openDatabase(url);
  shutdown.add("database", () => db.$disconnect());
  return db;
}

async function startReporter(process: Process): Promise<void> {
  const config = readReporterConfig();
  const { exitUrl } = readUnit(config);
  const site = await loadSite(join(config.WEB_DIR, "form"));
  const path = config.DISK_PATH ?? config.WEB_DIR;
  const app = createReporterApp({
    db: openStorage(config.DATABASE_URL, process.shutdown),
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
    exitUrl,
  });
  await serve(serverOf(app), process, config.HOST, config.PORT);
}

async function startOfficer(process: Process): Promise<void> {
  const config = readOfficerConfig();
  const unit = readUnit(config);
  const site = await loadSite(join(config.WEB_DIR, "console"));
  const db = openStorage(config.DATABASE_URL, process.shutdown);
  const changes = await openChanges(config.EVENTS_URL ?? config.DATABASE_URL);
  process.shutdown.add("changes", () => changes.close());
  const { app, close } = createOfficerApp({
    db,
    primitives: await loadSodium(),
    site,
    unit,
    log: process.log,
    keyStore: new KeyStore(config.KEY_STORE_DIR),
    changes,
    rowSecret: config.MAILBOX_ROW_SECRET,
    totpKey: config.TOTP_KEY,
    fakeSaltKey: config.FAKE_SALT_KEY,
    now: Date.now,
    behindTls: config.BEHIND_TLS,
  });
  await serve(serverOf(app), process, config.HOST, config.OFFICER_PORT);
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
    // Which variable is wrong is for whoever starts this; the text names variables, never values.
    if (codeOf(error) === "config_invalid" && error instanceof Error) process.stderr.write(`${error.message}\n`);
    await shutdown.stop();
    process.exitCode = 1;
  }
}

await main(process.argv[2]);

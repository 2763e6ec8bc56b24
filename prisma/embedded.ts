/**
 * A PostgreSQL server of our own, for a machine that has none: the programs come from npm, the data is in one
 * directory, and it listens on a Unix socket in a directory that only its owner may enter. There is no TCP port.
 *
 * The server outlives us when we are killed (committed data is never at risk), and the next start on the same directory
 * finds it and goes on with it. It runs in a session of its own, so that Ctrl-C in a terminal reaches us alone and
 * everything that uses the database can stop before it.
 */
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { lstatSync, mkdtempSync, realpathSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { answers } from "./answers.ts";
import { findBinaries, unavailable } from "./embedded/binaries.ts";
import { isAlive, lockedBy, removeStaleLock, serversOn } from "./embedded/processes.ts";
import { INCLUDE_LINE, writeSettings } from "./embedded/settings.ts";
import { chooseUser, handOver, startAs } from "./embedded/user.ts";
import { DataError } from "./errors.ts";
import type { Binaries } from "./embedded/binaries.ts";
import type { Settings } from "./embedded/settings.ts";
import type { RunAs } from "./embedded/user.ts";
import type { ChildProcess } from "node:child_process";

/** The role that owns everything; only `migrate` uses it. */
const OWNER_ROLE = "abri_owner";
const DATABASE_NAME = "abri";

export interface EmbeddedPostgres {
  /** @param role default the owner @param database default "abri" */
  url(role?: string, database?: string): string;
  /** Stops the server in order: sessions end, everything is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made when it is not there. One server per directory. */
  dataDir: string;
  /** Server settings beside our own, for tests. */
  settings?: Settings;
  /** false: as root, never use a user namespace. */
  namespaces?: boolean;
}

/** The shortest limit of the systems we run on, less the closing zero. */
const SOCKET_PATH_MAX_BYTES = 103;
const SOCKET_NAME = ".s.PGSQL.5432";
/** Recovery after a kill may take this long. Milliseconds. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 50;

interface Place {
  cluster: string;
  socketDir: string;
  log: string;
}

/**
 * Starts the server on `dataDir`, or finds the one that runs there.
 * @throws DataError `embedded_postgres_unavailable` where the platform has no programs or may not run them;
 * `embedded_postgres_failed` when they do not start
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(options.dataDir);
  const cluster = path.join(dataDir, "cluster");
  const user = chooseUser(cluster, options.namespaces);
  const place = { cluster, socketDir: socketDirFor(dataDir), log: path.join(dataDir, "server.log") };
  const url = (role?: string, database?: string): string => urlOn(place.socketDir, role, database);

  let child: ChildProcess | null = null;
  if (!(await answers(url(OWNER_ROLE, "postgres")))) {
    const binaries = findBinaries(path.join(dataDir, "lib"));
    handOver(dataDir, user);
    handOver(place.socketDir, user);
    if (!existsSync(cluster)) await createCluster(dataDir, place, binaries, user);
    writeSettings(cluster, place.socketDir, options.settings ?? {});
    child = await startServer(place, binaries, user, url(OWNER_ROLE, "postgres"));
  }
  await createDatabase(url(OWNER_ROLE, "postgres"));
  return {
    url,
    stop: async () => {
      await stopServer(cluster, child);
      // what was made outside the data directory does not stay there
      if (!place.socketDir.startsWith(dataDir)) rmSync(place.socketDir, { recursive: true, force: true });
    },
  };
}

/** The address of the server on `dataDir`, whether or not one runs there. @param role default the owner */
export function embeddedUrl(dataDir: string, role?: string): string {
  return urlOn(socketDirFor(realpathSync(dataDir)), role);
}

function urlOn(socketDir: string, role: string = OWNER_ROLE, database: string = DATABASE_NAME): string {
  return `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
}

/** Beside the data where the path is short enough, else in the system's directory for such things. */
function socketDirFor(dataDir: string): string {
  const near = path.join(dataDir, "run");
  const name = `abri-pg-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  const candidates = [near, path.join(os.tmpdir(), name), path.join("/tmp", name)];
  const fits = candidates.find((dir) => Buffer.byteLength(path.join(dir, SOCKET_NAME)) <= SOCKET_PATH_MAX_BYTES);
  if (fits === undefined) throw new DataError("embedded_postgres_failed", "no path is short enough for a Unix socket");
  mkdirSync(fits, { recursive: true, mode: 0o700 });
  // Everyone may write to /tmp: a directory that somebody else put there is not ours to use.
  const found = lstatSync(fits);
  const uid = process.getuid?.() ?? found.uid;
  if (!found.isDirectory() || (found.uid !== uid && uid !== 0)) {
    throw new DataError("embedded_postgres_failed", "the directory for the Unix socket belongs to somebody else");
  }
  chmodSync(fits, 0o700);
  return fits;
}

/** In a directory beside, renamed when complete: an interrupted first start leaves nothing half made. */
async function createCluster(dataDir: string, place: Place, binaries: Binaries, user: RunAs): Promise<void> {
  const draft = mkdtempSync(path.join(dataDir, "new-"));
  handOver(draft, user);
  const args = ["-D", draft, "-U", OWNER_ROLE, "-A", "trust", "-E", "UTF8", "--data-checksums", "--no-instructions"];
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const log = openSync(place.log, "a", 0o600);
  const done = startAs(user, binaries.initdb, [...args, ...locale], {
    cwd: dataDir,
    env: binaries.env,
    stdio: ["ignore", log, log],
  });
  const code = await exitOf(done);
  closeSync(log);
  if (code instanceof Error) {
    rmSync(draft, { recursive: true, force: true });
    throw unavailable("The Postgres programs may not be run here.", code);
  }
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw failed("the database directory could not be made", place);
  }
  appendFileSync(path.join(draft, "postgresql.conf"), INCLUDE_LINE);
  renameSync(draft, place.cluster);
}

async function startServer(place: Place, binaries: Binaries, user: RunAs, url: string): Promise<ChildProcess | null> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    // A server that is starting, recovering or stopping, or what a killed one left running: it ends or it answers.
    if ((serversOn(place.cluster) ?? []).length > 0) {
      if (await answers(url)) return null;
      await pause(POLL_MS);
      continue;
    }
    const log = openSync(place.log, "a", 0o600);
    const child = startAs(user, binaries.postgres, ["-D", place.cluster], {
      cwd: place.cluster,
      env: binaries.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    child.unref();
    const exited = exitOf(child);
    while (Date.now() < deadline) {
      if (await answers(url)) return child;
      const ended = await Promise.race([exited, pause(POLL_MS, "running" as const)]);
      if (ended instanceof Error) throw unavailable("The Postgres programs may not be run here.", ended);
      if (ended !== "running") break;
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      if (!removeStaleLock(place.cluster)) throw failed("the server does not start", place);
    }
  }
  throw failed("the server does not answer", place);
}

async function stopServer(cluster: string, child: ChildProcess | null): Promise<void> {
  const pid = lockedBy(cluster);
  if (pid === null || !isAlive(pid)) return;
  // Fast, then immediate: sessions that will not end must not keep us; the next start recovers.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    signalServer(pid, signal);
    const deadline = Date.now() + STOP_LIMIT_MS;
    while (Date.now() < deadline) {
      if (child?.pid === pid ? child.exitCode !== null || child.signalCode !== null : !isAlive(pid)) return;
      await pause(POLL_MS);
    }
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}

/** @returns the exit code (128 for a signal), or the error that kept it from starting */
function exitOf(child: ChildProcess): Promise<number | Error> {
  return new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code) => resolve(code ?? 128));
  });
}

function failed(why: string, place: Place): DataError {
  const said = existsSync(place.log) ? readFileSync(place.log, "utf8").trimEnd().split("\n").slice(-5).join(" | ") : "";
  return new DataError("embedded_postgres_failed", `Embedded Postgres: ${why}. It said: ${said}`);
}

/**
 * A process that serves without a database answers every request with a failure, and looks as if it ran. So each waits for
 * its database before it listens: for a while where nothing answers yet, not at all where waiting would not help.
 */
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { DataError } from "../errors.ts";
import { codeOf, type Log } from "./log.ts";

/** A database that recovers or is started beside this process takes some seconds. */
const LIMIT_MS = 30_000;
const PAUSE_MS = 1_000;
const ATTEMPT_MS = 5_000;

/** By SQLSTATE: what a person has to put right. Everything else may pass: a server that starts, recovers or is full. */
const LASTING: Readonly<Record<string, string>> = {
  "28P01": "the server refuses this role or its password",
  "28000": "the server refuses this role",
  "3D000": "the server has no such database",
  "42501": "this role lacks its rights: it is not this process's own, or the migrations were not applied",
  "42P01": "the tables are not there: apply the migrations first (prisma/migrate)",
};

/** The one table that all three roles may read. */
const PROBE = "SELECT version FROM key_statement LIMIT 0";

export interface WaitOptions {
  readonly log: Log;
  /** Milliseconds; 30 s when left out. */
  readonly limitMs?: number;
  /** For whoever makes the tables: an answer is enough. */
  readonly empty?: boolean;
}

/**
 * Resolves once the database answers as this process needs it.
 * @param url of the process's own role
 * @throws DataError `database_unusable` at once, `database_unreachable` after `limitMs`; neither names a value
 */
export async function waitForDatabase(
  url: string,
  { log, limitMs = LIMIT_MS, empty = false }: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const failure = await attempt(url, empty ? "SELECT 1" : PROBE);
    if (failure === null) return;
    const lasting = LASTING[failure];
    if (lasting !== undefined) throw new DataError("database_unusable", `DATABASE_URL: ${lasting} (${failure})`);
    if (Date.now() >= deadline) {
      throw new DataError(
        "database_unreachable",
        `DATABASE_URL: no PostgreSQL answered there within ${Math.round(limitMs / 1000)} s (${failure})`,
      );
    }
    log.warn("database_awaited", { code: failure });
    await wait(PAUSE_MS);
  }
}

/** @returns null when it answers, else the code of what failed */
async function attempt(url: string, query: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ATTEMPT_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(query);
    return null;
  } catch (error) {
    return codeOf(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The database of a start: the embedded server, or the one that DATABASE_URL names. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { answers } from "../../prisma/answers.ts";
import { embeddedUrl, startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { applyMigrations, type Role, ROLES } from "../../prisma/migrate.ts";
import type { Log } from "../../prisma/process/log.ts";
import { waitForDatabase } from "../../prisma/process/waitForDatabase.ts";
import { readOrMake } from "./files.ts";

/** How often the embedded server is looked after. Milliseconds. */
const WATCH_MS = 2_000;

export interface StartDatabase {
  /** As the owner, when no role is given. */
  url(role?: Role): string;
  stop(): Promise<void>;
}

/**
 * Brings the database up to date and gives one URL per role.
 * @throws DataError `database_unreachable`, `database_unusable`, `migration_failed`, `embedded_postgres_…`
 */
export async function openStartDatabase(dataDir: string, ownUrl: string | undefined, log: Log): Promise<StartDatabase> {
  if (ownUrl === undefined) {
    const directory = path.join(dataDir, "postgres");
    const embedded = await startEmbeddedPostgres({ dataDir: directory });
    try {
      await applyMigrations(embedded.url());
    } catch (error) {
      await embedded.stop();
      throw error;
    }
    const unwatch = watch(embedded.url(), () => startEmbeddedPostgres({ dataDir: directory }));
    return {
      url: (role) => embedded.url(role),
      stop: async () => {
        await unwatch();
        await embedded.stop();
      },
    };
  }
  await waitForDatabase(ownUrl, { log, empty: true });
  const passwords = await rolePasswords(dataDir);
  await applyMigrations(ownUrl, { passwords });
  return {
    url: urlsOf(ownUrl, passwords),
    stop: () => Promise.resolve(),
  };
}

/** The address, as one role, of the database that a start on this directory uses. Starts nothing. */
export async function startDatabaseUrl(dataDir: string, ownUrl: string | undefined, role: Role): Promise<string> {
  if (ownUrl === undefined) return embeddedUrl(path.join(dataDir, "postgres"), role);
  return urlsOf(ownUrl, await rolePasswords(dataDir))(role);
}

function urlsOf(ownUrl: string, passwords: Record<Role, string>): StartDatabase["url"] {
  return (role) => (role === undefined ? ownUrl : asRole(ownUrl, role, passwords[role]));
}

/** Starts a server that was killed again: it recovers, and the processes' pools find it at the same address. */
function watch(url: string, restart: () => Promise<unknown>): () => Promise<void> {
  let round: Promise<void> = Promise.resolve();
  const check = async (): Promise<void> => {
    if (!(await answers(url))) await restart().catch(() => undefined); // the next round tries again
  };
  const timer = setInterval(() => {
    round = round.then(check);
  }, WATCH_MS);
  return async () => {
    clearInterval(timer);
    await round;
  };
}

async function rolePasswords(dataDir: string): Promise<Record<Role, string>> {
  const entries = ROLES.map(async (role) => {
    const file = path.join(dataDir, "secrets", `${role}-password`);
    return [role, await readOrMake(file, () => randomBytes(24).toString("hex"))] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<Role, string>;
}

function asRole(ownerUrl: string, role: Role, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}

/**
 * Brings a database up to date: `tsx prisma/migrate.ts` (or `node dist/prisma/migrate.js`) with DATABASE_URL of a role
 * that may create tables and roles. Safe to run at any time, and by several at once.
 */
import { pathToFileURL } from "node:url";
import pg from "pg";
import { z } from "zod";
import { DataError } from "./errors.ts";
import { applyPending, migrationList } from "./migrate/engine.ts";
import { changedSinceApplied } from "./migrate/history.ts";
import { scramVerifier } from "./migrate/scram.ts";
import { readEnv, urlWith } from "./process/env.ts";
import { codeOf, createLog } from "./process/log.ts";
import { waitForDatabase } from "./process/waitForDatabase.ts";

export const ROLES = ["abri_reporter", "abri_officer", "abri_worker"] as const;
export type Role = (typeof ROLES)[number];

/** Ours alone: two runs at once take turns. The number spells "ABRI". */
const LOCK = 0x41425249;

export interface MigrateOptions {
  passwords?: Partial<Record<Role, string>>;
  /** default: those in prisma/migrations */
  migrations?: ReturnType<typeof migrationList>;
}

/**
 * Applies pending migrations, sets what belongs to the database as a whole, and passwords where given.
 * @returns the names of the migrations applied now
 * @throws DataError `migration_failed`; `config_invalid` for a password that is too weak
 */
export async function applyMigrations(
  url: string,
  { passwords = {}, migrations = migrationList() }: MigrateOptions = {},
): Promise<readonly string[]> {
  const verifiers = Object.entries(passwords).map(([role, password]) => [role, scramVerifier(password)] as const);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // a connection that drops fails the query that waits for it
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const changed = await changedSinceApplied(client, migrations);
    if (changed.length > 0)
      throw new DataError("migration_failed", `applied before, changed since: ${changed.join(", ")}`);
    const applied = await applyPending(url, migrations);
    await grantOnDatabase(client);
    for (const [role, verifier] of verifiers) {
      await client.query(`ALTER ROLE ${client.escapeIdentifier(role)} PASSWORD ${client.escapeLiteral(verifier)}`);
    }
    return applied;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError("migration_failed", `the migrations could not be applied (${codeOf(cause)})`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Rights on the database itself, which a migration cannot name and a copy from a template does not take along: to
 * connect, and neither to make schemas nor temporary tables. Names are looked up in one schema only.
 */
export async function grantOnDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  const name = client.escapeIdentifier(rows[0]?.name ?? "");
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${ROLES.join(", ")}`);
  for (const role of ROLES) await client.query(`ALTER ROLE ${role} IN DATABASE ${name} SET search_path = public`);
}

const Environment = z.object({
  DATABASE_URL: urlWith("postgresql", "postgres"),
  REPORTER_DATABASE_PASSWORD: z.string().optional(),
  OFFICER_DATABASE_PASSWORD: z.string().optional(),
  WORKER_DATABASE_PASSWORD: z.string().optional(),
});

async function main(): Promise<void> {
  const log = createLog("migrate");
  try {
    const env = readEnv(Environment);
    const given = [env.REPORTER_DATABASE_PASSWORD, env.OFFICER_DATABASE_PASSWORD, env.WORKER_DATABASE_PASSWORD];
    const passwords = Object.fromEntries(
      ROLES.flatMap((role, i) => (given[i] === undefined ? [] : [[role, given[i]]])),
    ) as Partial<Record<Role, string>>;
    await waitForDatabase(env.DATABASE_URL, { log, empty: true });
    const applied = await applyMigrations(env.DATABASE_URL, { passwords });
    log.info("migrated", { count: applied.length });
  } catch (error) {
    log.error("migrate_failed", { code: codeOf(error) });
    if (error instanceof DataError) process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();

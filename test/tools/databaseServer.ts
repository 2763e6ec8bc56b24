/** The server of a jest run: started by databaseSetup.ts in jest's own process, found by tests through one variable. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import type { EmbeddedPostgres } from "../../prisma/embedded.ts";

export const TEMPLATE = "abri_template";
const VARIABLE = "ABRI_TEST_SERVER";
const PREFIX = "abri-test-";

/** Tests may lose their data: nothing waits for a disk. */
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };

/** The URL of a database on the run's server. */
export function serverUrl(database: string, role = "abri_owner"): string {
  const pattern = process.env[VARIABLE];
  if (pattern === undefined) throw new Error("no test server: this suite needs databaseSetup.ts in jest.config.mjs");
  return pattern.replace("ROLE", role).replace("DATABASE", database);
}

/** Starts the server and makes the template. @returns what stops it and deletes its data */
export async function startTestServer(): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir, settings: FAST });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env[VARIABLE] = server.url("ROLE", "DATABASE");
  return stop;
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await applyMigrations(server.url("abri_owner", TEMPLATE));
}

/** A run that was killed leaves its server behind; the next one clears it away. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const dataDir = path.join(os.tmpdir(), name);
    await startEmbeddedPostgres({ dataDir, settings: FAST }).then(
      (server) => server.stop(),
      () => undefined,
    );
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

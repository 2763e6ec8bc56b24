import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { applyMigrations } from "../../prisma/migrate.ts";
import { applyPending, migrationList } from "../../prisma/migrate/engine.ts";
import { projectRoot } from "../../prisma/migrate/root.ts";
import { scramVerifier } from "../../prisma/migrate/scram.ts";
import { freshDatabase } from "../tools/database.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
const folders: string[] = [];

beforeEach(async () => {
  database = await freshDatabase({ empty: true });
});
afterEach(() => database.drop());
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function rowsOf(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'";
const APPLIED = "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1";
const NAMES = migrationList().migrationDirectories.map((one) => one.path);

/** A folder of migrations: ours and one more. */
function withMigration(sql: string): ReturnType<typeof migrationList> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "abri-migrations-"));
  folders.push(folder);
  cpSync(path.join(projectRoot(), "prisma", "migrations"), folder, { recursive: true });
  mkdirSync(path.join(folder, "20990101000000_more"));
  writeFileSync(path.join(folder, "20990101000000_more", "migration.sql"), sql);
  return migrationList(folder);
}

function runCommand(env: Readonly<Record<string, string>>): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "prisma/migrate.ts"], {
    cwd: projectRoot(),
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out })));
}

describe("applyMigrations()", () => {
  it("applies everything once", async () => {
    expect(await applyMigrations(database.url())).toEqual(NAMES);
    expect(await rowsOf(APPLIED)).toEqual(NAMES.map((migration_name) => ({ migration_name })));
    expect(await applyMigrations(database.url())).toEqual([]);
  });

  it("applies everything once when two processes start at the same time", async () => {
    const runs = await Promise.all([1, 2].map(() => runCommand({ DATABASE_URL: database.url() })));
    expect(runs.map((run) => run.code)).toEqual([0, 0]);
    const counts = runs.map((run) => (JSON.parse(run.out.trim()) as { count: number }).count);
    expect(counts.sort((a, b) => a - b)).toEqual([0, NAMES.length]);
    expect(await rowsOf(APPLIED)).toHaveLength(NAMES.length);
  });

  it("sets passwords that Postgres takes as verifiers, and says nothing of them", async () => {
    const password = "correct-horse-battery-staple";
    const run = await runCommand({ DATABASE_URL: database.url(), WORKER_DATABASE_PASSWORD: password });
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).not.toContain(password);
    const [row] = (await rowsOf("SELECT rolpassword FROM pg_authid WHERE rolname = 'abri_worker'")) as {
      rolpassword: string;
    }[];
    const salt = Buffer.from(row?.rolpassword.split(/[:$]/)[2] ?? "", "base64");
    expect(row?.rolpassword).toBe(scramVerifier(password, salt));
  });

  it("refuses a weak password, and an address that is not one, by name and without the value", async () => {
    await expect(applyMigrations(database.url(), { passwords: { abri_worker: "short" } })).rejects.toMatchObject({
      code: "config_invalid",
    });
    const run = await runCommand({ DATABASE_URL: "mysql://secret-value" });
    expect(run.code).toBe(1);
    expect(run.out).toContain("config_invalid");
    expect(run.out).toContain("DATABASE_URL");
    expect(run.out).not.toContain("secret-value");
  });

  it("refuses to go on when an applied migration was changed", async () => {
    const migrations = withMigration("CREATE TABLE more (a int);");
    await applyMigrations(database.url(), { migrations });
    expect(await applyMigrations(database.url(), { migrations })).toEqual([]);
    const changed = withMigration("CREATE TABLE more (a int, b int);");
    await expect(applyMigrations(database.url(), { migrations: changed })).rejects.toMatchObject({
      code: "migration_failed",
      message: expect.stringContaining("20990101000000_more"),
    });
  });

  it("says so when the database cannot be reached", async () => {
    const nowhere = database.url().replace(database.name, "not_there");
    await expect(applyMigrations(nowhere)).rejects.toMatchObject({ code: "migration_failed" });
  });
});

describe("scramVerifier()", () => {
  it("gives what Postgres makes of the same password and salt", async () => {
    const password = "another-long-password-1";
    await rowsOf("CREATE ROLE abri_scram_probe");
    try {
      await rowsOf(`ALTER ROLE abri_scram_probe PASSWORD '${password}'`);
      const [row] = (await rowsOf("SELECT rolpassword FROM pg_authid WHERE rolname = 'abri_scram_probe'")) as {
        rolpassword: string;
      }[];
      const made = row?.rolpassword ?? "";
      expect(made).toMatch(/^SCRAM-SHA-256\$4096:/);
      expect(scramVerifier(password, Buffer.from(made.split(/[:$]/)[2] ?? "", "base64"))).toBe(made);
    } finally {
      await rowsOf("DROP ROLE abri_scram_probe");
    }
  });
});

describe("applyPending()", () => {
  it("takes a script with semicolons in comments, texts and bodies as one", async () => {
    const list = withMigration(
      "-- one; two\nCREATE TABLE more (a text DEFAULT 'x;y');\nDO $$ BEGIN PERFORM 1; END $$;",
    );
    expect(await applyPending(database.url(), list)).toEqual([...NAMES, "20990101000000_more"]);
    expect(await rowsOf("SELECT * FROM more")).toEqual([]);
  });

  it("leaves nothing of a migration that fails half way, and no later one runs over it", async () => {
    await applyPending(database.url());
    const before = (await rowsOf(TABLES)).length;
    const broken = withMigration("CREATE TABLE more (a int); SELECT 1 / 0;");
    await expect(applyPending(database.url(), broken)).rejects.toThrow();
    expect(await rowsOf(TABLES)).toHaveLength(before);
    await expect(applyPending(database.url(), withMigration("SELECT 1"))).rejects.toThrow();
  });
});

/** The reporters' process as production runs it, on an embedded server with its ordinary settings. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishUnit } from "../../api/commands/publishUnit.ts";
import { buildWebBundles } from "../../api/start/webBundles.ts";
import { openDatabase } from "../../prisma/client.ts";
import { startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { KeyStore } from "../../security/node.ts";
import { freePort, startProgram } from "../tools/childProcess.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

export interface Stage {
  readonly unit: TestUnit;
  /** Of the reporters' process. */
  readonly url: string;
  /** Of the database, as its owner. */
  readonly database: string;
  /** Reports that are in the database. */
  readonly stored: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Everything that reporters need: a published directory, the form, the process. No worker takes anything away. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), "abri-bench-"));
  const unit = await makeUnit();
  const server = await startEmbeddedPostgres({ dataDir: join(dir, "postgres") });
  await applyMigrations(server.url());
  const db = openDatabase(server.url(), { poolSize: 1 });
  const deps = { db, primitives: unit.p, unit: unit.unit, keyStore: new KeyStore(join(dir, "keys")), now: Date.now };
  await publishUnit(deps, { directory: unit.directory, grants: [[], unit.grants] });
  const unitPublic = join(dir, "unit.public.json");
  writeFileSync(unitPublic, JSON.stringify(unit.unit));
  await buildWebBundles(unitPublic, join(dir, "web"));
  const port = await freePort();
  const env = {
    DATABASE_URL: server.url("abri_reporter"),
    HOST: "127.0.0.1",
    PORT: String(port),
    UNIT_PUBLIC: unitPublic,
    WEB_DIR: join(dir, "web"),
    INTAKE_KEY: "11".repeat(32),
    MAILBOX_ROW_SECRET: "22".repeat(32),
    MAILBOX_PRF_KEY: "33".repeat(32),
  };
  const reporter = await startProgram({ name: "reporter", args: ["--import", "tsx", "api/main.ts", "reporter"], env });
  return {
    unit,
    url: `http://127.0.0.1:${port}`,
    database: server.url(),
    stored: () => db.intakeEnvelope.count(),
    stop: async () => {
      await reporter.stop();
      await db.$disconnect();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

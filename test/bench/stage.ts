/** The reporters' process as production runs it, on an embedded server with its ordinary settings. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../prisma/client.ts";
import { startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startReporterProgram } from "../tools/reporterProgram.ts";
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
  const reporter = await startReporterProgram({ unit, db, databaseUrl: server.url("abri_reporter"), dir });
  return {
    unit,
    url: reporter.url,
    database: server.url(),
    stored: () => db.intakeEnvelope.count(),
    stop: async () => {
      await reporter.program.stop();
      await db.$disconnect();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

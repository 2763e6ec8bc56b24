/** The reporters' process as production runs it, with a unit's directory published and its form built. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishUnit } from "../../api/commands/publishUnit.ts";
import { buildWebBundles } from "../../api/start/webBundles.ts";
import type { Database } from "../../prisma/client.ts";
import type { UnitPublic } from "../../security/index.ts";
import { KeyStore } from "../../security/node.ts";
import { bundled } from "./bundle.ts";
import { freePort, startProgram } from "./childProcess.ts";
import type { Program } from "./childProcess.ts";
import type { TestUnit } from "./unit.ts";

export interface ReporterProgram {
  readonly program: Program;
  readonly url: string;
}

interface Settings {
  readonly unit: TestUnit;
  /** What the page is built with; the unit's own when left out. */
  readonly unitPublic?: UnitPublic;
  /** Of the owner, who publishes. */
  readonly db: Database;
  /** Of the process's own role. */
  readonly databaseUrl: string;
  /** For everything it keeps; whoever made it deletes it. */
  readonly dir: string;
  /** The page is compressed less: where nobody counts its bytes. */
  readonly quick?: boolean;
}

export async function startReporterProgram(settings: Settings): Promise<ReporterProgram> {
  const { unit, unitPublic = unit.unit, db, databaseUrl, dir, quick = false } = settings;
  const deps = { db, primitives: unit.p, unit: unit.unit, keyStore: new KeyStore(join(dir, "keys")), now: Date.now };
  await publishUnit(deps, { directory: unit.directory, grants: [[], unit.grants] });
  const unitPublicFile = join(dir, "unit.public.json");
  writeFileSync(unitPublicFile, JSON.stringify(unitPublic));
  await buildWebBundles(unitPublicFile, join(dir, "web"), { quick });
  const port = await freePort();
  const env = {
    DATABASE_URL: databaseUrl,
    HOST: "127.0.0.1",
    PORT: String(port),
    UNIT_PUBLIC: unitPublicFile,
    WEB_DIR: join(dir, "web"),
    INTAKE_KEY: "11".repeat(32),
    MAILBOX_ROW_SECRET: "22".repeat(32),
    MAILBOX_PRF_KEY: "33".repeat(32),
  };
  const program = await startProgram({ name: "reporter", args: [await bundled("api/main.ts"), "reporter"], env });
  return { program, url: `http://127.0.0.1:${port}` };
}

/**
 * Hands out what a recovery needs when every officer's keys are lost: `tsx api/exportRecovery.ts --unit DIR`, or `--demo` for the
 * demonstration that runs here, with the officer API's variables. The file goes to standard output and opens nothing without
 * two shares of the recovery key; all else is said on standard error.
 */
import { parseArgs } from "node:util";
import { join } from "node:path";
import { z } from "zod";
import { openDatabase } from "../prisma/client.ts";
import { readEnv, urlWith } from "../prisma/process/env.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import { dayOf, recoveryFileText } from "../security/index.ts";
import { KeyStore, loadSodium, readUnitPublic } from "../security/node.ts";
import { exportRecovery } from "./commands/exportRecovery.ts";

const Environment = z.object({
  /** Postgres, as the officer API's role. */
  DATABASE_URL: urlWith("postgresql", "postgres"),
  /** Where the officer API keeps its shred keys. */
  KEY_STORE_DIR: z.string(),
});

const log = createLog("export-recovery", process.stderr);

async function fileOf(unitDir: string, source?: Readonly<Record<string, string>>): Promise<string> {
  const env = readEnv(Environment, source);
  const unit = await readUnitPublic(join(unitDir, "server/unit.public.json"));
  await waitForDatabase(env.DATABASE_URL, { log });
  const db = openDatabase(env.DATABASE_URL, { poolSize: 1 });
  try {
    const keyStore = new KeyStore(env.KEY_STORE_DIR);
    const deps = { db, primitives: await loadSodium(), unit, keyStore };
    return recoveryFileText(unit, await exportRecovery(deps, dayOf(Date.now())));
  } finally {
    await db.$disconnect();
  }
}

async function demonstrationFile(): Promise<string> {
  const { unitDir, environment } = await (await import("./start/running.ts")).runningDemonstration();
  return fileOf(unitDir, environment);
}

const { values } = parseArgs({ options: { unit: { type: "string" }, demo: { type: "boolean", default: false } } });
if ((values.unit === undefined) !== values.demo) {
  process.stderr.write("usage: exportRecovery.ts --unit DIR > FILE, or --demo > FILE\n");
  process.exitCode = 2;
} else {
  try {
    process.stdout.write(values.unit === undefined ? await demonstrationFile() : await fileOf(values.unit));
  } catch (error) {
    log.error("export_failed", { code: codeOf(error) });
    if (codeOf(error) !== "internal" && error instanceof Error) process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

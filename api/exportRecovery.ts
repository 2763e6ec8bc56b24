/**
 * Hands out what a recovery needs when every officer's keys are lost: `tsx api/exportRecovery.ts --unit DIR`, or `--demo` for the
 * demonstration that runs here, with the officer API's variables. `--out FILE` writes a new file that its owner alone may read;
 * without, it goes to standard output, with whatever rights the shell gives. It opens nothing without two shares of the recovery
 * key; all else is said on standard error.
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { openDatabase } from "../prisma/client.ts";
import { DataError } from "../prisma/errors.ts";
import { readArgs } from "../prisma/process/args.ts";
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

/** A new file, mode 0600: one that is there stays. @throws DataError `file_exists` */
async function writeOut(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new DataError("file_exists", `${path} is there already, and is not written over`);
  });
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

const values = readArgs(
  "exportRecovery.ts --unit DIR, or --demo; [--out FILE], a new one, else standard output",
  { unit: { type: "string" }, demo: { type: "boolean", default: false }, out: { type: "string" } },
  ({ unit, demo }) => (unit === undefined) === demo,
);
if (values !== null) {
  try {
    const text = values.unit === undefined ? await demonstrationFile() : await fileOf(values.unit);
    if (values.out === undefined) process.stdout.write(text);
    else await writeOut(values.out, text);
  } catch (error) {
    log.error("export_failed", { code: codeOf(error) });
    if (codeOf(error) !== "internal" && error instanceof Error) process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

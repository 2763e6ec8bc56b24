/**
 * Publishes what the ceremony wrote: `tsx api/publish.ts --unit DIR`, or `--demo` for the demonstration that runs here. Only
 * DIR/server is read. Running it again changes nothing; wrong or stale files are refused before anything is stored.
 */
import { z } from "zod";
import { openDatabase } from "../prisma/client.ts";
import { openChanges } from "../prisma/changes.ts";
import { readArgs } from "../prisma/process/args.ts";
import { readEnv, urlWith } from "../prisma/process/env.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import { SecurityError } from "../security/index.ts";
import { KeyStore, loadPublishedUnit, loadSodium, loadTriageRules } from "../security/node.ts";
import { publishTriageRules } from "./commands/publishTriageRules.ts";
import { publishUnit } from "./commands/publishUnit.ts";

const Environment = z.object({
  /** Postgres, as the officer API's role. */
  DATABASE_URL: urlWith("postgresql", "postgres"),
  /** Where the officer API keeps its shred keys. */
  KEY_STORE_DIR: z.string(),
  /** How officers' consoles are told; DATABASE_URL when left out. */
  EVENTS_URL: urlWith("postgresql", "postgres", "redis", "rediss").optional(),
});

async function publish(unitDir: string, source?: Readonly<Record<string, string>>): Promise<number> {
  const env = readEnv(Environment, source);
  const unit = await loadPublishedUnit(unitDir);
  await waitForDatabase(env.DATABASE_URL, { log });
  const db = openDatabase(env.DATABASE_URL, { poolSize: 2 });
  const changes = await openChanges(env.EVENTS_URL ?? env.DATABASE_URL);
  try {
    const deps = {
      db,
      primitives: await loadSodium(),
      unit: unit.publicJson,
      keyStore: new KeyStore(env.KEY_STORE_DIR),
      now: Date.now,
    };
    const version = await publishUnit(deps, unit);
    for (const rules of await loadTriageRules(unitDir)) await publishTriageRules(deps, rules);
    await changes.publish();
    return version;
  } finally {
    await changes.close();
    await db.$disconnect();
  }
}

const log = createLog("publish");

const HINTS: Partial<Record<string, string>> = {
  directory_of_other_unit:
    "--unit and DATABASE_URL belong to different units: look at both. A database takes one unit, for ever.",
  directory_conflict:
    "The database has a version that these files do not. Carry the newest unit/server over; when it is the newest, two " +
    "histories exist: publish nothing before you know who made the other.",
  triage_rules_conflict: "The database has triage rules that these files do not. Carry the newest unit/server over.",
  directory_refused: "Run `npm run unit -- verify` on the same files.",
};

/** What is wrong and what to do, for whoever runs this. */
function explain(error: Error): string {
  const code = codeOf(error);
  const cause = error.cause instanceof SecurityError ? ` (${error.cause.code}: ${error.cause.message})` : "";
  const hint = HINTS[code];
  return `${code}: ${error.message}${cause}\n${hint === undefined ? "" : `  ${hint}\n`}`;
}

async function publishDemonstration(): Promise<number> {
  const { runningDemonstration } = await import("./start/running.ts");
  const { unitDir, environment } = await runningDemonstration();
  return publish(unitDir, environment);
}

const values = readArgs(
  "publish.ts --unit DIR (the directory that `npm run unit -- init` made), or --demo",
  { unit: { type: "string" }, demo: { type: "boolean", default: false } },
  ({ unit, demo }) => (unit === undefined) === demo,
);
if (values !== null) {
  try {
    const version = values.unit === undefined ? await publishDemonstration() : await publish(values.unit);
    log.info("published", { version });
  } catch (error) {
    log.error("publish_failed", { code: codeOf(error) });
    if (codeOf(error) !== "internal" && error instanceof Error) process.stderr.write(explain(error));
    process.exitCode = 1;
  }
}

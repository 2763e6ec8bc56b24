/**
 * Everything at once for a story: a database of its own, a demonstration unit with its officer, the web pages, and the
 * three processes as production runs them apart, with ticks of a second or two. Any of them can be killed in mid-story.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDemonstration } from "../../api/start/demonstration.ts";
import { totpNow } from "../../api/start/demonstrationOfficer.ts";
import type { DemonstrationOfficer } from "../../api/start/demonstrationOfficer.ts";
import { processSpecs } from "../../api/start/programs.ts";
import { ensureSecrets } from "../../api/start/secrets.ts";
import { buildWebBundles } from "../../api/start/webBundles.ts";
import { parseUnitPublic } from "../../security/index.ts";
import type { UnitPublic } from "../../security/index.ts";
import { KeyStore, loadSodium } from "../../security/node.ts";
import { bundled } from "./bundle.ts";
import { freePort, startProgram } from "./childProcess.ts";
import type { Program } from "./childProcess.ts";
import { freshDatabase } from "./database.ts";
import type { FreshDatabase } from "./database.ts";
import { startRedisServer } from "./redisServer.ts";
import type { RedisServer } from "./redisServer.ts";

export type ProcessName = "reporter" | "officer" | "worker";
export type QueueBackend = "postgres" | "redis";

export interface Stack {
  /** What browsers are pointed at. The officers' has another name, as it has in production: cookies ignore ports. */
  readonly reporterUrl: string;
  readonly officerUrl: string;
  readonly unit: UnitPublic;
  readonly officer: DemonstrationOfficer;
  readonly database: FreshDatabase;
  readonly redis: RedisServer | null;
  /** Where the processes keep files: web pages, secrets, shred keys. */
  readonly dataDir: string;
  /** Six digits of the second factor that have not been used yet; waits for the next ones when they have. */
  digits(): Promise<string>;
  kill(name: ProcessName): Promise<void>;
  restart(name: ProcessName): Promise<void>;
  /** Everything that all processes have said. */
  output(): string;
  stop(): Promise<void>;
}

export interface StackOptions {
  backend: QueueBackend;
  /** Seconds. */
  tickShortS?: number;
  tickLongS?: number;
}

const TOTP_PERIOD_MS = 30_000;

export async function startStack({ backend, tickShortS = 1, tickLongS = 2 }: StackOptions): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), "abri-stack-"));
  const database = await freshDatabase();
  const redis = backend === "redis" ? await startRedisServer() : null;
  const programs = new Map<ProcessName, Program>();
  const stop = async (): Promise<void> => {
    // Those who listen first, then the worker, then what they stand on.
    for (const name of ["reporter", "officer", "worker"] as const) await programs.get(name)?.stop();
    await redis?.stop();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const secrets = await ensureSecrets(dataDir);
    const keyStoreDir = join(dataDir, "keys");
    const { officer, unitPublicFile, triageSecretFile } = await ensureDemonstration({
      dataDir,
      db: database.client(),
      primitives: await loadSodium(),
      keyStore: new KeyStore(keyStoreDir),
      totpKeyFile: secrets["totp-key"],
      now: Date.now,
    });
    const webDir = join(dataDir, "web");
    await buildWebBundles(unitPublicFile, webDir, { quick: true });
    const settings = {
      dataDir,
      host: "127.0.0.1",
      port: await freePort(),
      officerPort: await freePort(),
      databaseUrl: undefined,
      queueUrl: redis?.url,
      tickShortS,
      tickLongS,
    };
    const specs = processSpecs({ settings, database, secrets, keyStoreDir, unitPublicFile, triageSecretFile, webDir });
    for (const { name, command, env } of specs) {
      const [file = "", ...rest] = command;
      const program = await startProgram({ name, args: [await bundled(file), ...rest], env });
      programs.set(name as ProcessName, program);
    }
    const program = (name: ProcessName): Program => {
      const found = programs.get(name);
      if (found === undefined) throw new Error(`no process is called ${name}`);
      return found;
    };
    return {
      reporterUrl: `http://127.0.0.1:${settings.port}`,
      officerUrl: `http://localhost:${settings.officerPort}`,
      unit: parseUnitPublic(JSON.parse(readFileSync(unitPublicFile, "utf8"))),
      officer,
      database,
      redis,
      dataDir,
      digits: freshDigits(officer),
      kill: (name) => program(name).kill(),
      restart: (name) => program(name).restart(),
      output: () => [...programs.values()].map((each) => each.output()).join("\n"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const step = (): number => Math.floor(Date.now() / TOTP_PERIOD_MS);

/** Each code is taken once only, so a second sign-in within half a minute has to wait. */
function freshDigits(officer: DemonstrationOfficer): () => Promise<string> {
  let used = 0;
  return async () => {
    while (step() <= used) await new Promise((resolve) => setTimeout(resolve, 250));
    used = step();
    return totpNow(officer, Date.now()).digits;
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Redis } from "ioredis";
import {
  codeKeys,
  createUnit,
  dayOf,
  fromHex,
  newFollowUpCode,
  sealFirstReport,
  verifyStatement,
} from "../../security/index.ts";
import type { Primitives, UnitState } from "../../security/index.ts";
import { createUnitFiles, loadSodium } from "../../security/node.ts";
import { freePort, runProgram, startProgram } from "../tools/childProcess.ts";
import type { Program } from "../tools/childProcess.ts";
import { freshDatabase } from "../tools/database.ts";
import type { FreshDatabase } from "../tools/database.ts";
import { findRedisServer } from "../tools/redisBinary.ts";
import { parseCompose, readComposeText } from "./composeFile.ts";
import type { Service } from "./composeFile.ts";

/** A build, six programs, and the tick of a minute that production insists on. */
const LIMIT_MS = 240_000;
const PASSWORD = "the-queue-has-a-password";
const compose = parseCompose(readComposeText());

function service(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`no service is called ${name}`);
  return found;
}

/**
 * No container engine here: what docker-compose.yml says is run as it says it, with the same commands and the same
 * variables. Only hosts, ports and the places of mounted files are other ones.
 */
describe("the services of docker-compose.yml", () => {
  const dir = mkdtempSync(join(tmpdir(), "abri-compose-"));
  const running: Program[] = [];
  let p: Primitives;
  let unit: UnitState;
  let database: FreshDatabase;
  let valkey: ReturnType<typeof spawn>;
  let queueUrl: string;
  let ports: { reporter: number; officer: number; valkey: number };

  /** Where a path inside a container is here. */
  const placed = (value: string): string =>
    value
      .replace(/^\/run\/secrets\//, `${dir}/secrets/`)
      .replace(/^\/unit\/unit\.public\.json$/, `${dir}/unit/server/unit.public.json`)
      .replace(/^\/unit$/, `${dir}/unit`)
      .replace(/^\/srv\/web/, `${dir}/web`)
      .replace(/^\/var\/lib\/abri\/keys$/, `${dir}/keys`)
      .replace(/^\/data$/, `${dir}/valkey`);
  const specOf = (name: string) => {
    const { command = [], environment = {} } = service(name);
    const here: Record<string, string> = { HOST: "127.0.0.1" };
    if (environment["PORT"] !== undefined) here["PORT"] = String(ports.reporter);
    if (environment["OFFICER_PORT"] !== undefined) here["OFFICER_PORT"] = String(ports.officer);
    if (environment["OFFICER_ORIGIN"] !== undefined) here["OFFICER_ORIGIN"] = "https://officers.example.org";
    const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, placed(value)]));
    expect(command[0]).toBe("node");
    return { name, args: command.slice(1).map(placed), env: { ...env, ...here } };
  };
  const runOnce = async (name: string): Promise<void> => {
    const { code, said } = await runProgram(specOf(name));
    expect([name, code, code === 0 ? "" : said]).toEqual([name, 0, ""]);
  };

  function writeSecrets(): void {
    mkdirSync(join(dir, "secrets"));
    const given: Record<string, string> = {
      postgres_password: "not used here",
      migrate_database_url: database.url(),
      reporter_database_url: database.url("abri_reporter"),
      reporter_database_password: "a-long-password-for-the-reporter-host",
      officer_database_url: database.url("abri_officer"),
      officer_database_password: "a-long-password-for-the-officer-host",
      worker_database_url: database.url("abri_worker"),
      worker_database_password: "a-long-password-for-the-worker",
      queue_url: queueUrl,
      valkey_conf: `requirepass ${PASSWORD}\nbind 127.0.0.1\nport ${ports.valkey}\n`,
      intake_key: "a1".repeat(32),
      mailbox_row_secret: "b2".repeat(32),
      mailbox_prf_key: "c3".repeat(32),
      totp_key: "d4".repeat(32),
      fake_salt_key: "e5".repeat(32),
      triage_secret: readFileSync(join(dir, "unit", "server", "triage.secret"), "utf8"),
    };
    expect(Object.keys(given).sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const [name, value] of Object.entries(given)) writeFileSync(join(dir, "secrets", name), `${value.trim()}\n`);
  }

  async function startValkey(): Promise<void> {
    mkdirSync(join(dir, "valkey"));
    const [program, ...args] = service("valkey").command ?? [];
    expect(program).toBe("valkey-server");
    valkey = spawn(await findRedisServer(), args.map(placed), { stdio: "ignore" });
    const client = new Redis(queueUrl, { maxRetriesPerRequest: 100 });
    client.on("error", () => undefined);
    await client.ping();
    expect(await client.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
    expect(await client.config("GET", "appendonly")).toEqual(["appendonly", "yes"]);
    await client.quit();
  }

  beforeAll(async () => {
    const build = await runProgram({ name: "build", args: ["--import", "tsx", "test/tools/build.ts"], env: {} });
    expect([build.code, build.code === 0 ? "" : build.said]).toEqual([0, ""]);
    p = await loadSodium();
    const name = { fr: "Unité d’essai", en: "Trial unit" };
    const exitUrl = "https://www.wikipedia.org/";
    unit = await createUnit(p, { name, exitUrl, demonstration: false, today: dayOf(Date.now()) });
    await createUnitFiles(join(dir, "unit"), unit);
    database = await freshDatabase({ empty: true });
    ports = { reporter: await freePort(), officer: await freePort(), valkey: await freePort() };
    queueUrl = `redis://:${PASSWORD}@127.0.0.1:${ports.valkey}`;
    writeSecrets();
    await startValkey();
  }, LIMIT_MS);

  afterAll(async () => {
    for (const program of running.toReversed()) await program.stop();
    const gone = once(valkey, "exit");
    valkey.kill();
    await gone;
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  }, LIMIT_MS);

  it(
    "migrate, build, publish, start and listen",
    async () => {
      await runOnce("migrate");
      await runOnce("web");
      await runOnce("publish");
      await runOnce("publish"); // again, as every `up` does
      for (const name of ["reporter-api", "officer-api", "worker"]) running.push(await startProgram(specOf(name)));
      for (const port of [ports.reporter, ports.officer]) {
        expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
        const page = await fetch(`http://127.0.0.1:${port}/`);
        expect([page.status, page.headers.get("strict-transport-security") !== null]).toEqual([200, true]);
      }
    },
    LIMIT_MS,
  );

  it(
    "carry a sealed report to the officers' queue within a tick and a half",
    async () => {
      const served = await fetch(`http://127.0.0.1:${ports.reporter}/v1/directory`);
      const bytes = new Uint8Array(await served.arrayBuffer());
      const statement = await verifyStatement(p, bytes, unit.publicJson, dayOf(Date.now()));
      const keys = await codeKeys(p, newFollowUpCode(p), fromHex(unit.publicJson.unitId));
      const answers = { danger: "now", subject: "me", kinds: ["locked_in"], narrative: "mot", when: "today" } as const;
      const rest = { accused: [], accusedName: "", place: "", signs: [], help: [], consent: ["ask_first"] } as const;
      const told = { ...answers, ...rest, still: "yes", language: "fr", wroteBefore: false } as const;
      const { body } = await sealFirstReport(p, statement, told, keys);
      const accepted = await fetch(`http://127.0.0.1:${ports.reporter}/v1/envelopes`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: Buffer.from(body),
      });
      expect([accepted.status, await accepted.json()]).toEqual([200, { accepted: true }]);

      const db = database.client();
      const deadline = Date.now() + 90_000;
      while ((await db.queueItem.count()) === 0 && Date.now() < deadline) await wait(500);
      expect(await db.queueItem.count()).toBe(1);
      expect((await db.caseRecord.findFirst())?.level).toBe(0);
      expect(await db.intakeEnvelope.count()).toBe(0);
    },
    LIMIT_MS,
  );

  it("end in order when asked to", async () => {
    for (const program of running.splice(0).toReversed())
      expect([program.name, await program.stop()]).toEqual([program.name, 0]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { noble } from "../../../security/primitives/noble.ts";
import {
  codeKeys,
  dayOf,
  fromHex,
  newFollowUpCode,
  officerFingerprint,
  parseUnitPublic,
  sealFirstReport,
  verifyStatement,
} from "../../../security/index.ts";
import type { UnitPublic } from "../../../security/index.ts";
import { readDemonstrationOfficer, totpNow } from "../../../api/start/demonstrationOfficer.ts";
import { startEmbeddedPostgres } from "../../../prisma/embedded.ts";
import { openDatabase } from "../../../prisma/client.ts";
import { projectDir } from "../../tools/cache.ts";
import { type RedisServer, startRedisServer } from "../../tools/redisServer.ts";
import { freePort, type Program, runProgram, startProgram } from "../../tools/childProcess.ts";
import { admissionOf, makeOfficer, requestOf } from "../../tools/unit.ts";
import { answersWith } from "../../tools/answers.ts";
import { runUnit } from "../../tools/unitCommand.ts";

const DAY_MS = 86_400_000;
const ANSWERS = answersWith({ narrative: "Trois mois sans salaire." });

let dataDir: string;
let ports: { form: number; console: number };

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATA_DIR: dataDir,
  PORT: String(ports.form),
  OFFICER_PORT: String(ports.console),
  TICK_SHORT_S: "1",
  TICK_LONG_S: "2",
  ...more,
});

const spec = (more: Record<string, string> = {}) => ({
  name: "start",
  args: ["--import", "tsx", "api/start/main.ts"],
  env: environment(more),
  ready: "Abri is running",
});

const later = (days: number) => ({
  NODE_OPTIONS: `--import ${pathToFileURL(path.join(projectDir, "test/tools/shiftClock.mjs")).href}?days=${days}`,
});

const unit = (): UnitPublic =>
  parseUnitPublic(JSON.parse(readFileSync(path.join(dataDir, "unit/server/unit.public.json"), "utf8")));

async function sendReport(today: number): Promise<number> {
  const bytes = new Uint8Array(await (await fetch(`http://127.0.0.1:${ports.form}/v1/directory`)).arrayBuffer());
  const statement = await verifyStatement(noble, bytes, unit(), today);
  const keys = await codeKeys(noble, newFollowUpCode(noble), fromHex(unit().unitId));
  const { body } = await sealFirstReport(noble, statement, ANSWERS, keys);
  const answer = await fetch(`http://127.0.0.1:${ports.form}/v1/envelopes`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: body as Uint8Array<ArrayBuffer>,
  });
  return answer.status;
}

/** How many cases officers have, read past the API. */
async function countCases(): Promise<number> {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(dataDir, "postgres") });
  const db = openDatabase(postgres.url(), { poolSize: 1 });
  try {
    return await db.caseRecord.count();
  } finally {
    await db.$disconnect();
  }
}

async function waitForCases(count: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  while ((await countCases()) < count && Date.now() < deadline) await wait(200);
  expect(await countCases()).toBe(count);
}

describe("npm start", () => {
  let running: Program;
  let redis: RedisServer | undefined;

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), "abri-start-"));
    ports = { form: await freePort(), console: await freePort() };
    running = await startProgram(spec());
  }, 180_000);

  afterAll(async () => {
    await running.stop();
    await redis?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("serves the form and the console, and prints how the officer signs in", async () => {
    const form = await fetch(`http://127.0.0.1:${ports.form}/`);
    const officers = await fetch(`http://127.0.0.1:${ports.console}/`);
    expect([form.status, officers.status]).toEqual([200, 200]);
    const officer = readDemonstrationOfficer(dataDir);
    expect(officer).not.toBeNull();
    expect(running.output()).toContain(officer?.passphrase);
    expect(running.output()).toContain("DEMONSTRATION");
    expect(unit().demonstration).toBe(true);
  });

  it("prints fresh digits on demand", async () => {
    const asked = await runProgram({ ...spec(), args: ["--import", "tsx", "api/start/digits.ts"] });
    const officer = readDemonstrationOfficer(dataDir);
    expect(asked.code).toBe(0);
    const either = [0, 30_000].map((back) => totpNow(officer as NonNullable<typeof officer>, Date.now() - back).digits);
    expect(either).toContain(asked.said.slice(0, 6));
  });

  it("lets a second officer be invited, admitted and published while it runs", async () => {
    const command = (program: string, ...args: string[]) =>
      runProgram({ ...spec(), args: ["--import", "tsx", program, ...args, "--demo"] });
    const invited = await command("api/invite.ts", "--role", "officer");
    expect([invited.code, invited.said]).toEqual([0, expect.stringMatching(/One-time code.*: [\w-]{43}\n/)]);

    const unitDir = path.join(dataDir, "unit");
    const second = makeOfficer(noble, "Second");
    const print = await officerFingerprint(noble, admissionOf(noble, second, unit()));
    const request = ["--request", requestOf(noble, second, unit()), "--fingerprint", print];
    expect(await runUnit(["admit", "--dir", unitDir, ...request])).toMatchObject({ code: 0 });
    const published = await command("api/publish.ts");
    const { length } = readdirSync(path.join(unitDir, "server/directory")).filter((name) => name.endsWith("statement"));
    expect(published).toEqual({ code: 0, said: expect.stringContaining(`"event":"published","version":${length}`) });
  });

  it("is missed by name where it does not run", async () => {
    const elsewhere = { DATA_DIR: path.join(dataDir, "nothing-here") };
    const args = ["--import", "tsx", "api/invite.ts", "--role", "officer"];
    const absent = await runProgram({ ...spec(elsewhere), args: [...args, "--demo"] });
    expect([absent.code, absent.said]).toEqual([1, expect.stringMatching(/demonstration_not_running[^]*npm start/)]);
    const bare = await runProgram({ ...spec(), args });
    expect([bare.code, bare.said]).toEqual([1, expect.stringMatching(/DATABASE_URL: is missing[^]*add --demo/)]);
  });

  it("keeps every secret readable by its owner alone", () => {
    const files = readdirSync(dataDir, { recursive: true, encoding: "utf8" })
      .filter((name) => /^(secrets|keys|demonstration|unit\/offline)\/|secret$/.test(name))
      .map((name) => path.join(dataDir, name))
      .filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect([file, statSync(file).mode & 0o077]).toEqual([file, 0]);
  });

  it("refuses a second start on the same directory with a stable code, and leaves the first alone", async () => {
    const second = await runProgram({
      ...spec({ PORT: String(await freePort()), OFFICER_PORT: String(await freePort()) }),
    });
    expect(second.code).toBe(1);
    expect(second.said).toContain("data_dir_in_use");
    expect((await fetch(`http://127.0.0.1:${ports.form}/health/ready`)).status).toBe(200);
  });

  it("names a port that is taken, and the variable that chooses it", async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), "abri-start-"));
    const second = await runProgram({ ...spec({ DATA_DIR: other }) });
    rmSync(other, { recursive: true, force: true });
    expect(second.code).toBe(1);
    expect(second.said).toContain("port_in_use");
    expect(second.said).toContain("PORT");
  });

  it("brings a report to the queue, and keeps it through a stop and through kill -9", async () => {
    expect(await sendReport(dayOf(Date.now()))).toBe(200);
    await waitForCases(1);
    const before = readDemonstrationOfficer(dataDir);

    expect(await running.stop()).toBe(0);
    await running.restart();
    await waitForCases(1);
    expect(readDemonstrationOfficer(dataDir)).toEqual(before);

    expect(await sendReport(dayOf(Date.now()))).toBe(200);
    await running.kill();
    await waitUntilFree();
    await running.restart();
    await waitForCases(2);
  }, 180_000);

  it("works with the clock moved 36 days on: a new statement, new epochs, and reports still arrive", async () => {
    await running.stop();
    const before = readdirSync(path.join(dataDir, "unit/server/directory")).length;
    // A queue on PostgreSQL goes by the server's clock, which this test cannot move; one on Redis goes by ours.
    redis = await startRedisServer();
    running = await startProgram(spec({ ...later(36), QUEUE_URL: redis.url }));
    expect(readdirSync(path.join(dataDir, "unit/server/directory")).length).toBeGreaterThan(before);
    expect(await sendReport(dayOf(Date.now() + 36 * DAY_MS))).toBe(200);
    await waitForCases(3);
    expect((await fetch(`http://127.0.0.1:${ports.form}/health/ready`)).status).toBe(200);
  }, 180_000);
});

/** Children of a start that was killed end by themselves; their ports are free then. */
async function waitUntilFree(): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (const port of [ports.form, ports.console]) {
    while (Date.now() < deadline) {
      const open = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
      if (open === null) break;
      await wait(100);
    }
  }
}

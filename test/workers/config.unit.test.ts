import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { readWorkerConfig } from "../../workers/config.ts";

const dir = mkdtempSync(join(tmpdir(), "abri-config-"));
afterAll(() => rmSync(dir, { recursive: true }));

const good = {
  DATABASE_URL: "postgresql://abri_worker@localhost/abri",
  UNIT_PUBLIC: "/srv/unit.public.json",
  TRIAGE_SECRET: "ab".repeat(32),
};
const fault = (env: Record<string, string>): string => {
  try {
    readWorkerConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : "no error";
  }
  return "accepted";
};

describe("readWorkerConfig()", () => {
  it("reads what is there, and defaults the rest", () => {
    expect(readWorkerConfig(good)).toMatchObject({
      production: false,
      queueUrl: good.DATABASE_URL,
      eventsUrl: good.DATABASE_URL,
      tickShortMs: 60_000,
      tickLongMs: 900_000,
    });
  });

  it("sends changes over Redis when jobs are there", () => {
    const queue = "redis://localhost:6379";
    expect(readWorkerConfig({ ...good, QUEUE_URL: queue })).toMatchObject({ queueUrl: queue, eventsUrl: queue });
    const events = good.DATABASE_URL;
    expect(readWorkerConfig({ ...good, QUEUE_URL: queue, EVENTS_URL: events }).eventsUrl).toBe(events);
  });

  it("reads secrets from files, current one first", () => {
    const file = join(dir, "triage");
    writeFileSync(file, `${"01".repeat(32)}\n`);
    const { TRIAGE_SECRET, ...rest } = good;
    const { triageSecrets } = readWorkerConfig({
      ...rest,
      TRIAGE_SECRET_FILE: file,
      TRIAGE_SECRET_PREVIOUS: TRIAGE_SECRET,
    });
    expect(triageSecrets.map((secret) => [secret.length, secret[0]])).toEqual([
      [32, 0x01],
      [32, 0xab],
    ]);
  });

  it.each([
    ["TICK_SHORT_S", "60", "59"],
    ["TICK_LONG_S", "900", "899"],
  ])("refuses %s under %s in production only", (name, floor, below) => {
    const production = { ...good, NODE_ENV: "production" };
    expect(fault({ ...production, [name]: floor })).toBe("accepted");
    expect(fault({ ...production, [name]: below })).toContain(name);
    expect(fault({ ...good, [name]: below })).toBe("accepted");
    expect(fault({ ...good, [name]: "0" })).toContain(name);
  });

  it("names variables and never values", () => {
    const secret = "not-a-key-but-a-secret";
    const said = fault({ ...good, TRIAGE_SECRET: secret, QUEUE_URL: "amqp://user:hidden@host" });
    expect(said).toContain("TRIAGE_SECRET");
    expect(said).toContain("QUEUE_URL");
    expect(said).not.toContain(secret);
    expect(said).not.toContain("hidden");
  });
});

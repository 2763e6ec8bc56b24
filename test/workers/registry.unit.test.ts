import { describe, expect, it } from "@jest/globals";
import { UnrecoverableError } from "bullmq";
import { ALARM_EVERY_MS, throttled } from "../../workers/alarms.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import { bareFault } from "../../workers/faults.ts";
import { newAlias, newId } from "../../workers/ids.ts";
import { jobOptions, parseJobData } from "../../workers/jobs/contract.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";

const told: string[] = [];
/** Enough for jobs that fail before they do anything. */
const deps = { alarm: (event: string, code?: string) => told.push(`${event} ${code}`) } as unknown as WorkerDeps;

describe("parseJobData()", () => {
  it("takes ids only, and a misfit is permanent", () => {
    const intake = "0123456789abcdef".repeat(2);
    expect(parseJobData(triageEnvelope, { intake })).toEqual({ intake });
    for (const wrong of [{}, { intake: "x" }, { intake, level: 0 }, { intake: intake.toUpperCase() }, null, "text"]) {
      expect(() => parseJobData(triageEnvelope, wrong)).toThrow(UnrecoverableError);
    }
  });
});

describe("jobOptions()", () => {
  it("leaves nothing of any job in the queue", () => {
    expect(jobOptions(triageEnvelope, "id")).toMatchObject({ removeOnComplete: true, removeOnFail: true, jobId: "id" });
    expect(jobOptions(tickShort)).not.toHaveProperty("jobId");
  });
});

describe("runJob()", () => {
  it("refuses, for good, a job that nobody knows or that is on another queue", async () => {
    for (const [queue, name] of [
      ["triage", "constructor"],
      ["release", triageEnvelope.name],
    ] as const) {
      await expect(runJob(deps, queue, { name, data: {} })).rejects.toThrow(UnrecoverableError);
    }
    expect(told).toContain("job_failed job_unknown");
  });

  it("refuses, for good, data that does not fit", async () => {
    const failing = runJob(deps, "triage", { name: triageEnvelope.name, data: { intake: "secret" } });
    await expect(failing).rejects.toThrow(UnrecoverableError);
    await expect(failing).rejects.toThrow(/^job_data_malformed$/);
  });
});

describe("bareFault()", () => {
  it("keeps the code and nothing else of an error", () => {
    const secret = "narrative of a reporter";
    const failed = Object.assign(new Error(secret, { cause: secret }), { code: "P2010", meta: { secret } });
    const bare = bareFault(failed);
    expect(bare.message).toBe("P2010");
    expect(`${bare.stack}${JSON.stringify(bare)}${String(bare.cause)}`).not.toContain(secret);
    expect(bareFault(new Error(secret)).message).toBe("internal");
    expect(bareFault(Object.assign(new Error("x"), { code: `DETAIL: ${secret}` })).message).toBe("internal");
  });
});

describe("throttled()", () => {
  it("tells each kind once a minute, and again after a clock was set back", () => {
    const lines: string[] = [];
    let now = 1_000_000;
    const alarm = throttled(
      (event, code) => lines.push(`${event} ${code ?? ""}`),
      () => now,
    );
    alarm("job_failed", "a");
    alarm("job_failed", "a");
    alarm("job_failed", "b");
    alarm("quarantine_full");
    now += ALARM_EVERY_MS;
    alarm("job_failed", "a");
    now -= 500_000;
    alarm("job_failed", "a");
    expect(lines).toEqual(["job_failed a", "job_failed b", "quarantine_full ", "job_failed a", "job_failed a"]);
  });
});

describe("fresh names", () => {
  it("draws aliases from the whole list, and ids that are random uuids", () => {
    const words = new Set(Array.from({ length: 20_000 }, newAlias).flat());
    expect(words.size).toBe(2048);
    expect([Math.min(...words), Math.max(...words)]).toEqual([0, 2047]);
    const { uuid, bytes } = newId();
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Buffer.from(bytes).toString("hex")).toBe(uuid.replaceAll("-", ""));
  });
});

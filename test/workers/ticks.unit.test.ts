import { describe, expect, it } from "@jest/globals";
import type { JobSchedulerJson } from "bullmq";
import { ensureTicks, keepTicks, ticksOf } from "../../workers/ticks.ts";

const NOW = 1_800_000_000_000;
const ticks = ticksOf(60_000, 900_000);

/** A queue's schedulers, and what was asked of them. */
function schedulers(found: Record<string, Partial<JobSchedulerJson>> = {}) {
  const asked: string[] = [];
  return {
    asked,
    scheduled: async ({ name }: { name: string }) => (found[name] ? { key: name, name, ...found[name] } : null),
    schedule: async ({ name }: { name: string }, everyMs: number) => {
      asked.push(`schedule ${name} ${everyMs}`);
      found[name] = { every: everyMs, next: NOW };
    },
    unschedule: async ({ name }: { name: string }) => {
      asked.push(`unschedule ${name}`);
      delete found[name];
    },
  };
}

const sound = () => ({
  "tick-short": { every: 60_000, next: NOW + 20_000 },
  "release-held": { every: 900_000, next: NOW },
  "escalate-cases": { every: 900_000, next: NOW + 900_000 },
});

describe("ensureTicks()", () => {
  it("makes all three, once", async () => {
    const queues = schedulers();
    await ensureTicks(queues, ticks, NOW);
    await ensureTicks(queues, ticks, NOW);
    expect(queues.asked).toEqual([
      "schedule tick-short 60000",
      "schedule release-held 900000",
      "schedule escalate-cases 900000",
    ]);
  });

  it("makes a fourth for notices where there are any", () => {
    expect(ticksOf(60_000, 900_000, 300_000).map(({ contract, everyMs }) => `${contract.name} ${everyMs}`)).toEqual([
      "tick-short 60000",
      "release-held 900000",
      "escalate-cases 900000",
      "send-notices 300000",
    ]);
  });

  it("leaves sound ones alone, late ones too", async () => {
    const queues = schedulers({ ...sound(), "tick-short": { every: 60_000, next: NOW - 120_000 } });
    await ensureTicks(queues, ticks, NOW);
    expect(queues.asked).toEqual([]);
  });

  it.each([
    ["another interval", { every: 5_000, next: NOW }],
    ["a next time in a future that the clock took back", { every: 60_000, next: NOW + 36 * 86_400_000 }],
    ["a next time long past", { every: 60_000, next: NOW - 3_600_000 }],
    ["no next time", { every: 60_000 }],
  ])("replaces one with %s", async (_what, broken) => {
    const queues = schedulers({ ...sound(), "tick-short": broken });
    await ensureTicks(queues, ticks, NOW);
    expect(queues.asked).toEqual(["unschedule tick-short", "schedule tick-short 60000"]);
  });
});

describe("keepTicks()", () => {
  it("throws what the first look throws", async () => {
    const queues = { ...schedulers(), scheduled: async () => Promise.reject(new Error("away")) };
    await expect(keepTicks(queues, ticks, () => undefined)).rejects.toThrow("away");
  });

  it("looks again, tells of a failure, and stops", async () => {
    const queues = schedulers();
    let failures = 0;
    const keeper = await keepTicks(queues, ticksOf(20, 40), () => (failures += 1));
    const working = queues.scheduled;
    queues.scheduled = async () => Promise.reject(new Error("away"));
    await until(() => failures >= 2);
    queues.scheduled = working;
    await queues.unschedule({ name: "tick-short" });
    const before = queues.asked.length;
    await until(() => queues.asked.slice(before).includes("schedule tick-short 20"));
    await keeper.stop();
    const after = queues.asked.length;
    await queues.unschedule({ name: "tick-short" });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(queues.asked.length).toBe(after + 1);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

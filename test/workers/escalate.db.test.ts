import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { addReply, readSlots } from "../../prisma/repositories/mailbox.ts";
import { SLOT_BYTES } from "../../security/index.ts";
import { ERASE_HOURS_ONE_TICK_IN } from "../../workers/jobs/escalate-cases.handler.ts";
import { escalateCases } from "../../workers/jobs/escalate-cases.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const escalate = (laterMs: number) =>
  runJob({ ...world.deps, now: () => Date.now() + laterMs }, "escalate", { name: escalateCases.name, data: {} });
const levels = async () =>
  (await world.db.caseRecord.findMany({ orderBy: { level: "asc" } })).map(({ level }) => level);

describe("escalate-cases", () => {
  it("erases the due hour of a P0 a day later, at a tick drawn by lot", async () => {
    const made = await world.make.report({ danger: "now" });
    await world.intake(made);
    const data = { intake: world.deps.handles.handleOf(made.id) };
    await runJob(world.deps, "triage", { name: triageEnvelope.name, data });
    const hours = () => world.db.caseRecord.count({ where: { dueHour: { not: null } } });
    for (let tick = 0; tick < 5 * ERASE_HOURS_ONE_TICK_IN; tick++) await escalate(20 * HOUR_MS);
    expect(await hours()).toBe(1);

    const ticksNeeded: number[] = [];
    for (let round = 0; round < 12; round++) {
      await world.db.caseRecord.updateMany({ data: { dueHour: new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS) } });
      let ticks = 0;
      while ((await hours()) === 1) {
        await escalate(26 * HOUR_MS);
        ticks += 1;
      }
      ticksNeeded.push(ticks);
    }
    expect(new Set(ticksNeeded).size).toBeGreaterThan(1); // twelve equal draws: once in sixteen million runs
    await world.db.$executeRaw`TRUNCATE case_record CASCADE`;
  });

  it("raises an overdue case by one level and once, to P1 at most, and tells consoles then only", async () => {
    for (const answers of [{ danger: "soon" }, { still: "yes" }, {}] as const) {
      const made = await world.make.report(answers);
      await world.intake(made);
      const data = { intake: world.deps.handles.handleOf(made.id) };
      await runJob(world.deps, "triage", { name: triageEnvelope.name, data });
    }
    await runJob(world.deps, "release", { name: releaseHeld.name, data: {} });
    expect(await levels()).toEqual([1, 2, 3]);
    const before = world.published();
    await escalate(0);
    expect(await levels()).toEqual([1, 2, 3]);
    await escalate(4 * DAY_MS);
    expect(await levels()).toEqual([1, 1, 3]);
    expect(world.published()).toBe(before + 1);
    await escalate(8 * DAY_MS);
    await escalate(80 * DAY_MS);
    expect(await levels()).toEqual([1, 1, 2]);
    expect(world.published()).toBe(before + 2);
  });

  it("empties quarantine after thirty days", async () => {
    const made = await world.make.garbageSlip();
    await world.intake(made);
    const data = { intake: world.deps.handles.handleOf(made.id) };
    await runJob(world.deps, "triage", { name: triageEnvelope.name, data });
    await escalate(29 * DAY_MS);
    expect((await world.counts()).quarantine).toBe(1);
    await escalate(32 * DAY_MS);
    expect((await world.counts()).quarantine).toBe(0);
  });
});

describe("replies", () => {
  it("leave at the short tick when they are urgent, at the long one otherwise", async () => {
    const [urgent, other] = [world.unit.p.randomBytes(32), world.unit.p.randomBytes(32)];
    const slot = world.unit.p.randomBytes(SLOT_BYTES);
    for (const rowKey of [urgent, other]) {
      const reply = { rowKey, sequence: 1, slot, urgent: rowKey === urgent };
      await world.db.$transaction((tx) => addReply(tx, reply));
    }
    const arrived = async (rowKey: Uint8Array) => (await readSlots(world.db, rowKey))[0] !== null;
    expect([await arrived(urgent), await arrived(other)]).toEqual([false, false]);
    await runJob(world.deps, "triage", { name: tickShort.name, data: {} });
    expect([await arrived(urgent), await arrived(other)]).toEqual([true, false]);
    await runJob(world.deps, "release", { name: releaseHeld.name, data: {} });
    expect([await arrived(urgent), await arrived(other)]).toEqual([true, true]);
  });
});

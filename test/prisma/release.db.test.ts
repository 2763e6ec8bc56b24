import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { erasePastHours, raiseOverdue } from "../../prisma/repositories/escalate.ts";
import { purge } from "../../prisma/repositories/purge.ts";
import { releaseHeld } from "../../prisma/repositories/release.ts";
import { shuffled } from "../../prisma/repositories/shuffle.ts";
import { storeEnvelope } from "../../prisma/repositories/intake.ts";
import { countQuarantine, holdItem, quarantineEnvelope, releaseNow } from "../../prisma/repositories/triage.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import { createSession } from "../../prisma/repositories/sessions.ts";
import { claimCase } from "../../prisma/repositories/leases.ts";
import { recordFailure } from "../../prisma/repositories/signInFailures.ts";
import { dateOfDay, minuteAfter } from "../../prisma/values.ts";
import { freshDatabase } from "../tools/database.ts";
import { depth } from "../tools/depth.ts";
import { NOW, TODAY, bytes, minutes, newCase, newEnvelope, newItem, newOfficer } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { TriagedItem } from "../../prisma/repositories/triage.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let worker: Database;
let owner: Database;

beforeAll(async () => {
  database = await freshDatabase();
  worker = database.client("abri_worker");
  owner = database.client();
});
beforeEach(() => owner.$executeRaw`TRUNCATE held_item, case_record, queue_item, quarantine, officer CASCADE`);
afterAll(() => database.drop());

const hold = (item: TriagedItem): Promise<void> => worker.$transaction((tx) => holdItem(tx, item));
const release = (dueDay = (level: number): number => TODAY + level): Promise<number> =>
  releaseHeld(worker, { today: TODAY, dueDay });

const at = (days: number, ms = 0): Parameters<typeof purge>[1] => ({
  today: TODAY + days,
  now: new Date(NOW.getTime() + days * minutes(1440) + ms),
  sessionIdleMs: minutes(15),
});

describe("releaseHeld()", () => {
  it("makes a case of each held item, with the day only", async () => {
    const item = newItem({ level: 3, desk: 2, epoch: 4 });
    await hold(item);
    expect(await release()).toBe(1);
    const [row] = await owner.queueItem.findMany({ include: { case: true } });
    expect(row).toMatchObject({ id: item.id, desk: 2, epoch: 4, releasedDay: dateOfDay(TODAY) });
    expect(row?.envelope).toEqual(item.envelope);
    expect(row?.summary).toEqual(item.summary);
    expect(row?.case).toMatchObject({ desk: 2, level: 3, raised: false, state: "open", tag: null, dueHour: null });
    expect(row?.case.dueDay).toEqual(dateOfDay(TODAY + 3));
    expect(row?.case.releasedDay).toEqual(dateOfDay(TODAY));
    expect(await owner.heldItem.count()).toBe(0);
  });

  it("leaves everything held when it fails half way", async () => {
    // The second hundred meets a level that the rule does not know.
    for (let i = 0; i < 150; i++) await hold(newItem({ level: 2 }));
    let asked = 0;
    const failing = release(() => {
      asked++;
      if (asked > 120) throw new Error("crash");
      return TODAY;
    });
    await expect(failing).rejects.toThrow("crash");
    expect([await owner.heldItem.count(), await owner.caseRecord.count(), await owner.queueItem.count()]).toEqual([
      150, 0, 0,
    ]);
    expect(await release()).toBe(150);
    expect([await owner.heldItem.count(), await owner.caseRecord.count(), await owner.queueItem.count()]).toEqual([
      0, 150, 150,
    ]);
  });

  it("releases each item once when several workers release at once", async () => {
    const items = depth(20, 1_000);
    for (let i = 0; i < items; i++) await hold(newItem());
    const counts = await Promise.all(Array.from({ length: depth(4, 10) }, () => release()));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(items);
    expect(await owner.queueItem.count()).toBe(items);
  });

  it("gives cases and items places and ids that say nothing of the order of arrival", async () => {
    const arrived: string[] = [];
    for (let i = 0; i < 200; i++) {
      const item = newItem();
      arrived.push(item.id);
      await hold(item);
    }
    await release();
    const items = await owner.$queryRaw<{ id: string }[]>`SELECT id::text FROM queue_item ORDER BY ctid`;
    const cases = await owner.$queryRaw<{ id: string }[]>`
      SELECT q.id::text FROM case_record c JOIN queue_item q ON q.case_id = c.id ORDER BY c.ctid`;
    const byCaseId = await owner.$queryRaw<{ id: string }[]>`SELECT id::text FROM queue_item ORDER BY case_id`;
    for (const order of [items, cases, byCaseId]) {
      const ranks = order.map((row) => arrived.indexOf(row.id));
      // Rank correlation with the order of arrival: 0.35 is five standard deviations of 200 shuffled places.
      expect(Math.abs(correlation(ranks))).toBeLessThan(0.35);
    }
  });
});

describe("shuffled()", () => {
  it("keeps all and reaches every order", () => {
    const seen = new Set(Array.from({ length: 400 }, () => shuffled([1, 2, 3]).join("")));
    expect([...seen].sort()).toEqual(["123", "132", "213", "231", "312", "321"]);
  });
});

describe("releaseNow()", () => {
  it("stores the hour by which somebody has to answer, rounded down: what a person was promised is not late", async () => {
    await worker.$transaction((tx) => releaseNow(tx, newItem({ level: 0 }), { today: TODAY, due: NOW }));
    const [row] = await owner.caseRecord.findMany();
    expect(row?.dueHour?.getTime()).toBe(TODAY * 86_400_000 + 10 * 3_600_000);
    expect(row?.dueDay).toEqual(dateOfDay(TODAY));
  });

  it("stores no hour above level 0", async () => {
    await newCase(worker, { level: 1 });
    expect((await owner.caseRecord.findMany())[0]?.dueHour).toBeNull();
  });
});

describe("raiseOverdue()", () => {
  it("raises what nobody answered by its day, one level, once, to level 1 at most", async () => {
    for (const level of [0, 1, 2, 3]) await newCase(worker, { level });
    expect(await raiseOverdue(worker, TODAY)).toBe(0);
    expect(await raiseOverdue(worker, TODAY + 1)).toBe(2);
    expect(await raiseOverdue(worker, TODAY + 2)).toBe(0);
    const levels = (await owner.caseRecord.findMany()).map((row) => row.level);
    expect(levels.sort((a, b) => a - b)).toEqual([0, 1, 1, 2]);
  });

  it("leaves what is answered", async () => {
    await newCase(worker, { level: 2 });
    await owner.caseRecord.updateMany({ data: { state: "answered" } });
    expect(await raiseOverdue(worker, TODAY + 1)).toBe(0);
  });
});

describe("erasePastHours()", () => {
  it("erases the hour once answered, or a day after it", async () => {
    const answered = await newCase(worker, { level: 0 });
    const waiting = await newCase(worker, { level: 0 });
    expect(await erasePastHours(worker, NOW)).toBe(0);
    await owner.caseRecord.update({ where: { id: answered }, data: { state: "answered" } });
    expect(await erasePastHours(worker, NOW)).toBe(1);
    expect((await owner.caseRecord.findUnique({ where: { id: waiting } }))?.dueHour).not.toBeNull();
    expect(await erasePastHours(worker, new Date(NOW.getTime() + 25 * minutes(60)))).toBe(1);
  });
});

describe("purge()", () => {
  it("deletes what has run out, and nothing before", async () => {
    const officer = newOfficer();
    await createOfficer(owner, officer);
    const lifeMs = minutes(480);
    await createSession(owner, { tokenHash: bytes(32), officerId: officer.id, now: NOW, lifeMs });
    await claimCase(owner, {
      caseId: await newCase(worker),
      officerId: officer.id,
      desks: [1],
      now: NOW,
      leaseMs: minutes(10),
    });
    await worker.$transaction((tx) => quarantineEnvelope(tx, newItem().envelope, TODAY));
    expect(await countQuarantine(worker)).toBe(1);
    await storeEnvelope(owner, newEnvelope({ keepUntilDay: TODAY + 10 }));
    const nothing = {
      quarantine: 0,
      parts: 0,
      receipts: 0,
      sessions: 0,
      signInFailures: 0,
      leases: 0,
      enrolments: 0,
      usedChallenges: 0,
    };
    await recordFailure(owner, bytes(32), NOW);
    expect(await purge(worker, at(0))).toEqual(nothing);
    expect(await purge(worker, at(0, minutes(12)))).toEqual({ ...nothing, leases: 1 });
    expect(await purge(worker, at(0, minutes(17)))).toEqual({ ...nothing, sessions: 1 });
    expect(await purge(worker, at(1))).toEqual(nothing);
    expect(await purge(worker, at(1, minutes(2)))).toEqual({ ...nothing, signInFailures: 1 });
    expect(await purge(worker, at(10))).toEqual(nothing);
    expect(await purge(worker, at(11))).toEqual({ ...nothing, receipts: 1 });
    expect(await purge(worker, at(30))).toEqual(nothing);
    expect(await purge(worker, at(31))).toEqual({ ...nothing, quarantine: 1 });
  });
});

describe("purge() of failed sign-ins", () => {
  it("keeps ten thousand names, and forgets the longest untouched first", async () => {
    const put = (count: number, ago: number) =>
      owner.signInFailure.createMany({
        data: Array.from({ length: count }, () => ({
          nameMac: new Uint8Array(bytes(32)),
          failures: 5,
          failedMinute: minuteAfter(new Date(NOW.getTime() - ago)),
        })),
      });
    await put(3, minutes(9));
    await put(9_997, minutes(5));
    expect((await purge(worker, at(0))).signInFailures).toBe(0);
    await put(2, 0);
    expect((await purge(worker, at(0))).signInFailures).toBe(3);
    expect(await owner.signInFailure.count()).toBe(9_999);
  });
});

/** Pearson's coefficient of the values with 0, 1, 2, … */
function correlation(values: readonly number[]): number {
  const mean = (values.length - 1) / 2;
  const product = values.reduce((sum, value, i) => sum + (value - mean) * (i - mean), 0);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return product / square;
}

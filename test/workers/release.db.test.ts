import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { holdItem } from "../../prisma/repositories/triage.ts";
import { SUMMARY_BYTES, dayOf } from "../../security/index.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { runJob } from "../../workers/registry.ts";
import { depth } from "../tools/depth.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => empty());

const release = () => runJob(world.deps, "release", { name: releaseHeld.name, data: {} });

async function empty(): Promise<void> {
  await world.db.$executeRaw`TRUNCATE case_record CASCADE`;
}

/** Holds items in this order; the summary's first byte says which it is. */
async function hold(levels: readonly number[]): Promise<void> {
  const { envelope } = await world.make.report();
  for (const [arrival, level] of levels.entries()) {
    const summary = new Uint8Array(SUMMARY_BYTES).fill(arrival);
    await holdItem(world.db, { id: randomUUID(), level, desk: 1, epoch: 1, envelope, summary });
  }
}

/** Arrival numbers in the order in which a table's file holds the rows: what a thief of the disk sees. */
async function physicalOrder(): Promise<{ items: number[]; cases: number[] }> {
  const items = await world.db.$queryRaw<{ arrival: number }[]>`
    SELECT get_byte(summary, 0) AS arrival FROM queue_item ORDER BY ctid`;
  const cases = await world.db.$queryRaw<{ arrival: number }[]>`
    SELECT get_byte(i.summary, 0) AS arrival FROM case_record c JOIN queue_item i ON i.case_id = c.id ORDER BY c.ctid`;
  return { items: items.map((row) => row.arrival), cases: cases.map((row) => row.arrival) };
}

describe("release-held", () => {
  it("gives each item a case of its own, with the day only and a due day by level", async () => {
    await hold([1, 2, 3]);
    await release();
    const today = dayOf(Date.now());
    const cases = await world.db.caseRecord.findMany({ orderBy: { level: "asc" }, include: { items: true } });
    expect(
      cases.map(({ level, releasedDay, dueDay, dueHour, items }) => [
        level,
        releasedDay.getTime() / DAY_MS - today,
        dueDay.getTime() / DAY_MS - today,
        dueHour,
        items.length,
      ]),
    ).toEqual([
      [1, 0, 1, null, 1],
      [2, 0, 3, null, 1],
      [3, 0, 7, null, 1],
    ]);
  });

  it("tells consoles when something was released, and only then", async () => {
    const before = world.published();
    await release();
    expect(world.published()).toBe(before);
    await hold([3]);
    await release();
    expect(world.published()).toBe(before + 1);
  });

  it("leaves nothing of what was held in the file where it was held", async () => {
    const bytesHeld = async (): Promise<number> => {
      const rows = await world.db.$queryRaw<{ size: number }[]>`SELECT pg_relation_size('held_item')::int AS size`;
      return rows[0]?.size ?? -1;
    };
    await hold([2]);
    expect(await bytesHeld()).toBeGreaterThan(0);
    await release();
    expect(await bytesHeld()).toBe(0);
  });

  it("leaves no trace of the order of arrival in the order of rows", async () => {
    const ITEMS = 6;
    const ROUNDS = depth(150, 2_000);
    /** For 25 degrees of freedom a fair shuffle passes this once in about a million times. */
    const CHI_SQUARE_LIMIT = 76;
    const seen = { items: cells(ITEMS), cases: cells(ITEMS) };
    for (let round = 0; round < ROUNDS; round++) {
      await hold(Array.from({ length: ITEMS }, () => 3));
      await release();
      const order = await physicalOrder();
      expect(order.items.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
      for (const table of ["items", "cases"] as const) {
        for (const [place, arrival] of order[table].entries()) count(seen[table], arrival * ITEMS + place);
      }
      await empty();
    }
    const expected = ROUNDS / ITEMS;
    for (const table of ["items", "cases"] as const) {
      const chiSquare = seen[table].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(chiSquare).toBeLessThan(CHI_SQUARE_LIMIT);
    }
    // The test can fail: arrival order itself is far beyond the limit.
    expect((ITEMS * (ROUNDS - expected) ** 2) / expected).toBeGreaterThan(CHI_SQUARE_LIMIT);
  });
});

function count(table: number[], cell: number): void {
  table[cell] = (table[cell] ?? 0) + 1;
}

const cells = (items: number): number[] => Array.from({ length: items * items }, () => 0);

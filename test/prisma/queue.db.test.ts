/** The order of the queue, its filters, and what ten thousand cases cost the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { claimCase } from "../../prisma/repositories/leases.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import { countQueue, listQueue, type QueueQuery } from "../../prisma/repositories/queue.ts";
import { dateOfDay } from "../../prisma/values.ts";
import { freshDatabase, type FreshDatabase } from "../tools/database.ts";
import { NOW, TODAY, minutes, newCase, newOfficer } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";

let database: FreshDatabase;
let officer: Database;
let owner: Database;
const ada = newOfficer({ name: "Ada" });
const bao = newOfficer({ name: "Bao" });

beforeAll(async () => {
  database = await freshDatabase();
  [officer, owner] = [database.client("abri_officer"), database.client()];
  for (const one of [ada, bao]) await createOfficer(owner, one);
});
beforeEach(() => owner.$executeRaw`TRUNCATE case_record CASCADE`);
afterAll(() => database.drop());

const ALL: QueueQuery = { desks: [1, 2], limit: 50, now: NOW, officerId: ada.id, summaries: true };

interface Made {
  readonly level?: number;
  /** Days from today. */
  readonly released?: number;
  readonly due?: number;
  /** Hours from now. */
  readonly hour?: number;
  readonly state?: "open" | "answered" | "closed";
  readonly desk?: number;
}

/** Makes cases by name. @returns the names of what a query lists, in its order */
async function withCases(made: Readonly<Record<string, Made>>) {
  const names = new Map<string, string>();
  for (const [name, { level = 2, released = 0, due = 3, hour, state = "open", desk = 1 }] of Object.entries(made)) {
    const id = await newCase(database.client("abri_worker"), { level, desk });
    names.set(id, name);
    const data = {
      state,
      releasedDay: dateOfDay(TODAY + released),
      dueDay: dateOfDay(TODAY + due),
      dueHour: hour === undefined ? null : new Date(Math.floor(NOW.getTime() / 3_600_000 + hour) * 3_600_000),
    };
    await owner.caseRecord.update({ where: { id }, data });
  }
  const idOf = (name: string): string => [...names].find(([, each]) => each === name)?.[0] ?? "";
  const claim = (name: string, officerId: string, now = NOW) =>
    claimCase(officer, { caseId: idOf(name), officerId, desks: [1, 2], now, leaseMs: minutes(10) });
  const listed = async (more: Partial<QueueQuery> = {}) => {
    const query = { ...ALL, ...more };
    const cases: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listQueue(officer, { ...query, cursor });
      cases.push(...page.cases.map(({ id }) => names.get(id) ?? id));
      cursor = page.next;
    }
    expect(await countQueue(officer, query)).toBe(cases.length);
    return cases;
  };
  return { claim, listed };
}

describe("the order of the queue", () => {
  it("is level, overdue first, then oldest release, however the pages fall", async () => {
    const { listed } = await withCases({
      fresh: { level: 2, released: -1, due: 2 },
      older: { level: 2, released: -2, due: 4 },
      late: { level: 2, released: -1, due: -1 },
      later: { level: 2, released: -3, due: -1 },
      // Answered in time, its day past: nobody waits for it.
      answered: { level: 2, released: -9, due: -6, state: "answered" },
      past: { level: 3, released: -9, due: -2 },
      risen: { level: 1, released: -5, due: -2 },
      soon: { level: 1, released: -1, due: 0 },
      dangerLate: { level: 0, hour: -1, due: 0 },
      danger: { level: 0, released: -1, hour: 1, due: 0 },
    });
    const order = ["dangerLate", "danger", "risen", "soon", "later", "late", "answered", "older", "fresh", "past"];
    for (const limit of [50, 1, 2, 3, 7]) expect(await listed({ limit })).toEqual(order);
  });
});

describe("the filters of the queue", () => {
  it("go by due day, of open cases alone", async () => {
    const { listed } = await withCases({
      late: { due: -1 },
      today: { due: 0 },
      third: { due: 3 },
      fourth: { due: 4 },
      hourPast: { level: 0, hour: -1, due: 0 },
      answered: { due: -1, state: "answered" },
    });
    expect(await listed({ due: "overdue" })).toEqual(["hourPast", "late"]);
    expect(await listed({ due: "today" })).toEqual(["hourPast", "late", "today"]);
    expect(new Set(await listed({ due: "soon" }))).toEqual(new Set(["hourPast", "late", "today", "third"]));
    expect(await listed({ due: "overdue", level: 2, limit: 1 })).toEqual(["late"]);
    expect(await listed({ due: "today", state: "answered" })).toEqual([]);
    expect(await listed({ due: "today", state: "open", level: 0 })).toEqual(["hourPast"]);
  });

  it("go by holder, and a lease that ran out holds nothing", async () => {
    const { claim, listed } = await withCases({ mine: {}, theirs: {}, free: {}, lapsed: {} });
    await claim("mine", ada.id);
    await claim("theirs", bao.id);
    await claim("lapsed", bao.id, new Date(NOW.getTime() - minutes(30)));
    expect(await listed({ holder: "mine" })).toEqual(["mine"]);
    expect(await listed({ holder: "others" })).toEqual(["theirs"]);
    expect(new Set(await listed({ holder: "nobody" }))).toEqual(new Set(["free", "lapsed"]));
    expect(await listed({ holder: "mine", officerId: bao.id })).toEqual(["theirs"]);
  });

  it("go by state, and by desk and level besides", async () => {
    const { listed } = await withCases({
      open: { level: 1 },
      answered: { state: "answered" },
      closed: { state: "closed", level: 3 },
      restricted: { desk: 2, level: 3 },
    });
    expect(await listed()).toEqual(["open", "answered", "restricted"]);
    for (const state of ["open", "answered", "closed"] as const) {
      expect(await listed({ state, desks: [1] })).toEqual([state]);
    }
    expect(await listed({ level: 3 })).toEqual(["restricted"]);
    expect(await listed({ desks: [] })).toEqual([]);
  });

  it("hand out no summary to whoever asks for none", async () => {
    await withCases({ one: {} });
    const summaryOf = async (summaries: boolean) =>
      (await listQueue(officer, { ...ALL, summaries })).cases[0]?.items.map(({ summary }) => summary?.length ?? null);
    expect(await summaryOf(true)).toEqual([1392]);
    expect(await summaryOf(false)).toEqual([null]);
  });
});

describe("ten thousand cases", () => {
  it("are read in the order of an index, without sorting", async () => {
    await owner.$executeRawUnsafe(`
      INSERT INTO case_record (id, desk, level, raised, state, released_day, due_day, noticed, on_call, reader_wanted, reopened)
      SELECT gen_random_uuid(), 1 + n % 2, n % 4, false, 'open', DATE '2026-01-01' + n % 300, DATE '2026-02-01' + n % 300, false, false, false, false
      FROM generate_series(1, 10000) AS n`);
    await owner.$executeRawUnsafe("ANALYZE case_record");
    const plan = await owner.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`
      EXPLAIN SELECT * FROM case_record
      WHERE level = 2 AND desk IN (1, 2) AND state <> 'closed'
        AND (state <> 'open' OR (due_hour IS NULL AND due_day >= DATE '2026-05-27') OR due_hour >= now())
        AND (released_day > DATE '2026-03-01' OR (released_day = DATE '2026-03-01' AND id > gen_random_uuid()))
      ORDER BY released_day, id LIMIT 501`);
    const lines = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(lines).toContain("case_record_level_released_day_id_idx");
    expect(lines).not.toContain("Sort");
    // Through the repository: every one of them once, page by page.
    const seen = new Set<string>();
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listQueue(officer, { ...ALL, summaries: false, limit: 500, cursor });
      for (const { id } of page.cases) seen.add(id);
      cursor = page.next;
    }
    expect(seen.size).toBe(10_000);
  });
});

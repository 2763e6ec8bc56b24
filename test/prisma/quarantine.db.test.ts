import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { getCase } from "../../prisma/repositories/cases.ts";
import { purge } from "../../prisma/repositories/purge.ts";
import { listQuarantine, releaseQuarantined } from "../../prisma/repositories/quarantine.ts";
import { quarantineEnvelope } from "../../prisma/repositories/triage.ts";
import { freshDatabase } from "../tools/database.ts";
import { NOW, TODAY, bytes, newCase, newItem } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { OpenedItem, QuarantineRelease } from "../../prisma/repositories/quarantine.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let officer: Database;
let worker: Database;
let owner: Database;

beforeAll(async () => {
  database = await freshDatabase();
  officer = database.client("abri_officer");
  worker = database.client("abri_worker");
  owner = database.client();
});
beforeEach(() => owner.$executeRaw`TRUNCATE case_record, quarantine CASCADE`);
afterAll(() => database.drop());

const { envelope } = newItem();
const setAside = (): Promise<string> => worker.$transaction((tx) => quarantineEnvelope(tx, envelope, TODAY - 9));
const opened = (more: Partial<OpenedItem> = {}): OpenedItem => {
  const { id, desk, epoch, summary } = newItem();
  return { id, desk, epoch, summary, ...more };
};
const AT = { level: 1, today: TODAY, dueDay: TODAY + 1 };
const release = (id: string, item: OpenedItem): Promise<QuarantineRelease> =>
  officer.$transaction(async (tx) => {
    const done = await releaseQuarantined(tx, id, item, AT);
    if (done.result === "id_taken") throw new Error("id_taken");
    return done;
  });
const caseIdOf = (done: QuarantineRelease): string => ("caseId" in done ? done.caseId : "none");
const counts = async (): Promise<number[]> => [
  await owner.caseRecord.count(),
  await owner.queueItem.count(),
  await owner.quarantine.count(),
];

describe("releaseQuarantined()", () => {
  it("moves the envelope, byte for byte, into a case of its own", async () => {
    const id = await setAside();
    const item = opened({ epoch: 3 });
    const done = await release(id, item);
    expect(done.result).toBe("released");
    expect(await listQuarantine(officer, { limit: 5 })).toEqual([]);
    expect(await getCase(officer, caseIdOf(done), { desks: [1], now: NOW })).toMatchObject({
      level: 1,
      state: "open",
      releasedDay: TODAY,
      dueDay: TODAY + 1,
      dueHour: null,
      holder: null,
      items: [{ id: item.id, desk: 1, epoch: 3, releasedDay: TODAY, summary: item.summary, envelope }],
    });
  });

  it("gives one case to the same request again, also after its item was attached elsewhere", async () => {
    const id = await setAside();
    const item = opened();
    const first = await release(id, item);
    expect(await release(id, item)).toEqual({ result: "same", caseId: caseIdOf(first) });
    const elsewhere = await newCase(worker);
    await owner.queueItem.update({ where: { id: item.id }, data: { caseId: elsewhere } });
    expect(await release(id, item)).toEqual({ result: "same", caseId: elsewhere });
  });

  it("makes one case of one request that arrives twice at once", async () => {
    for (let round = 0; round < 10; round++) {
      const id = await setAside();
      const item = opened();
      const both = await Promise.all([release(id, item), release(id, item)]);
      expect(both.map(({ result }) => result).sort()).toEqual(["released", "same"]);
      expect(new Set(both.map(caseIdOf)).size).toBe(1);
    }
    expect(await counts()).toEqual([10, 10, 0]);
  });

  it("lets one of two officers win, however often they race", async () => {
    for (let round = 0; round < 10; round++) {
      const id = await setAside();
      const both = await Promise.all([release(id, opened()), release(id, opened())]);
      expect(both.map(({ result }) => result).sort()).toEqual(["gone", "released"]);
    }
    expect(await counts()).toEqual([10, 10, 0]);
  });

  it("finds nothing where nothing is, or where it ran out", async () => {
    expect(await release(randomUUID(), opened())).toEqual({ result: "gone" });
    const id = await setAside();
    await purge(worker, { today: TODAY + 22, now: NOW, sessionIdleMs: 1 });
    expect(await release(id, opened())).toEqual({ result: "gone" });
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it("takes no item's id a second time, and leaves the envelope where it was", async () => {
    const item = opened();
    expect((await release(await setAside(), item)).result).toBe("released");
    const other = await setAside();
    await expect(release(other, item)).rejects.toThrow("id_taken");
    expect(await release(randomUUID(), { ...item, summary: bytes(1392) })).toEqual({ result: "gone" });
    expect(await counts()).toEqual([1, 1, 1]);
  });
});

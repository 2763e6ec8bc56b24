import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { attachCase } from "../../prisma/repositories/attach.ts";
import { findByTag as find, getCase, markAnswered } from "../../prisma/repositories/cases.ts";
import { addEntry } from "../../prisma/repositories/entries.ts";
import { claimCase, extendLease, holdsCase, releaseClaim } from "../../prisma/repositories/leases.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import { listQueue } from "../../prisma/repositories/queue.ts";
import { setTag } from "../../prisma/repositories/tags.ts";
import { freshDatabase } from "../tools/database.ts";
import { depth } from "../tools/depth.ts";
import { NOW, TODAY, bytes, minutes, newCase, newItem, newOfficer } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { TriagedItem } from "../../prisma/repositories/triage.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let officer: Database;
let worker: Database;
let owner: Database;
const first = newOfficer({ name: "Ada" });
const second = newOfficer({ name: "Bao" });

beforeAll(async () => {
  database = await freshDatabase();
  officer = database.client("abri_officer");
  worker = database.client("abri_worker");
  owner = database.client();
  for (const one of [first, second]) await createOfficer(owner, one);
});
beforeEach(() => owner.$executeRaw`TRUNCATE case_record CASCADE`);
afterAll(() => database.drop());

const make = (more: Partial<TriagedItem> = {}): Promise<string> => newCase(worker, more);
const claim = (caseId: string, officerId: string, now = NOW) =>
  claimCase(officer, { caseId, officerId, desks: [1], now, leaseMs: minutes(10) });
const ALL = { desks: [1, 2], limit: 50, now: NOW, officerId: first.id, summaries: true };
const attach = (from: string, into: string, tag = bytes(32)) =>
  officer.$transaction((tx) => attachCase(tx, { from, into, tag, desks: [1], rewraps: null }));
const findByTag = async (db: Database, tag: Uint8Array, desks: number[]) => (await find(db, tag, { desks })).caseId;
const look = (id: string) => getCase(officer, id, { desks: [1], now: NOW });
const holderAt = async (now: Date) => (await listQueue(officer, { ...ALL, now })).cases[0]?.holder;
const idsOf = async (more: object): Promise<string[]> =>
  (await listQueue(officer, { ...ALL, ...more })).cases.map((one) => one.id);

describe("listQueue()", () => {
  it("gives pages that join, also when the last case of a page is gone", async () => {
    for (let i = 0; i < 25; i++) await make({ level: i % 4 });
    const all = (await listQueue(officer, ALL)).cases.map((one) => one.id);
    expect(all).toHaveLength(25);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listQueue(officer, { ...ALL, limit: 10, cursor });
      seen.push(...page.cases.map((one) => one.id));
      await owner.queueItem.deleteMany({ where: { caseId: seen.at(-1) ?? "" } });
      await owner.caseRecord.delete({ where: { id: seen.at(-1) ?? "" } });
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  });

  it("shows the cases and items of the given desks only, and filters by level", async () => {
    const general = await make({ desk: 1, level: 2 });
    const restricted = await make({ desk: 2, level: 1 });
    expect(await idsOf({})).toEqual([restricted, general]);
    expect(await idsOf({ desks: [1] })).toEqual([general]);
    expect(await idsOf({ desks: [] })).toEqual([]);
    expect(await idsOf({ level: 1 })).toEqual([restricted]);
  });

  it("names who holds a case, until the lease ends", async () => {
    const id = await make();
    await claim(id, first.id);
    expect(await holderAt(NOW)).toMatchObject({ officerId: first.id, name: "Ada" });
    expect(await holderAt(new Date(NOW.getTime() + minutes(11)))).toBeNull();
  });

  it("leaves out closed cases", async () => {
    const id = await make();
    await owner.caseRecord.update({ where: { id }, data: { state: "closed" } });
    expect((await listQueue(officer, ALL)).cases).toEqual([]);
  });

  it("refuses a cursor it did not give", async () => {
    await expect(listQueue(officer, { ...ALL, cursor: `2.0.${TODAY}.${randomUUID()}` })).resolves.toBeDefined();
    await expect(listQueue(officer, { ...ALL, cursor: "2; DROP TABLE officer" })).rejects.toMatchObject({
      code: "cursor_invalid",
    });
  });
});

describe("claimCase()", () => {
  it("lets one of two officers win, however often they race", async () => {
    for (let round = 0; round < depth(10, 300); round++) {
      const id = await make();
      const results = await Promise.all([claim(id, first.id), claim(id, second.id)]);
      expect(results.map((one) => one.result).sort()).toEqual(["claimed", "held"]);
    }
  });

  it("lets one of two officers take over a lease that ran out", async () => {
    const id = await make();
    await claim(id, first.id);
    const later = new Date(NOW.getTime() + minutes(30));
    const results = await Promise.all([claim(id, second.id, later), claim(id, first.id, later)]);
    expect(results.map((one) => one.result).sort()).toEqual(["claimed", "held"]);
  });

  it("keeps whole minutes only", async () => {
    const id = await make();
    const result = await claim(id, first.id);
    const until = result.result === "claimed" ? result.until.getTime() : 0;
    expect(until % minutes(1)).toBe(0);
    expect(until).toBeGreaterThanOrEqual(NOW.getTime() + minutes(10));
  });

  it("finds no case of another desk", async () => {
    expect((await claim(await make({ desk: 2 }), first.id)).result).toBe("not_found");
    expect((await claim(randomUUID(), first.id)).result).toBe("not_found");
  });

  it("is held on to and given back by its holder only", async () => {
    const id = await make();
    await claim(id, first.id);
    const at = (officerId: string, now = NOW) => ({ caseId: id, officerId, now, leaseMs: minutes(10) });
    expect(await extendLease(officer, at(first.id))).not.toBeNull();
    expect(await extendLease(officer, at(second.id))).toBeNull();
    expect(await extendLease(officer, at(first.id, new Date(NOW.getTime() + minutes(20))))).toBeNull();
    expect(await holdsCase(officer, at(first.id))).toBe(true);
    expect(await holdsCase(officer, at(second.id))).toBe(false);
    expect(await releaseClaim(officer, id, second.id)).toBe(false);
    expect(await releaseClaim(officer, id, first.id)).toBe(true);
    expect(await holdsCase(officer, at(first.id))).toBe(false);
  });
});

describe("setTag()", () => {
  it("is written once, and finds the case on its desk", async () => {
    const id = await make();
    const tag = bytes(32);
    expect(await setTag(officer, id, tag)).toBe("set");
    expect(await setTag(officer, id, tag)).toBe("same");
    expect(await setTag(officer, id, bytes(32))).toBe("tag_taken");
    expect(await setTag(officer, await make(), tag)).toBe("tag_taken");
    expect(await setTag(officer, randomUUID(), bytes(32))).toBe("not_found");
    expect(await findByTag(officer, tag, [1])).toBe(id);
    expect(await findByTag(officer, tag, [2])).toBeNull();
    expect(await findByTag(officer, bytes(32), [1])).toBeNull();
  });

  it("lets one of two cases have a tag", async () => {
    const tag = bytes(32);
    const ids = [await make(), await make()];
    const results = await Promise.all(ids.map((id) => setTag(officer, id, tag)));
    expect(results.sort()).toEqual(["set", "tag_taken"]);
  });
});

describe("attachCase()", () => {
  it("moves a message into its case and makes that wait again", async () => {
    const into = await make({ level: 2 });
    await setTag(officer, into, bytes(32));
    await officer.$transaction((tx) => markAnswered(tx, into));
    const from = await make({ level: 1 });
    expect(await attach(from, into)).toBe("attached");
    const whole = await look(into);
    expect(whole).toMatchObject({ state: "open", level: 1 });
    expect(whole?.items).toHaveLength(2);
    expect(await look(from)).toBeNull();
    expect(await attach(from, into)).toBe("not_found");
  });

  it("gives each item that is moved a tag, by which the case is found beside its own", async () => {
    const [into, tag, own] = [await make(), bytes(32), bytes(32)];
    await setTag(officer, into, own);
    const from = await make();
    expect(await attach(await make(), from)).toBe("attached");
    expect(await attach(from, into, tag)).toBe("attached");
    expect(await findByTag(officer, own, [1])).toBe(into);
    expect(await findByTag(officer, tag, [1])).toBe(into);
    expect(await findByTag(officer, tag, [2])).toBeNull();
    // The first report's has none; whether one of the others changed a code, their rows do not say.
    const tags = (await owner.queueItem.findMany({ where: { caseId: into } })).map((item) =>
      String(item.tag?.length ?? "none"),
    );
    expect(tags.sort()).toEqual(["32", "32", "none"]);
  });

  it("refuses a tag that another case has, its own or one that came with an item, and moves nothing", async () => {
    const [own, came] = [bytes(32), bytes(32)];
    const other = await make();
    await setTag(officer, other, own);
    expect(await attach(await make(), other, came)).toBe("attached");
    const [from, into] = [await make(), await make()];
    expect(await attach(from, into, own)).toBe("tag_taken");
    expect(await attach(from, into, came)).toBe("tag_taken");
    expect(await setTag(officer, into, came)).toBe("tag_taken");
    expect((await look(from))?.items).toHaveLength(1);
    expect(await attach(from, into)).toBe("attached");
  });

  it("keeps the more urgent of two that wait", async () => {
    const into = await make({ level: 0 });
    expect(await attach(await make({ level: 3 }), into)).toBe("attached");
    const whole = await look(into);
    expect(whole?.level).toBe(0);
    expect(whole?.dueHour).not.toBeNull();
  });

  it("lowers no case: a message to one that was answered in danger leaves it as urgent, without its hour", async () => {
    const into = await make({ level: 0 });
    await officer.$transaction((tx) => markAnswered(tx, into));
    await owner.caseRecord.update({ where: { id: into }, data: { dueHour: null } });
    expect(await attach(await make({ level: 1 }), into)).toBe("attached");
    expect(await look(into)).toMatchObject({ state: "open", level: 0, dueHour: null });
  });

  it("leaves a first report's case, another desk's, and itself alone", async () => {
    const tagged = await make();
    await setTag(officer, tagged, bytes(32));
    const plain = await make();
    expect(await attach(tagged, plain)).toBe("tagged");
    expect(await attach(await make({ desk: 2 }), plain)).toBe("not_found");
    expect(await attach(plain, plain)).toBe("not_found");
    expect(await owner.queueItem.count()).toBe(3);
  });

  it("loses nothing when a chain of attachments runs at once", async () => {
    for (let round = 0; round < depth(5, 150); round++) {
      const [a, b, c] = [await make(), await make(), await make()];
      const before = await owner.queueItem.count();
      await Promise.allSettled([attach(a, b), attach(b, c), attach(a, c)]);
      expect(await owner.queueItem.count()).toBe(before);
      expect((await look(c))?.items).toHaveLength(3);
    }
  });
});

describe("getCase()", () => {
  it("gives everything of a case, to officers of its desk, which is that of its items", async () => {
    const item = newItem();
    const id = await make(item);
    const elsewhere = await make({ desk: 2 });
    const strayed = owner.queueItem.updateMany({ where: { caseId: elsewhere }, data: { caseId: id } });
    await expect(strayed).rejects.toMatchObject({ code: "P2003" });
    const entry = { id: randomUUID(), caseId: id, desk: 1, epoch: 1, day: TODAY, sealed: bytes(900) };
    expect(await officer.$transaction((tx) => addEntry(tx, entry))).toBe("added");
    expect(await officer.$transaction((tx) => addEntry(tx, entry))).toBe("same");
    expect(await officer.$transaction((tx) => addEntry(tx, { ...entry, sealed: bytes(900) }))).toBe("id_taken");
    const whole = await getCase(officer, id, { desks: [1], now: NOW });
    const { id: itemId, summary, envelope } = item;
    const none = { rewrapEpoch: null, summaryRewrap: null, envelopeRewrap: null };
    expect(whole?.items).toEqual([
      { id: itemId, desk: 1, epoch: 1, releasedDay: TODAY, summary, envelope, attachments: null, ...none },
    ]);
    const { rewrapEpoch } = none;
    expect(whole?.entries).toEqual([
      { id: entry.id, desk: 1, epoch: 1, day: TODAY, sealed: entry.sealed, rewrap: null, rewrapEpoch },
    ]);
    expect(await getCase(officer, id, { desks: [2], now: NOW })).toBeNull();
  });
});

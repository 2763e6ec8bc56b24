import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import * as cases from "../../../api/routes/cases/schema.ts";
import * as handling from "../../../api/routes/handling/schema.ts";
import { listQueue, type CaseHead, type ListQueueAnswer } from "../../../api/routes/queue/schema.ts";
import type { Contract } from "../../../api/contract.ts";
import { erasePastHours, raiseOverdue } from "../../../prisma/repositories/escalate.ts";
import { listUnclaimed } from "../../../prisma/repositories/triageRules.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import {
  DEFAULT_TRIAGE_RULES,
  DESK_GENERAL,
  DESK_RESTRICTED,
  isoDay,
  signTriageRules,
  toBase64Url,
} from "../../../security/index.ts";
import { publishRules } from "../../../api/routes/triageRules/schema.ts";
import { newItem } from "../../prisma/samples.ts";
import { startDesks, type Desks } from "../tools/desks.ts";
import { holdCase, meeting } from "../tools/meeting.ts";
import { refusal, type Answer } from "../tools/officer.ts";

const HOUR = 3_600_000;
let desks: Desks;
let lead: string;
let general: string;

beforeAll(async () => {
  desks = await startDesks();
  ({ lead, general } = desks);
});
afterAll(() => desks.stage.stop());

const db = () => desks.stage.database.client();
const today = (): number => desks.stage.unit.today;
async function addCase(level = 2, desk = DESK_GENERAL): Promise<string> {
  const due = new Date(desks.stage.clock.now + HOUR);
  return db().$transaction((tx) => releaseNow(tx, newItem({ desk, level }), { today: today(), due }));
}
const entry = () => ({ id: randomUUID(), epoch: 1, sealed: toBase64Url(desks.stage.unit.p.randomBytes(4096)) });
const call = (of: Contract, id: string, cookie: string, body: object = {}): Promise<Answer> =>
  desks.stage.call(of, { cookie, params: { id }, body: { entry: entry(), ...body } });
const claim = (id: string, cookie: string): Promise<Answer> => call(cases.claimCase, id, cookie);
const level = (id: string, cookie: string, to: number, items = 1): Promise<Answer> =>
  call(handling.setLevel, id, cookie, { level: to, items });
const close = (id: string, cookie: string, items = 1): Promise<Answer> =>
  call(handling.closeCase, id, cookie, { items });
const read = async (id: string): Promise<cases.ReadCaseAnswer> =>
  (await desks.stage.call(cases.readCase, { cookie: lead, params: { id } })).json as cases.ReadCaseAnswer;
const head = async (id: string): Promise<CaseHead> => (await read(id)).case;
const queue = async (query: Record<string, string> = {}): Promise<ListQueueAnswer["cases"]> =>
  ((await desks.stage.call(listQueue, { cookie: lead, query: { limit: "100", ...query } })).json as ListQueueAnswer)
    .cases;
const attach = (from: string, into: string): Promise<Answer> =>
  call(cases.attachCase, from, lead, { into, tag: toBase64Url(desks.stage.unit.p.randomBytes(32)) });

describe("PUT /v1/cases/{id}/level", () => {
  it("raises for whoever may read the case, though a colleague holds it; lowers for its holder alone", async () => {
    const id = await addCase(2);
    await claim(id, lead);
    expect((await level(id, general, 1)).status).toBe(200);
    expect(refusal(await level(id, general, 2))).toEqual([409, "not_holder"]);
    expect((await head(id)).level).toBe(1);
    expect((await level(id, lead, 3)).status).toBe(200);
    expect(await head(id)).toMatchObject({ level: 3, dueDay: isoDay(today() + 7), dueHour: null });
    expect((await read(id)).entries).toHaveLength(3);
  });

  it("sets the day or the hour by the rules in force, and gives a case that waits no more time by raising it", async () => {
    const id = await addCase(3);
    await db().caseRecord.update({ where: { id }, data: { dueDay: new Date((today() + 7) * 24 * HOUR) } });
    await level(id, lead, 1);
    expect(await head(id)).toMatchObject({ level: 1, dueDay: isoDay(today() + 1), dueHour: null });
    await level(id, lead, 0);
    const urgent = await head(id);
    expect(urgent.dueHour).toMatch(/:00:00\.000Z$/);
    expect(Date.parse(urgent.dueHour ?? "") - desks.stage.clock.now).toBeLessThanOrEqual(HOUR);
    const late = await addCase(3);
    await db().caseRecord.update({ where: { id: late }, data: { dueDay: new Date((today() - 1) * 24 * HOUR) } });
    await level(late, lead, 2);
    expect(await head(late)).toMatchObject({ dueDay: isoDay(today() - 1), overdue: true });

    const { p, unit, state } = desks.stage.unit;
    const { seed, certificate } = state.offline.lead;
    const signer = { signing: p.ed25519KeyPair(seed), certificate };
    const set = { ...DEFAULT_TRIAGE_RULES, days: [2, 20, 30] as const };
    const rules = signTriageRules(p, unit, null, signer, set, today());
    const body = { rules: toBase64Url(rules) };
    expect((await desks.stage.call(publishRules, { cookie: lead, body })).status).toBe(200);
    const slow = await addCase(1);
    await claim(slow, lead);
    await level(slow, lead, 2);
    expect(await head(slow)).toMatchObject({ level: 2, dueDay: isoDay(today() + 20) });
  });

  it("moves the case in the queue, and hands its entry out there", async () => {
    const id = await addCase(0);
    await claim(id, lead);
    const written = entry();
    await call(handling.setLevel, id, lead, { level: 3, items: 1, entry: written });
    const found = (await queue()).find((one) => one.id === id);
    expect(found).toMatchObject({ level: 3, levelEntry: { id: written.id, sealed: written.sealed } });
    const levels = (await queue()).map((one) => one.level);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    const untouched = await addCase(1);
    expect((await queue()).find((one) => one.id === untouched)?.levelEntry).toBeNull();
  });

  it("lets time raise the case once more after a person lowered it, when its new time is over, to P1 at most", async () => {
    const id = await addCase(2);
    const at = (day: number): Promise<number> => raiseOverdue(db(), day);
    await db().caseRecord.update({ where: { id }, data: { raised: true, level: 1 } });
    await claim(id, lead);
    await level(id, lead, 2);
    const { dueDay } = await head(id);
    const due = Date.parse(dueDay) / (24 * HOUR);
    await db().caseRecord.updateMany({ where: { NOT: { id } }, data: { raised: true } });
    expect(await at(due)).toBe(0);
    expect(await at(due + 1)).toBe(1);
    expect((await head(id)).level).toBe(1);
    expect(await at(due + 9)).toBe(0);
  });

  it("sends a P0 to whoever is on call again, when it was lowered and rises later", async () => {
    const id = await addCase(0);
    await db().caseRecord.update({ where: { id }, data: { onCall: true } });
    await claim(id, lead);
    await level(id, lead, 1);
    expect((await head(id)).onCall).toBe(false);
    await level(id, lead, 0);
    await call(cases.releaseCase, id, lead);
    const waiting = await listUnclaimed(db(), new Date(desks.stage.clock.now));
    expect(waiting.map((one) => one.id)).toContain(id);
  });

  it("refuses who has not seen what came, a closed case, a level that is none, and a case of another desk", async () => {
    const [id, later, restricted] = [await addCase(1), await addCase(1), await addCase(1, DESK_RESTRICTED)];
    await claim(id, lead);
    await attach(later, id);
    expect(refusal(await level(id, lead, 2, 1))).toEqual([409, "case_changed"]);
    expect((await level(id, lead, 2, 2)).status).toBe(200);
    expect(refusal(await level(id, lead, 4, 2))).toEqual([400, "invalid_request"]);
    expect(refusal(await level(restricted, general, 0))).toEqual([404, "not_found"]);
    await close(id, lead, 2);
    expect(refusal(await level(id, lead, 0, 2))).toEqual([409, "case_closed"]);
  });

  it("changes nothing where its entry cannot be written", async () => {
    const id = await addCase(2);
    const [used] = (await read(id)).entries;
    expect(used).toBeUndefined();
    const written = entry();
    await call(cases.claimCase, id, lead, { entry: written });
    const taken = { entry: { ...entry(), id: written.id }, level: 1, items: 1 };
    expect(refusal(await call(handling.setLevel, id, lead, taken))).toEqual([409, "id_taken"]);
    expect((await head(id)).level).toBe(2);
    const closing = { entry: { ...entry(), id: written.id }, items: 1 };
    expect(refusal(await call(handling.closeCase, id, lead, closing))).toEqual([409, "id_taken"]);
    expect(await head(id)).toMatchObject({ state: "open", holder: { name: desks.stage.lead.name } });
  });

  it("is never borne out by an entry that was there before, whoever wrote it", async () => {
    const id = await addCase(0);
    const [lowering, raising] = [entry(), entry()];
    await claim(id, lead);
    expect((await call(handling.setLevel, id, lead, { level: 3, items: 1, entry: lowering })).status).toBe(200);
    expect((await call(handling.setLevel, id, lead, { level: 0, items: 1, entry: raising })).status).toBe(200);
    await call(cases.releaseCase, id, lead);
    await claim(id, general);
    const again = { level: 3, items: 1, entry: lowering };
    expect(refusal(await call(handling.setLevel, id, general, again))).toEqual([409, "id_taken"]);
    expect(refusal(await call(handling.closeCase, id, general, { items: 1, entry: lowering }))).toEqual([
      409,
      "id_taken",
    ]);
    expect((await queue()).find((one) => one.id === id)).toMatchObject({
      level: 0,
      state: "open",
      levelEntry: { id: raising.id },
    });
  });
});

describe("POST /v1/cases/{id}/close, …/reopen", () => {
  it("takes the case out of the queue, keeps the day alone, and gives it back", async () => {
    const id = await addCase(0);
    expect(refusal(await close(id, lead))).toEqual([409, "not_holder"]);
    await claim(id, lead);
    expect(refusal(await close(id, general))).toEqual([409, "not_holder"]);
    expect((await close(id, lead)).status).toBe(200);
    expect(await head(id)).toMatchObject({ state: "closed", closedDay: isoDay(today()), holder: null, dueHour: null });
    expect((await queue()).map((one) => one.id)).not.toContain(id);
    expect((await queue({ state: "closed" })).map((one) => one.id)).toContain(id);
    expect(refusal(await close(id, lead))).toEqual([409, "case_closed"]);
    expect(await raiseOverdue(db(), today() + 400).then(() => head(id))).toMatchObject({ level: 0 });
    await erasePastHours(db(), new Date(desks.stage.clock.now));
  });

  it("opens again by an officer, waiting anew, and by whatever the person sends later", async () => {
    const id = await addCase(1);
    expect(refusal(await call(handling.reopenCase, id, lead))).toEqual([409, "case_not_closed"]);
    await claim(id, lead);
    await close(id, lead);
    await db().caseRecord.update({ where: { id }, data: { dueDay: new Date((today() - 40) * 24 * HOUR) } });
    const inQueue = async () => (await queue()).find((one) => one.id === id)?.reopened;
    expect(await inQueue()).toBeUndefined();
    expect((await call(handling.reopenCase, id, general)).status).toBe(200);
    expect(await head(id)).toMatchObject({ state: "open", closedDay: null, overdue: false });
    // It is not new: the queue says so until something comes.
    expect(await inQueue()).toBe(true);
    await claim(id, lead);
    await close(id, lead);
    expect((await queue({ state: "closed" })).find((one) => one.id === id)?.reopened).toBe(false);
    await call(handling.reopenCase, id, general);
    expect((await attach(await addCase(1), id)).status).toBe(200);
    expect(await head(id)).toMatchObject({ state: "open", closedDay: null });
    expect(await inQueue()).toBe(false);
  });

  it("never closes over a message that is put in at the same moment", async () => {
    const both = async (closesFirst: boolean) => {
      const [id, later] = [await addCase(1), await addCase(1)];
      await claim(id, lead);
      const [closing, attaching] = [() => close(id, lead), () => attach(later, id)];
      const inOrder = closesFirst ? [closing, attaching] : [attaching, closing];
      const answers = await meeting(desks.stage.database, holdCase(id), inOrder);
      expect((await head(id)).state).toBe("open");
      return answers.map((answer) => (answer.status === 200 ? [200] : refusal(answer)));
    };
    expect(await both(false)).toEqual([[200], [409, "case_changed"]]);
    expect(await both(true)).toEqual([[200], [200]]);
  });

  it("is of one closing when two come at once, and of one entry", async () => {
    const id = await addCase(2);
    await claim(id, lead);
    const closing = (): Promise<Answer> => close(id, lead);
    const [first, second] = await meeting(desks.stage.database, holdCase(id), [closing, closing]);
    expect(first?.status).toBe(200);
    expect(second && refusal(second)).toEqual([409, "case_closed"]);
    expect((await read(id)).entries).toHaveLength(2);
  });
});

describe("PUT /v1/cases/{id}/second-reader", () => {
  it("shows in the queue that a colleague is asked, until one has read or the case is closed", async () => {
    const id = await addCase(0);
    const ask = (wanted: boolean, cookie = general): Promise<Answer> =>
      call(handling.askSecondReader, id, cookie, { wanted });
    expect((await ask(true)).status).toBe(200);
    expect((await queue()).find((one) => one.id === id)?.readerWanted).toBe(true);
    expect((await ask(false, lead)).status).toBe(200);
    expect((await head(id)).readerWanted).toBe(false);
    await ask(true);
    await claim(id, lead);
    await close(id, lead);
    expect((await head(id)).readerWanted).toBe(false);
    expect(refusal(await ask(true))).toEqual([409, "case_closed"]);
    const restricted = await addCase(0, DESK_RESTRICTED);
    expect(refusal(await call(handling.askSecondReader, restricted, general, { wanted: true }))).toEqual([
      404,
      "not_found",
    ]);
  });
});

describe("POST /v1/cases/{id}/hand-over", () => {
  it("offers the case to a named officer of its desk; nobody holds it, and whoever claims it first has it", async () => {
    const id = await addCase();
    const to = async (officerId: string, cookie = lead): Promise<Answer> =>
      call(handling.handOver, id, cookie, { officerId });
    const generalId = (await db().officer.findFirstOrThrow({ where: { role: "officer", state: "active" } })).id;
    expect(refusal(await to(generalId))).toEqual([409, "not_holder"]);
    await claim(id, lead);
    expect((await to(generalId)).status).toBe(200);
    expect(await head(id)).toMatchObject({ holder: null, handedTo: { officerId: generalId } });
    expect((await claim(id, lead)).status).toBe(200);
    expect(await head(id)).toMatchObject({ handedTo: null, holder: { name: desks.stage.lead.name } });
  });

  it("refuses an officer who is not on the desk, is not admitted, was removed, or is oneself", async () => {
    const { stage } = desks;
    const [id, restricted] = [await addCase(), await addCase(2, DESK_RESTRICTED)];
    const [pending, leaving] = [await stage.enrol(), await stage.enrol()];
    await stage.admit(leaving, [DESK_GENERAL]);
    const generalId = (await db().officer.findFirstOrThrow({ where: { role: "officer", state: "active" } })).id;
    for (const caseId of [id, restricted]) await claim(caseId, lead);
    const to = (caseId: string, officerId: string): Promise<Answer> =>
      call(handling.handOver, caseId, lead, { officerId });
    expect(refusal(await to(restricted, generalId))).toEqual([409, "not_on_desk"]);
    for (const officerId of [pending.uuid, stage.lead.uuid, randomUUID()]) {
      expect(refusal(await to(id, officerId))).toEqual([409, "not_on_desk"]);
    }
    expect((await to(id, leaving.uuid)).status).toBe(200);
    await claim(id, lead);
    await db().officer.update({ where: { id: leaving.uuid }, data: { state: "removed" } });
    expect(refusal(await to(id, leaving.uuid))).toEqual([409, "not_on_desk"]);
    expect((await head(id)).holder?.name).toBe(stage.lead.name);
  });
});

describe("PUT, DELETE /v1/cases/{id}/reader", () => {
  const reader = (of: Contract, id: string, cookie: string): Promise<Answer> =>
    desks.stage.call(of, { cookie, params: { id }, ...(of.method === "put" && { body: {} }) });
  const readers = async (id: string, cookie = lead): Promise<unknown> => {
    const { json } = await desks.stage.call(cases.readCase, { cookie, params: { id } });
    return (json as cases.ReadCaseAnswer).case.readers;
  };

  it("shows officers of the desk that a colleague reads, in the case and in the queue, and nothing of it is stored", async () => {
    const id = await addCase();
    expect((await reader(handling.enterCase, id, general)).status).toBe(200);
    const [shown] = (await readers(id)) as { officerId: string; name: string }[];
    expect(shown).toEqual({ officerId: expect.any(String), name: expect.any(String) });
    expect((await queue()).find((one) => one.id === id)?.readers).toEqual([shown]);
    expect(await readers(id, general)).toEqual([]);
    const tables = await db().$queryRaw<{ found: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name LIKE '%reader%' OR table_name LIKE '%presence%') AS found`;
    expect(tables).toEqual([{ found: false }]);
    expect((await reader(handling.leaveCase, id, general)).status).toBe(200);
    expect(await readers(id)).toEqual([]);
  });

  it("tells that something changed once, and does not keep a session alive", async () => {
    const id = await addCase();
    const before = desks.stage.changes.count;
    for (let i = 0; i < 3; i++) await reader(handling.enterCase, id, general);
    expect(desks.stage.changes.count).toBe(before + 1);
    const seen = () =>
      db().officerSession.findMany({ orderBy: { tokenHash: "asc" }, select: { lastSeenMinute: true } });
    const minutes = await seen();
    desks.stage.clock.now += 5 * 60_000;
    await reader(handling.enterCase, id, general);
    expect(await seen()).toEqual(minutes);
  });

  it("is refused for a case of another desk", async () => {
    const restricted = await addCase(2, DESK_RESTRICTED);
    expect(refusal(await reader(handling.enterCase, restricted, general))).toEqual([404, "not_found"]);
    await reader(handling.enterCase, restricted, lead);
    expect(await readers(restricted)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { Contract } from "../../../api/contract.ts";
import { readAttachmentPart } from "../../../api/routes/attachments/schema.ts";
import * as cases from "../../../api/routes/cases/schema.ts";
import { handOver } from "../../../api/routes/handling/schema.ts";
import { listQueue, type ListQueueAnswer } from "../../../api/routes/queue/schema.ts";
import { bringBack, recuse } from "../../../api/routes/recusals/schema.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import { DESK_GENERAL, toBase64Url } from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
import { refusal, startOfficer, type Account, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let officer: Account;
let lead: string;
let general: string;

beforeAll(async () => {
  stage = await startOfficer();
  officer = await stage.enrol();
  await stage.admit(officer, [DESK_GENERAL]);
  [lead, general] = [await stage.signIn(stage.lead), await stage.signIn(officer)];
});
afterAll(() => stage.stop());

async function addCase(): Promise<string> {
  const at = { today: stage.unit.today, due: new Date(stage.clock.now + 3_600_000) };
  return stage.database.client().$transaction((tx) => releaseNow(tx, newItem({ desk: DESK_GENERAL, level: 2 }), at));
}
const bytes = (length: number) => toBase64Url(stage.unit.p.randomBytes(length));
const entry = () => ({ id: randomUUID(), epoch: 1, sealed: bytes(4096) });
const on = (id: string, cookie: string) => ({ cookie, params: { id } });
const act = (id: string, cookie: string) => ({ ...on(id, cookie), body: { entry: entry() } });
const seen = async (cookie: string) =>
  ((await stage.call(listQueue, { cookie })).json as ListQueueAnswer).cases.map(({ id }) => id);
const back = (id: string, cookie: string, officerId: string) =>
  stage.call(bringBack, { ...on(id, cookie), body: { officerId, entry: entry() } });

describe("an officer who stepped back from a case", () => {
  it("is handed nothing of it, by any address there is, and no longer holds it", async () => {
    const [id, other] = [await addCase(), await addCase()];
    const tag = bytes(32);
    await stage.call(cases.tagCase, { ...on(id, lead), body: { tag } });
    await stage.call(cases.claimCase, act(id, general));
    const { items } = (await stage.call(cases.readCase, on(id, general))).json as cases.ReadCaseAnswer;
    expect(await seen(general)).toContain(id);
    expect((await stage.call(recuse, act(id, general))).json).toEqual({ done: true });

    expect(await seen(general)).not.toContain(id);
    expect(await seen(lead)).toContain(id);
    const gone = [404, "not_found"];
    for (const of of [cases.readCase, cases.heartbeatCase]) {
      expect(refusal(await stage.call(of, on(id, general)))).toEqual(gone);
    }
    for (const of of [cases.claimCase, cases.releaseCase, recuse]) {
      expect(refusal(await stage.call(of, act(id, general)))).toEqual(gone);
    }
    expect(refusal(await stage.call(cases.addEntry, { ...on(id, general), body: entry() }))).toEqual(gone);
    const find = async (cookie: string) => (await stage.call(cases.findCase, { cookie, query: { tag } })).json;
    expect([await find(general), await find(lead)]).toEqual([{ caseId: null }, { caseId: id }]);
    const part = { cookie: general, params: { id: items[0]?.id ?? "", part: "0" } };
    expect(refusal(await stage.call(readAttachmentPart, part))).toEqual(gone);
    const into = { ...on(other, general), body: { into: id, tag: bytes(32), entry: entry() } };
    expect(refusal(await stage.call(cases.attachCase, into))).toEqual(gone);

    const { case: head, entries } = (await stage.call(cases.readCase, on(id, lead))).json as cases.ReadCaseAnswer;
    expect([head.holder, entries.length]).toEqual([null, 2]);
    await stage.call(cases.claimCase, act(id, lead));
    const handing = { ...on(id, lead), body: { officerId: officer.uuid, entry: entry() } };
    expect(refusal(await stage.call(handOver, handing))).toEqual([409, "not_on_desk"]);
  });

  it("comes back when a lead says so, with an entry, and not by themselves", async () => {
    const id = await addCase();
    await stage.call(recuse, act(id, general));
    expect(refusal(await back(id, general, officer.uuid))).toEqual([403, "forbidden"]);
    expect(refusal(await back(id, lead, stage.lead.uuid))).toEqual([404, "not_found"]);
    expect(await seen(general)).not.toContain(id);
    expect((await back(id, lead, officer.uuid)).json).toEqual({ done: true });
    expect(await seen(general)).toContain(id);
    const { entries } = (await stage.call(cases.readCase, on(id, general))).json as cases.ReadCaseAnswer;
    expect(entries).toHaveLength(2);

    // A lead who stepped back does not see the case, and so cannot say it for themselves.
    await stage.call(recuse, act(id, lead));
    expect(refusal(await back(id, lead, stage.lead.uuid))).toEqual([404, "not_found"]);
  });

  it("stays out of the case that what lay there is put into, and leaves no step without its entry", async () => {
    const [id, later] = [await addCase(), await addCase()];
    await stage.call(recuse, act(later, general));
    const body = { into: id, tag: bytes(32), entry: entry() };
    expect((await stage.call(cases.attachCase, { ...on(later, lead), body })).status).toBe(200);
    expect(await seen(general)).not.toContain(id);
    const fresh = await addCase();
    for (const wrong of [{}, { entry: null }]) {
      expect((await stage.call(recuse, { ...on(fresh, general), body: wrong })).status).toBe(400);
    }
    expect(await seen(general)).toContain(fresh);
  });
});

describe("what is done with a case", () => {
  it("is borne out by an entry of its own, not by one that was there before", async () => {
    const id = await addCase();
    const [taken, given, gone] = [entry(), entry(), entry()];
    const by = (of: Contract, cookie: string, used: object) =>
      stage.call(of, { ...on(id, cookie), body: { entry: used } });
    const holder = async () =>
      ((await stage.call(cases.readCase, on(id, lead))).json as cases.ReadCaseAnswer).case.holder?.officerId ?? null;
    const again = [409, "id_taken"];
    expect((await by(cases.claimCase, general, taken)).status).toBe(200);
    expect((await by(cases.releaseCase, general, given)).status).toBe(200);
    for (const used of [taken, given]) {
      expect(refusal(await by(cases.claimCase, lead, used))).toEqual(again);
      expect(refusal(await by(recuse, general, used))).toEqual(again);
    }
    expect(await holder()).toBeNull();
    expect((await by(cases.claimCase, general, entry())).status).toBe(200);
    expect(refusal(await by(cases.releaseCase, general, given))).toEqual(again);
    expect(await holder()).not.toBeNull();
    expect((await by(recuse, general, gone)).status).toBe(200);
    const returning = { ...on(id, lead), body: { officerId: officer.uuid, entry: gone } };
    expect(refusal(await stage.call(bringBack, returning))).toEqual(again);
    expect((await back(id, lead, officer.uuid)).status).toBe(200);
  });
});

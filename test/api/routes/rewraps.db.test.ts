import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { readCase, type ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { listAging, rewrapCase, type ListAgingAnswer, type RewrapsJson } from "../../../api/routes/rewraps/schema.ts";
import { epochContents } from "../../../prisma/repositories/epochContents.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import {
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromBase64Url,
  REWRAP_BYTES,
  signRewrapOrder,
  toBase64Url,
  uuidBytes,
} from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
import { startDesks } from "../tools/desks.ts";
import { refusal, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let lead: string;
let general: string;

beforeAll(async () => {
  ({ stage, lead, general } = await startDesks());
});
afterAll(() => stage.stop());

const bytes = (length: number) => toBase64Url(stage.unit.p.randomBytes(length));
async function addCase(desk = DESK_GENERAL): Promise<string> {
  const at = { today: stage.unit.today, due: new Date(stage.clock.now + 3_600_000) };
  return stage.database.client().$transaction((tx) => releaseNow(tx, newItem({ desk, level: 2 }), at));
}
const read = async (id: string) =>
  (await stage.call(readCase, { cookie: lead, params: { id } })).json as ReadCaseAnswer;

async function signed(caseId: string, more: Partial<Omit<RewrapsJson, "signature">> = {}): Promise<RewrapsJson> {
  const { items } = await read(caseId);
  const fresh = items.map(({ id }) => ({ id, envelope: bytes(REWRAP_BYTES), summary: bytes(REWRAP_BYTES) }));
  const unsigned = { epoch: 1, items: fresh, entries: [], ...more };
  const order = {
    officerId: stage.lead.id,
    caseId: uuidBytes(caseId),
    deskId: DESK_GENERAL,
    epoch: unsigned.epoch,
    objects: unsigned.items.map(({ id, envelope, summary }) => ({
      id: uuidBytes(id),
      rewraps: [fromBase64Url(envelope), fromBase64Url(summary)],
    })),
  };
  const signature = await signRewrapOrder(stage.unit.p, order, stage.lead.signing.secretKey);
  return { ...unsigned, signature: toBase64Url(signature) };
}
const put = (id: string, rewraps: RewrapsJson, cookie = lead) =>
  stage.call(rewrapCase, { cookie, params: { id }, body: { rewraps } });
const aging = async (query: Record<string, string>, cookie = lead) =>
  (await stage.call(listAging, { cookie, query: { desk: String(DESK_GENERAL), ...query } })).json as ListAgingAnswer;

describe("what opens a case that is open for long", () => {
  it("is kept once per epoch: the first counts, and no later request puts another in its place", async () => {
    const id = await addCase();
    const first = await signed(id);
    expect((await put(id, first)).json).toEqual({ done: true });
    expect((await put(id, await signed(id))).status).toBe(200);
    const { items } = await read(id);
    const [{ envelope, summary } = { envelope: "", summary: "" }] = first.items;
    expect(items[0]?.rewrap).toEqual({ epoch: 1, envelope, summary });
  });

  it("is refused of another epoch, another case, by nobody's key, and from officers of another desk", async () => {
    const [id, other, restricted] = [await addCase(), await addCase(), await addCase(DESK_RESTRICTED)];
    const right = await signed(id);
    expect(refusal(await put(id, await signed(id, { epoch: 2 })))).toEqual([409, "directory_conflict"]);
    expect(refusal(await put(other, right))).toEqual([403, "forbidden"]);
    expect(refusal(await put(id, right, general))).toEqual([403, "forbidden"]);
    expect(refusal(await put(id, { ...right, signature: bytes(64) }))).toEqual([403, "forbidden"]);
    expect(refusal(await put(restricted, right, general))).toEqual([404, "not_found"]);
    expect(refusal(await put(randomUUID(), right))).toEqual([404, "not_found"]);
    expect((await read(id)).items[0]?.rewrap).toBeUndefined();
    expect((await put(id, right)).status).toBe(200);
  });

  it("is asked for where something is sealed to an earlier epoch, of cases that are not closed, page by page", async () => {
    const db = stage.database.client();
    const ids = [];
    for (let i = 0; i < 22; i++) ids.push(await addCase());
    const [closed = "", again = ""] = ids;
    await db.caseRecord.update({ where: { id: closed }, data: { state: "closed" } });
    await db.queueItem.updateMany({
      where: { caseId: again },
      data: { rewrapEpoch: 2, envelopeRewrap: Buffer.alloc(REWRAP_BYTES), summaryRewrap: Buffer.alloc(REWRAP_BYTES) },
    });
    const first = await aging({ below: "2" });
    expect(first.cases).toHaveLength(20);
    const second = await aging({ below: "2", after: first.cases.at(-1) ?? "" });
    const all = [...first.cases, ...second.cases];
    expect(all.toSorted()).toEqual(all);
    expect(all).toEqual(expect.arrayContaining(ids.slice(2)));
    expect(all).not.toContain(closed);
    expect(all).not.toContain(again);
    expect((await aging({ below: "3" })).cases.length).toBe(20);
    const restricted = { cookie: general, query: { desk: String(DESK_RESTRICTED), below: "2" } };
    expect(refusal(await stage.call(listAging, restricted))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(listAging, { cookie: lead, query: { desk: "1", below: "1" } }))).toEqual([
      400,
      "invalid_request",
    ]);
  });

  it("counts for the epoch that it is sealed to, when somebody is about to destroy the keys of one", async () => {
    const db = stage.database.client();
    const before = await epochContents(db, DESK_GENERAL, 1);
    const id = await addCase();
    const inFirst = await epochContents(db, DESK_GENERAL, 1);
    expect([inFirst.items, inFirst.cases.open]).toEqual([before.items + 1, before.cases.open + 1]);
    const later = await epochContents(db, DESK_GENERAL, 2);
    await db.queueItem.updateMany({
      where: { caseId: id },
      data: { rewrapEpoch: 2, envelopeRewrap: Buffer.alloc(REWRAP_BYTES), summaryRewrap: Buffer.alloc(REWRAP_BYTES) },
    });
    const sealedAgain = before.sealedAgain + 1;
    expect(await epochContents(db, DESK_GENERAL, 1)).toEqual({ ...before, sealedAgain });
    expect((await epochContents(db, DESK_GENERAL, 2)).items).toBe(later.items + 1);
  });
});

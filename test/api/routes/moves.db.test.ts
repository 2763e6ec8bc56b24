import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import * as cases from "../../../api/routes/cases/schema.ts";
import { moveCase, type MoveCaseRequest } from "../../../api/routes/moves/schema.ts";
import type { RewrapsJson } from "../../../api/routes/rewraps/schema.ts";
import { publishDirectory } from "../../../api/routes/directory/schema.ts";
import { listGrants, type ListGrantsAnswer } from "../../../api/routes/grants/schema.ts";
import { listQueue, type ListQueueAnswer } from "../../../api/routes/queue/schema.ts";
import { openDesk } from "../../../security/ceremony.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import {
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromBase64Url,
  grantJson,
  REWRAP_BYTES,
  signRewrapOrder,
  toBase64Url,
  uuidBytes,
} from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
import { startOfficer, refusal, type Account, type OfficerStage } from "../tools/officer.ts";

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

async function addCase(desk = DESK_GENERAL): Promise<string> {
  const at = { today: stage.unit.today, due: new Date(stage.clock.now + 3_600_000) };
  return stage.database.client().$transaction((tx) => releaseNow(tx, newItem({ desk, level: 2 }), at));
}
const bytes = (length: number) => toBase64Url(stage.unit.p.randomBytes(length));
const entry = () => ({ id: randomUUID(), epoch: 1, sealed: bytes(4096) });
const on = (id: string, cookie: string) => ({ cookie, params: { id } });
const claim = async (id: string, cookie: string) =>
  stage.call(cases.claimCase, { ...on(id, cookie), body: { entry: entry() } });
const read = async (id: string, cookie: string) =>
  (await stage.call(cases.readCase, on(id, cookie))).json as cases.ReadCaseAnswer;
async function signed(
  unsigned: Omit<RewrapsJson, "signature">,
  { caseId, to, by = officer }: { caseId: string; to: number; by?: Account },
): Promise<RewrapsJson> {
  const objects = [
    ...unsigned.items.map(({ id, envelope, summary }) => ({
      id: uuidBytes(id),
      rewraps: [fromBase64Url(envelope), fromBase64Url(summary)],
    })),
    ...unsigned.entries.map(({ id, sealed }) => ({ id: uuidBytes(id), rewraps: [fromBase64Url(sealed)] })),
  ];
  const order = {
    officerId: uuidBytes(by.uuid),
    caseId: uuidBytes(caseId),
    deskId: to,
    epoch: unsigned.epoch,
    objects,
  };
  const signature = await signRewrapOrder(stage.unit.p, order, by.signing.secretKey);
  return { ...unsigned, signature: toBase64Url(signature) };
}

/** As a console makes it of what it has read. */
async function request(
  caseId: string,
  cookie: string,
  { to = DESK_RESTRICTED, by = officer }: { to?: number; by?: Account } = {},
): Promise<MoveCaseRequest> {
  const { items, entries } = await read(caseId, cookie);
  const written = entry();
  const rewraps = {
    epoch: 1,
    items: items.map(({ id }) => ({ id, envelope: bytes(REWRAP_BYTES), summary: bytes(REWRAP_BYTES) })),
    entries: [...entries, written].map(({ id }) => ({ id, sealed: bytes(REWRAP_BYTES) })),
  };
  return { to, entry: written, rewraps: await signed(rewraps, { caseId, to, by }) };
}
const move = (id: string, cookie: string, body: unknown) => stage.call(moveCase, { ...on(id, cookie), body });

describe("POST /v1/cases/{id}/move", () => {
  it("takes a case from an officer who is not on its new desk, with all that opens it there, and nobody holds it", async () => {
    const id = await addCase();
    await claim(id, general);
    const body = await request(id, general);
    expect((await move(id, general, body)).json).toEqual({ done: true });
    expect(refusal(await stage.call(cases.readCase, on(id, general)))).toEqual([404, "not_found"]);
    const queue = (await stage.call(listQueue, { cookie: general })).json as ListQueueAnswer;
    expect(queue.cases.map((each) => each.id)).not.toContain(id);

    const there = await read(id, lead);
    expect(there.case).toMatchObject({ desk: DESK_RESTRICTED, holder: null, level: 2, state: "open" });
    const [item] = body.rewraps.items;
    expect(there.items).toMatchObject([
      { epoch: 1, rewrap: { epoch: body.rewraps.epoch, envelope: item?.envelope, summary: item?.summary } },
    ]);
    const rewraps = new Map(body.rewraps.entries.map((each) => [each.id, each.sealed]));
    expect(there.entries).toHaveLength(2);
    for (const each of there.entries) expect(each.rewrap?.sealed).toBe(rewraps.get(each.id));
    const shown = (await stage.call(listQueue, { cookie: lead })).json as ListQueueAnswer;
    expect(shown.cases.find((each) => each.id === id)?.items).toMatchObject([{ rewrap: { summary: item?.summary } }]);
  });

  it("leaves its tags behind: the old desk is told where it went, and the new one tags it again", async () => {
    const [id, later] = [await addCase(), await addCase()];
    const [own, came, fresh] = [bytes(32), bytes(32), bytes(32)];
    const find = async (cookie: string, tag: string) =>
      (await stage.call(cases.findCase, { cookie, query: { tag } })).json;
    await stage.call(cases.tagCase, { ...on(id, lead), body: { tag: own } });
    await stage.call(cases.attachCase, { ...on(later, lead), body: { into: id, tag: came, entry: entry() } });
    await claim(id, general);
    expect((await move(id, general, await request(id, general))).status).toBe(200);
    for (const tag of [own, came]) {
      expect(await find(general, tag)).toEqual({ caseId: null, movedTo: DESK_RESTRICTED });
      expect(await find(lead, tag)).toEqual({ caseId: id });
    }
    const { items } = await read(id, lead);
    const tags = items.map((item) => ({ id: item.id, tag: bytes(32) }));
    expect((await stage.call(cases.tagCase, { ...on(id, lead), body: { tag: fresh, items: tags } })).status).toBe(200);
    for (const { tag } of [{ tag: fresh }, ...tags]) {
      expect(await find(lead, tag)).toEqual({ caseId: id });
      expect(await find(general, tag)).toEqual({ caseId: null });
    }
  });

  it("lets what comes to the old desk join the case on its new one, with what opens it there, and not without", async () => {
    const [id, stray] = [await addCase(DESK_RESTRICTED), await addCase()];
    const attach = async (rewraps?: RewrapsJson) =>
      stage.call(cases.attachCase, {
        ...on(stray, lead),
        body: { into: id, tag: bytes(32), entry: entry(), ...(rewraps && { rewraps }) },
      });
    expect(refusal(await attach())).toEqual([409, "case_changed"]);
    const { rewraps } = await request(stray, lead, { by: stage.lead });
    const { signature: _, ...unsigned } = rewraps;
    const place = { caseId: stray, to: DESK_RESTRICTED, by: stage.lead };
    const some = await signed({ ...unsigned, items: [], entries: [] }, place);
    expect(refusal(await attach(some))).toEqual([409, "case_changed"]);
    const all = await signed({ ...unsigned, entries: [] }, place);
    expect((await attach(all)).status).toBe(200);
    const { items } = await read(id, lead);
    expect(items.map(({ rewrap }) => rewrap?.envelope)).toContain(all.items[0]?.envelope);
  });

  it("refuses who does not hold it, another epoch, no other desk, and what was signed by nobody or another; and moves nothing", async () => {
    const id = await addCase();
    expect(refusal(await move(id, general, await request(id, general)))).toEqual([409, "not_holder"]);
    await claim(id, general);
    const right = await request(id, general);
    const { signature: _, ...unsigned } = right.rewraps;
    const place = { caseId: id, to: DESK_RESTRICTED };
    const refused: [unknown, [number, string]][] = [
      [{ ...right, rewraps: { ...right.rewraps, signature: bytes(64) } }, [403, "forbidden"]],
      // A stolen session: the officer's cookie, another key.
      [{ ...right, rewraps: await signed(unsigned, { ...place, by: stage.lead }) }, [403, "forbidden"]],
      [{ ...right, rewraps: await signed(unsigned, { ...place, caseId: randomUUID() }) }, [403, "forbidden"]],
      [{ ...right, to: DESK_GENERAL }, [403, "forbidden"]],
      [await request(id, general, { to: DESK_GENERAL }), [400, "invalid_request"]],
      [{ ...right, to: 9 }, [400, "invalid_request"]],
      [
        { ...right, rewraps: await signed({ ...unsigned, epoch: unsigned.epoch + 1 }, place) },
        [409, "directory_conflict"],
      ],
      [{ ...right, rewraps: await signed({ ...unsigned, items: [] }, place) }, [409, "case_changed"]],
      [
        { ...right, rewraps: await signed({ ...unsigned, entries: unsigned.entries.slice(1) }, place) },
        [409, "case_changed"],
      ],
      [{ to: right.to, entry: right.entry }, [400, "invalid_request"]],
      [{ to: right.to, rewraps: right.rewraps }, [400, "invalid_request"]],
      [{ ...right, reason: "in clear" }, [400, "invalid_request"]],
    ];
    for (const [body, why] of refused) expect(refusal(await move(id, general, body))).toEqual(why);
    expect(await read(id, general)).toMatchObject({ case: { desk: DESK_GENERAL }, entries: [{}] });
    expect(refusal(await move(id, lead, await request(id, lead, { by: stage.lead })))).toEqual([409, "not_holder"]);
    expect((await move(id, general, right)).status).toBe(200);
    expect(refusal(await move(id, general, right))).toEqual([404, "not_found"]);
  });

  it("moves all of a case or nothing while a colleague writes into it, and no entry is left on the old desk", async () => {
    for (let round = 0; round < 5; round++) {
      const id = await addCase();
      await claim(id, general);
      const body = await request(id, general);
      const one = entry();
      const [moved, wrote] = await Promise.all([
        move(id, general, body),
        stage.call(cases.addEntry, { ...on(id, general), body: one }),
      ]);
      expect(["200,404", "409,200"]).toContain(`${moved.status},${wrote.status}`);
      const { case: head, entries } = await read(id, lead);
      expect(head.desk).toBe(moved.status === 200 ? DESK_RESTRICTED : DESK_GENERAL);
      expect(entries).toHaveLength(2);
      const rows = await stage.database.client().caseEntry.findMany({ where: { caseId: id } });
      expect(rows.every(({ desk }) => desk === head.desk)).toBe(true);
    }
  });
});

describe("a desk that the unit opened", () => {
  it("is there once a lead's signature is published, and its cases are for its officers alone", async () => {
    const id = await addCase();
    await claim(id, general);
    const opened = await openDesk(
      stage.unit.p,
      stage.state,
      { fr: "Personnes mineures", en: "Minors" },
      stage.unit.today,
    );
    const { deskId } = opened;
    expect(refusal(await move(id, general, await request(id, general, { to: deskId })))).toEqual([
      400,
      "invalid_request",
    ]);
    const body = {
      statement: toBase64Url(opened.link.statement),
      roster: toBase64Url(opened.link.roster),
      grants: opened.grants.map(grantJson),
      removal: false,
    };
    const publish = (cookie: string, over: object = {}) =>
      stage.call(publishDirectory, { cookie, body: { ...body, ...over } });
    expect(refusal(await publish(general))).toEqual([403, "forbidden"]);
    // Another name for it, which no lead signed: the statement names another roster.
    const renamed = opened.link.roster.slice();
    renamed[renamed.length - 1] = (renamed.at(-1) ?? 0) ^ 1;
    expect(refusal(await publish(lead, { roster: toBase64Url(renamed) }))).toEqual([400, "directory_refused"]);
    expect((await publish(lead)).json).toEqual({ version: opened.state.directory.length });
    stage.state = opened.state;
    const specialist = await stage.enrol();
    await stage.admit(specialist, [deskId]);
    const special = await stage.signIn(specialist);
    const { grants } = (await stage.call(listGrants, { cookie: special })).json as ListGrantsAnswer;
    expect(grants.map(({ desk, epoch }) => [desk, epoch])).toEqual([
      [deskId, 0],
      [deskId, 1],
    ]);

    expect(refusal(await stage.call(cases.readCase, on(id, special)))).toEqual([404, "not_found"]);
    expect((await move(id, general, await request(id, general, { to: deskId }))).status).toBe(200);
    for (const cookie of [general, lead]) {
      expect(refusal(await stage.call(cases.readCase, on(id, cookie)))).toEqual([404, "not_found"]);
      const query = { desk: String(deskId) };
      expect(refusal(await stage.call(listQueue, { cookie, query }))).toEqual([403, "forbidden"]);
    }
    expect(await read(id, special)).toMatchObject({ case: { desk: deskId, holder: null }, entries: [{}, {}] });
    const queue = (await stage.call(listQueue, { cookie: special })).json as ListQueueAnswer;
    expect(queue.cases.map((each) => [each.id, each.desk])).toEqual([[id, deskId]]);
  });
});

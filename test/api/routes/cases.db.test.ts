import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import * as cases from "../../../api/routes/cases/schema.ts";
import { listQuarantine } from "../../../api/routes/quarantine/schema.ts";
import { listQueue, type ListQueueAnswer } from "../../../api/routes/queue/schema.ts";
import { sendReplies } from "../../../api/routes/replies/schema.ts";
import { releaseReplies } from "../../../prisma/repositories/mailbox.ts";
import { quarantineEnvelope, releaseNow } from "../../../prisma/repositories/triage.ts";
import { DESK_GENERAL, DESK_RESTRICTED, ENVELOPE_BYTES, toBase64Url } from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
import { startDesks } from "../tools/desks.ts";
import { refusal, type Answer, type OfficerStage } from "../tools/officer.ts";

const HOUR = 3_600_000;
let stage: OfficerStage;
let lead: string;
let general: string;
let pending: string;

beforeAll(async () => {
  ({ stage, lead, general, pending } = await startDesks());
});
afterAll(() => stage.stop());

async function addCase(desk = DESK_GENERAL, level = 2): Promise<string> {
  const due = new Date(stage.clock.now + (level + 1) * HOUR);
  const at = { today: stage.unit.today, due };
  return stage.database.client().$transaction((tx) => releaseNow(tx, newItem({ desk, level }), at));
}
const on = (id: string, cookie: string) => ({ cookie, params: { id } });
/** What is done with a case comes with the entry that says so. */
const acting = (id: string, cookie: string) => ({ ...on(id, cookie), body: { entry: entry() } });
const queueOf = async (cookie: string, query: Record<string, string> = {}): Promise<ListQueueAnswer> =>
  (await stage.call(listQueue, { cookie, query })).json as ListQueueAnswer;

const seen = async (cookie: string) => (await queueOf(cookie)).cases.map(({ id }) => id);

describe("GET /v1/queue", () => {
  it("shows an officer the cases of their desks and no others", async () => {
    const [open, restricted] = [await addCase(DESK_GENERAL), await addCase(DESK_RESTRICTED)];
    expect(await seen(lead)).toEqual(expect.arrayContaining([open, restricted]));
    expect(await seen(general)).toContain(open);
    expect(await seen(general)).not.toContain(restricted);
    expect(refusal(await stage.call(listQueue, { cookie: general, query: { desk: String(DESK_RESTRICTED) } }))).toEqual(
      [403, "forbidden"],
    );
  });

  it("keeps an officer who is on no roster out, and whoever is not signed in", async () => {
    expect(refusal(await stage.call(listQueue, { cookie: pending }))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(listQueue))).toEqual([401, "not_signed_in"]);
  });

  it("goes by level, in pages that leave nothing out", async () => {
    for (const level of [3, 0, 1, 2]) await addCase(DESK_GENERAL, level);
    const all = (await queueOf(lead, { limit: "100" })).cases;
    expect(all.map(({ level }) => level)).toEqual(all.map(({ level }) => level).sort((a, b) => a - b));
    const paged: string[] = [];
    for (let next: string | null = ""; next !== null;) {
      const page: ListQueueAnswer = await queueOf(lead, { limit: "2", ...(next === "" ? {} : { cursor: next }) });
      paged.push(...page.cases.map(({ id }) => id));
      ({ next } = page);
    }
    expect(paged).toEqual(all.map(({ id }) => id));
    const [urgent] = (await queueOf(lead, { level: "0" })).cases;
    expect(urgent?.dueHour).toMatch(/:00:00\.000Z$/);
    expect(urgent?.overdue).toBe(false);
    expect((await queueOf(lead, { level: "3" })).cases.every(({ dueHour }) => dueHour === null)).toBe(true);
  });

  it.each([
    { cursor: "x" },
    { limit: "0" },
    { limit: "501" },
    { level: "4" },
    { due: "now" },
    { state: "" },
    { other: "1" },
  ])("refuses %j", async (query) => {
    const answer = await stage.call(listQueue, { cookie: lead, query });
    expect(refusal(answer)).toEqual([400, "invalid_request"]);
  });
});

describe("a case", () => {
  it("is held by one officer at a time", async () => {
    const id = await addCase();
    const both = await Promise.all([lead, general].map((cookie) => stage.call(cases.claimCase, acting(id, cookie))));
    // With their codes: what else it could be has to show.
    const said = both.map((answer) => (answer.status === 200 ? "claimed" : refusal(answer).join(" ")));
    expect(said.toSorted()).toEqual(["409 held_by_other", "claimed"]);
    const [holder, other] = both[0]?.status === 200 ? [lead, general] : [general, lead];
    expect(refusal(await stage.call(cases.claimCase, acting(id, other)))).toEqual([409, "held_by_other"]);
    expect((await stage.call(cases.claimCase, acting(id, holder))).status).toBe(200);
    expect((await stage.call(cases.heartbeatCase, on(id, holder))).status).toBe(200);
    expect(refusal(await stage.call(cases.heartbeatCase, on(id, other)))).toEqual([409, "not_holder"]);
    expect(refusal(await stage.call(cases.releaseCase, acting(id, other)))).toEqual([409, "not_holder"]);
    expect((await stage.call(cases.releaseCase, acting(id, holder))).status).toBe(200);
    expect((await stage.call(cases.claimCase, acting(id, other))).status).toBe(200);
  });

  it("goes back to the queue when its holder's console falls silent", async () => {
    const id = await addCase();
    await stage.call(cases.claimCase, acting(id, lead));
    stage.clock.now += 12 * 60_000;
    expect((await stage.call(cases.claimCase, acting(id, general))).status).toBe(200);
    expect(refusal(await stage.call(cases.heartbeatCase, on(id, lead)))).toEqual([409, "not_holder"]);
  });

  it("of another desk is not there", async () => {
    const id = await addCase(DESK_RESTRICTED);
    const tag = { tag: toBase64Url(stage.unit.p.randomBytes(32)) };
    expect((await stage.call(cases.readCase, on(id, lead))).status).toBe(200);
    for (const of of [cases.readCase, cases.heartbeatCase]) {
      expect(refusal(await stage.call(of, on(id, general)))).toEqual([404, "not_found"]);
    }
    for (const of of [cases.claimCase, cases.releaseCase]) {
      expect(refusal(await stage.call(of, acting(id, general)))).toEqual([404, "not_found"]);
    }
    expect(refusal(await stage.call(cases.tagCase, { ...on(id, general), body: tag }))).toEqual([404, "not_found"]);
    const into = attachment(await addCase());
    expect(refusal(await stage.call(cases.attachCase, { ...on(id, general), body: into }))).toEqual([404, "not_found"]);
    expect(refusal(await stage.call(cases.addEntry, { ...on(id, general), body: entry() }))).toEqual([
      404,
      "not_found",
    ]);
    const back = { ...on(into.into, general), body: attachment(id) };
    expect(refusal(await stage.call(cases.attachCase, back))).toEqual([404, "not_found"]);
    expect(refusal(await stage.call(cases.readCase, on("not-an-id", lead)))).toEqual([400, "invalid_request"]);
    expect(refusal(await stage.call(cases.readCase, on(randomUUID(), lead)))).toEqual([404, "not_found"]);
  });

  it("is found by its tag, by officers of its desk", async () => {
    const id = await addCase(DESK_RESTRICTED);
    const tag = toBase64Url(stage.unit.p.randomBytes(32));
    const put = (text: string) => stage.call(cases.tagCase, { ...on(id, lead), body: { tag: text } });
    const find = async (cookie: string) => (await stage.call(cases.findCase, { cookie, query: { tag } })).json;
    expect((await put(tag)).status).toBe(200);
    expect((await put(tag)).status).toBe(200);
    expect(refusal(await put(toBase64Url(stage.unit.p.randomBytes(32))))).toEqual([409, "tag_taken"]);
    expect(await find(lead)).toEqual({ caseId: id });
    expect(await find(general)).toEqual({ caseId: null });
  });

  it("that a colleague holds is theirs to tag", async () => {
    const id = await addCase();
    const body = { tag: toBase64Url(stage.unit.p.randomBytes(32)) };
    await stage.call(cases.claimCase, acting(id, general));
    expect(refusal(await stage.call(cases.tagCase, { ...on(id, lead), body }))).toEqual([409, "held_by_other"]);
    expect((await stage.call(cases.findCase, { cookie: lead, query: body })).json).toEqual({ caseId: null });
    expect((await stage.call(cases.tagCase, { ...on(id, general), body })).status).toBe(200);
  });

  it("is not moved from under a colleague who claims it in the same moment", async () => {
    const [first, later] = [await addCase(), await addCase()];
    const [claimed, moved] = await Promise.all([
      stage.call(cases.claimCase, acting(later, general)),
      stage.call(cases.attachCase, { ...on(later, lead), body: attachment(first) }),
    ]);
    // Whoever was second is told: never both.
    const claimFirst = [200, 409].join();
    expect([claimFirst, [404, 200].join(), [409, 200].join()]).toContain([claimed.status, moved.status].join());
    const { json } = await stage.call(cases.readCase, on(first, lead));
    expect((json as cases.ReadCaseAnswer).items).toHaveLength(moved.status === 200 ? 2 : 1);
  });

  it("takes in a later message's case, and waits again", async () => {
    const [first, message] = [await addCase(), await addCase(DESK_GENERAL, 1)];
    await stage.call(cases.tagCase, { ...on(first, lead), body: { tag: toBase64Url(stage.unit.p.randomBytes(32)) } });
    const attach = (from: string, into: string, cookie: string) =>
      stage.call(cases.attachCase, { ...on(from, cookie), body: attachment(into) });
    expect(refusal(await attach(first, message, lead))).toEqual([409, "case_tagged"]);
    await stage.call(cases.claimCase, acting(message, general));
    expect(refusal(await attach(message, first, lead))).toEqual([409, "held_by_other"]);
    expect((await attach(message, first, general)).status).toBe(200);
    const { json } = await stage.call(cases.readCase, on(first, lead));
    expect((json as { items: unknown[]; case: { state: string } }).items).toHaveLength(2);
    expect(refusal(await stage.call(cases.readCase, on(message, lead)))).toEqual([404, "not_found"]);
  });

  it("keeps who attached what, and is found by the tag that came with it", async () => {
    const [first, later] = [await addCase(), await addCase()];
    const body = attachment(first);
    expect((await stage.call(cases.attachCase, { ...on(later, lead), body })).status).toBe(200);
    const { json } = await stage.call(cases.readCase, on(first, general));
    expect((json as cases.ReadCaseAnswer).entries).toMatchObject([{ id: body.entry.id, sealed: body.entry.sealed }]);
    const found = await stage.call(cases.findCase, { cookie: general, query: { tag: body.tag } });
    expect(found.json).toEqual({ caseId: first });
  });

  it("takes one of two changes of code: the entry's id is the same for both, and nothing of the second is moved", async () => {
    const [first, one, two] = [await addCase(), await addCase(), await addCase()];
    const { id } = attachment(first).entry;
    const attach = (from: string) => {
      const body = attachment(first);
      return stage.call(cases.attachCase, { ...on(from, lead), body: { ...body, entry: { ...body.entry, id } } });
    };
    const answers = await Promise.all([attach(one), attach(two)]);
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(["200", "409"]);
    expect(answers.map(refusal)).toContainEqual([409, "id_taken"]);
    const { json } = await stage.call(cases.readCase, on(first, lead));
    expect((json as cases.ReadCaseAnswer).items).toHaveLength(2);
    expect((json as cases.ReadCaseAnswer).entries).toHaveLength(1);
  });

  it("is not found by a tag that another one has", async () => {
    const [first, later, other] = [await addCase(), await addCase(), await addCase()];
    const body = attachment(first);
    await stage.call(cases.tagCase, { ...on(other, lead), body: { tag: body.tag } });
    const attach = () => stage.call(cases.attachCase, { ...on(later, lead), body });
    expect(refusal(await attach())).toEqual([409, "tag_taken"]);
    const again = { ...on(later, lead), body: { ...body, tag: attachment(first).tag } };
    expect((await stage.call(cases.attachCase, again)).status).toBe(200);
  });

  it("is attached with tag and entry, and not without", async () => {
    const [first, later] = [await addCase(), await addCase()];
    const { into, tag, entry: written } = attachment(first);
    for (const body of [
      { into },
      { into, tag },
      { into, entry: written },
      { into, tag: tag.slice(1), entry: written },
    ]) {
      const answer = await stage.call(cases.attachCase, { ...on(later, lead), body });
      expect(refusal(answer)).toEqual([400, "invalid_request"]);
    }
  });
});

const attachment = (into: string) => ({
  into,
  tag: toBase64Url(stage.unit.p.randomBytes(32)),
  entry: entry(),
});
const mailbox = () => ({
  mailboxId: toBase64Url(stage.unit.p.randomBytes(16)),
  tokenHash: toBase64Url(stage.unit.p.randomBytes(32)),
});
const slot = () => toBase64Url(stage.unit.p.randomBytes(4096));
const entry = () => ({ id: randomUUID(), epoch: 1, sealed: toBase64Url(stage.unit.p.randomBytes(4096)) });
const send = (cookie: string, body: unknown): Promise<Answer> => stage.call(sendReplies, { cookie, body });
const outbox = () => stage.database.client().outboxReply.findMany();

describe("POST /v1/replies", () => {
  it("puts a reply in the outbox and what was sent in the case, once", async () => {
    const caseId = await addCase();
    await stage.call(cases.claimCase, acting(caseId, lead));
    const to = mailbox();
    const body = {
      caseId,
      replies: [
        { ...to, sequence: 1, slot: slot() },
        { ...to, sequence: 2, slot: slot() },
      ],
      entry: entry(),
    };
    const before = (await outbox()).length;
    const accepted = { accepted: true, releaseTickS: 900 };
    expect((await send(lead, body)).json).toEqual(accepted);
    expect((await send(lead, body)).json).toEqual(accepted);
    expect(await outbox()).toHaveLength(before + 2);
    const { json } = await stage.call(cases.readCase, on(caseId, lead));
    expect(json).toMatchObject({ case: { state: "answered" } });
    const { entries } = json as cases.ReadCaseAnswer;
    expect(entries).toContainEqual(expect.objectContaining({ id: body.entry.id, epoch: 1 }));
    expect(entries).toHaveLength(2); // the claim, and what was sent

    await releaseReplies(stage.database.client(), { urgentOnly: false });
    expect((await send(lead, body)).status).toBe(200);
    expect(await outbox()).toHaveLength(0);
  });

  it("says how far apart the ticks are that deliver it: the short ones for a case of level 0", async () => {
    for (const [level, releaseTickS] of [
      [0, 60],
      [2, 900],
    ] as const) {
      const caseId = await addCase(DESK_GENERAL, level);
      await stage.call(cases.claimCase, acting(caseId, lead));
      const body = { caseId, replies: [{ ...mailbox(), sequence: 1, slot: slot() }], entry: entry() };
      expect((await send(lead, body)).json).toEqual({ accepted: true, releaseTickS });
    }
  });

  it("refuses whoever does not hold the case, and a number that is used, and then stores nothing", async () => {
    const caseId = await addCase();
    const to = mailbox();
    const body = { caseId, replies: [{ ...to, sequence: 1, slot: slot() }], entry: entry() };
    expect(refusal(await send(lead, body))).toEqual([409, "not_holder"]);
    await stage.call(cases.claimCase, acting(caseId, lead));
    expect(refusal(await send(general, body))).toEqual([409, "not_holder"]);
    expect((await send(lead, body)).status).toBe(200);
    const rows = (await outbox()).length;
    const other = { caseId, replies: [{ ...to, sequence: 1, slot: slot() }], entry: entry() };
    expect(refusal(await send(lead, other))).toEqual([409, "sequence_taken"]);
    const sameEntry = {
      caseId,
      replies: [{ ...to, sequence: 2, slot: slot() }],
      entry: { ...entry(), id: body.entry.id },
    };
    expect(refusal(await send(lead, sameEntry))).toEqual([409, "id_taken"]);
    expect(await outbox()).toHaveLength(rows);
    const { json } = await stage.call(cases.readCase, on(caseId, lead));
    expect((json as { entries: unknown[] }).entries).toHaveLength(2);
  });

  it("takes parts for one mailbox only, numbered one after the other", async () => {
    const caseId = await addCase();
    await stage.call(cases.claimCase, acting(caseId, lead));
    const to = mailbox();
    for (const replies of [
      [],
      [
        { ...to, sequence: 1, slot: slot() },
        { ...mailbox(), sequence: 2, slot: slot() },
      ],
      [
        { ...to, sequence: 1, slot: slot() },
        { ...to, sequence: 3, slot: slot() },
      ],
      [{ ...to, sequence: 513, slot: slot() }],
      [{ ...to, sequence: 1, slot: slot().slice(4) }],
      [{ ...to, sequence: 1, slot: slot(), officer: "x" }],
    ]) {
      expect(refusal(await send(lead, { caseId, replies, entry: entry() }))).toEqual([400, "invalid_request"]);
    }
  });

  it("refuses a reply for a case of another desk", async () => {
    const caseId = await addCase(DESK_RESTRICTED);
    const body = { caseId, replies: [{ ...mailbox(), sequence: 1, slot: slot() }], entry: entry() };
    expect(refusal(await send(general, body))).toEqual([404, "not_found"]);
  });
});

describe("GET /v1/quarantine", () => {
  it("lists what did not open, in pages, for officers on the roster", async () => {
    const { p, today } = stage.unit;
    const db = stage.database.client();
    for (let i = 0; i < 23; i++) {
      await db.$transaction((tx) => quarantineEnvelope(tx, p.randomBytes(ENVELOPE_BYTES[1]), today));
    }
    type Page = { items: { id: string }[]; next: string | null };
    const first = (await stage.call(listQuarantine, { cookie: general })).json as Page;
    expect(first.items).toHaveLength(20);
    const second = (await stage.call(listQuarantine, { cookie: general, query: { cursor: first.next ?? "" } }))
      .json as Page;
    expect(second.items).toHaveLength(3);
    expect(second.next).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(23);
    expect(refusal(await stage.call(listQuarantine, { cookie: pending }))).toEqual([403, "forbidden"]);
  });
});

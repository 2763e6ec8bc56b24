import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { attachCase, claimCase, readCase, type ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { listQuarantine, openAsCase, type OpenAsCaseRequest } from "../../../api/routes/quarantine/schema.ts";
import { quarantineEnvelope, releaseNow } from "../../../prisma/repositories/triage.ts";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { encodePrefix } from "../../../security/envelope.ts";
import {
  BUCKETS_BYTES,
  concat,
  DAY_MS,
  DESK_GENERAL,
  DESK_RESTRICTED,
  ENVELOPE_BYTES,
  isoDay,
  renew,
  SUMMARY_BYTES,
  toBase64Url,
} from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
import { startDesks } from "../tools/desks.ts";
import { refusal, type Answer, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let lead: string;
let general: string;
let pending: string;

beforeAll(async () => {
  ({ stage, lead, general, pending } = await startDesks());
});
beforeEach(() => stage.database.client().$executeRaw`TRUNCATE case_record, quarantine CASCADE`);
afterAll(() => stage.stop());

/** Nonsense under a prefix that names a statement, the stage's newest when left out. */
const envelopeBytes = (statementHash = stage.unit.statement.hash): Uint8Array => {
  const { p } = stage.unit;
  const prefix = encodePrefix(statementHash, p.randomBytes(16), BUCKETS_BYTES[1]);
  return concat(prefix, p.randomBytes(ENVELOPE_BYTES[1] - prefix.length));
};
const setAside = (envelope = envelopeBytes()): Promise<string> =>
  stage.database.client().$transaction((tx) => quarantineEnvelope(tx, envelope, stage.unit.today - 3));
const request = (more: Partial<Record<keyof OpenAsCaseRequest, unknown>> = {}): Record<string, unknown> => ({
  desk: DESK_GENERAL,
  epoch: 1,
  itemId: randomUUID(),
  summary: bytes(SUMMARY_BYTES),
  ...more,
});
const bytes = (length: number): string => toBase64Url(stage.unit.p.randomBytes(length));
const open = (id: string, body: unknown, cookie = general): Promise<Answer> =>
  stage.call(openAsCase, { cookie, params: { id }, body });
const caseIdOf = ({ json }: Answer): string => (json as { caseId: string }).caseId;
const read = async (id: string, cookie = general): Promise<ReadCaseAnswer> =>
  (await stage.call(readCase, { cookie, params: { id } })).json as ReadCaseAnswer;
const inQuarantine = async (): Promise<unknown[]> =>
  ((await stage.call(listQuarantine, { cookie: general })).json as { items: unknown[] }).items;

describe("POST /v1/quarantine/{id}/case", () => {
  it("makes a case of level 1, due a day later, with the envelope as it lay there", async () => {
    const envelope = envelopeBytes();
    const body = request();
    const before = stage.changes.count;
    const made = await open(await setAside(envelope), body);
    expect(made.status).toBe(200);
    expect(stage.changes.count).toBe(before + 1);
    expect(await inQuarantine()).toEqual([]);
    const today = isoDay(Math.floor(stage.clock.now / DAY_MS));
    expect(await read(caseIdOf(made))).toEqual({
      case: {
        id: caseIdOf(made),
        desk: DESK_GENERAL,
        level: 1,
        state: "open",
        releasedDay: today,
        dueDay: isoDay(Math.floor(stage.clock.now / DAY_MS) + 1),
        dueHour: null,
        overdue: false,
        onCall: false,
        closedDay: null,
        handedTo: null,
        readers: [],
        readerWanted: false,
        holder: null,
      },
      items: [
        {
          id: body["itemId"],
          epoch: 1,
          releasedDay: today,
          summary: body["summary"],
          envelope: toBase64Url(envelope),
          attachments: null,
        },
      ],
      entries: [],
    });
  });

  it("makes one case of the same request sent again", async () => {
    const id = await setAside();
    const body = request();
    const first = await open(id, body);
    const again = await open(id, body);
    expect([again.status, caseIdOf(again)]).toEqual([200, caseIdOf(first)]);
    expect(await stage.database.client().caseRecord.count()).toBe(1);
  });

  it("tells an officer who comes second, by a moment or by a day", async () => {
    const id = await setAside();
    const both = await Promise.all([open(id, request()), open(id, request(), lead)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.filter(({ status }) => status !== 200).map(refusal)).toEqual([[409, "quarantine_gone"]]);
    expect(refusal(await open(id, request(), lead))).toEqual([409, "quarantine_gone"]);
    expect(await stage.database.client().caseRecord.count()).toBe(1);
  });

  it("is for the desk's officers, as the roster says", async () => {
    const id = await setAside();
    const restricted = request({ desk: DESK_RESTRICTED });
    expect(refusal(await open(id, restricted))).toEqual([403, "forbidden"]);
    expect(refusal(await open(id, request(), pending))).toEqual([403, "forbidden"]);
    expect(refusal(await open(id, request({ desk: 3 }), lead))).toEqual([403, "forbidden"]);
    expect(refusal(await open(id, request(), "abri=nobody"))).toEqual([401, "not_signed_in"]);
    expect(await inQuarantine()).toHaveLength(1);
    const made = await open(id, restricted, lead);
    expect(made.status).toBe(200);
    expect((await read(caseIdOf(made), lead)).case.desk).toBe(DESK_RESTRICTED);
    expect(refusal(await stage.call(readCase, { cookie: general, params: { id: caseIdOf(made) } }))[0]).toBe(404);
  });

  it("refuses what no console would send, and leaves the envelope where it was", async () => {
    const id = await setAside();
    for (const more of [
      { summary: bytes(SUMMARY_BYTES - 1) },
      { summary: bytes(SUMMARY_BYTES + 1) },
      { epoch: 0 },
      { epoch: 2 }, // the desk is in its first
      { desk: "1" },
      { itemId: "6e8bc430-9c3a-1f6e-8a3b-2f6f2a4d0001" }, // a time is in it
      { itemId: undefined },
      { level: 0 },
    ]) {
      expect([more, refusal(await open(id, request(more)))]).toEqual([more, [400, "invalid_request"]]);
    }
    expect(await inQuarantine()).toHaveLength(1);
    expect((await open(id, request())).status).toBe(200);
  });

  it("takes no id that another item has", async () => {
    const body = request();
    expect((await open(await setAside(), body)).status).toBe(200);
    expect(refusal(await open(await setAside(), body))).toEqual([409, "id_taken"]);
    expect(await inQuarantine()).toHaveLength(1);
    expect(await stage.database.client().caseRecord.count()).toBe(1);
  });

  it("makes a case like any other: it is claimed, and a later message is attached from it", async () => {
    const at = { today: stage.unit.today, due: new Date(stage.clock.now) };
    const home = await stage.database.client().$transaction((tx) => releaseNow(tx, newItem(), at));
    const id = caseIdOf(await open(await setAside(), request()));
    const entry = { id: randomUUID(), epoch: 1, sealed: bytes(4096) };
    const claimed = { entry: { ...entry, id: randomUUID() } };
    expect((await stage.call(claimCase, { cookie: general, params: { id }, body: claimed })).status).toBe(200);
    const body = { into: home, tag: bytes(32), entry };
    expect((await stage.call(attachCase, { cookie: general, params: { id }, body })).status).toBe(200);
    const whole = await read(home);
    expect([whole.items.length, whole.case.level]).toEqual([2, 1]);
  });

  it("takes no desk and epoch that nobody who sealed this envelope could have known", async () => {
    const { p } = stage.unit;
    const unknown = await setAside(envelopeBytes(p.randomBytes(32)));
    const garbage = await setAside(p.randomBytes(ENVELOPE_BYTES[1]));
    for (const id of [unknown, garbage]) {
      expect(refusal(await open(id, request()))).toEqual([400, "invalid_request"]);
    }
    // A month later the desk is in its second epoch: old envelopes still belong to the first, new ones to the second.
    const later = stage.unit.today + 40;
    const { state, grants } = await renew(p, stage.state, later);
    stage.clock.now = later * DAY_MS;
    const deps = { db: stage.database.client(), primitives: p, unit: stage.unit.unit, keyStore: stage.keyStore };
    const links = state.directory;
    await publishDirectory({ ...deps, now: () => stage.clock.now }, { links, grants, removal: false });
    stage.state = state;
    const cookie = await stage.signIn(stage.lead);
    const newest = await p.sha256(links.at(-1)?.statement as Uint8Array);
    for (const [envelope, epoch] of [
      [envelopeBytes(), 1],
      [envelopeBytes(newest), 2],
    ] as const) {
      const id = await setAside(envelope);
      expect(refusal(await open(id, request({ epoch: 3 - epoch }), cookie))).toEqual([400, "invalid_request"]);
      expect((await open(id, request({ epoch }), cookie)).status).toBe(200);
    }
  });
});

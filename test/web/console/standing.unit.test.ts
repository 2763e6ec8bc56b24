import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  admitOfficer,
  encodeAction,
  encodeAttached,
  removeOfficer,
  slipOf,
  toBase64Url,
  type Action,
  type EntryKind,
  type Primitives,
  type Slip,
  type SlipCounts,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { caseLevel, type SetLevel } from "../../../web/console/domain/caseLevel.ts";
import { openEntries, openSetLevel } from "../../../web/console/domain/entries.ts";
import { hasSecondReader, needsSecondReader, standingOf, type Step } from "../../../web/console/domain/standing.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith } from "./tools/reports.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";
const OTHER = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c09";
const DAY = "2026-03-05";
const NONE: SlipCounts = [0, 0, 0, 0];
const inDanger = slipOf(answersWith({ danger: "now" }));
const past = slipOf(answersWith());
const message: Slip = { ...past, type: "message", kinds: [] };
const down = (more: Partial<SetLevel> = {}): SetLevel => ({
  level: 3,
  reason: "En sûreté.",
  slips: [1, 0, 0, 0],
  ...more,
});

describe("caseLevel() with a level that an officer set", () => {
  it("takes a signed reason for a level below the slips, and no other", () => {
    expect(caseLevel(3, [inDanger], down())).toEqual({ level: 3, lowered: null, byOfficer: true });
    expect(caseLevel(3, [inDanger], down({ reason: null })).lowered).toEqual({ server: 3, sealed: 0 });
    expect(caseLevel(3, [inDanger], down({ level: 2 })).lowered).toEqual({ server: 3, sealed: 2, signed: true });
  });

  it("counts what came later anew, and what time raised", () => {
    expect(caseLevel(3, [inDanger, message], down())).toMatchObject({ level: 1, lowered: { server: 3, sealed: 1 } });
    expect(caseLevel(3, [inDanger, inDanger], down()).level).toBe(0);
    expect(caseLevel(1, [inDanger, message], down())).toMatchObject({ level: 1, lowered: null });
    expect(caseLevel(2, [inDanger], down())).toMatchObject({ level: 2, lowered: null, byOfficer: true });
  });

  it("lowers nothing by an entry that counts more items than there are", () => {
    const ahead = down({ slips: [2, 0, 0, 0] });
    expect(caseLevel(3, [inDanger], ahead).lowered).toEqual({ server: 3, sealed: 0 });
    expect(caseLevel(3, [inDanger], ahead, 1).lowered).toEqual({ server: 3, sealed: 0 });
    // One of two does not open here: its officer may have opened it.
    expect(caseLevel(3, [inDanger], ahead, 2)).toMatchObject({ level: 3, lowered: null });
    expect(caseLevel(0, [past], { level: 0, reason: null, slips: [0, 0, 0, 9] }).level).toBe(0);
  });

  it("holds the server to a level that an officer raised", () => {
    const up = down({ level: 0, reason: null, slips: [0, 0, 0, 1] });
    expect(caseLevel(0, [past], up)).toEqual({ level: 0, lowered: null, byOfficer: false });
    expect(caseLevel(3, [past], up).lowered).toEqual({ server: 3, sealed: 0, signed: true });
  });
});

const by = (action: Action, signerId = "aa"): Step => ({ action, signerId, signerName: signerId, day: DAY });
const came = (): Step => ({ came: true, signerId: "aa", signerName: "aa", day: DAY });
const closed: Action = { code: "closed", outcome: "helped" };
const lowered: Action = { code: "levelled", level: 3, reason: "x", slips: NONE };

describe("standingOf()", () => {
  it("is closed by the last word, until somebody opens it or something comes", () => {
    expect(standingOf([]).closing).toBeNull();
    expect(standingOf([by(closed)]).closing).toMatchObject({ outcome: "helped", signerId: "aa", text: null });
    expect(standingOf([by(closed), by({ code: "reopened" })]).closing).toBeNull();
    expect(standingOf([by(closed), came()]).closing).toBeNull();
    expect(standingOf([by(closed), by({ code: "reopened" }), by(closed, "bb")]).closing?.signerId).toBe("bb");
  });

  it("knows whether another officer had read when somebody closed or lowered it", () => {
    const read = (signerId: string): Step => by({ code: "secondRead" }, signerId);
    expect(standingOf([by(closed)]).closing?.second).toBe("none");
    expect(standingOf([read("aa"), by(closed)]).closing?.second).toBe("none");
    expect(standingOf([read("bb"), by(closed)]).closing?.second).toBe("read");
    expect(standingOf([read("bb"), by(lowered)]).levelled?.second).toBe("read");
    expect(standingOf([by({ ...closed, alone: "Seule." })]).closing?.second).toBe("alone");
    // What was read before something came, or before it was opened again, was not this.
    expect(standingOf([read("bb"), came(), by(closed)]).closing?.second).toBe("none");
    expect(standingOf([read("bb"), by(closed), by({ code: "reopened" }), by(closed)]).closing?.second).toBe("none");
    expect(standingOf([read("bb"), by(lowered), by(closed)]).closing?.second).toBe("none");
  });

  it("keeps a question open until it is answered, or decided without", () => {
    const ask = by({ code: "secondAsked" });
    expect(standingOf([ask]).asked?.signerId).toBe("aa");
    expect(standingOf([ask, by({ code: "secondRead" }, "bb")]).asked).toBeNull();
    expect(standingOf([ask, by(closed)]).asked).toBeNull();
    expect(hasSecondReader(standingOf([by({ code: "secondRead" }, "bb")]), "aa")).toBe(true);
    expect(hasSecondReader(standingOf([by({ code: "secondRead" })]), "aa")).toBe(false);
  });

  it("asks for a second reader of P0 and P1 alone, and not for raising", () => {
    expect([0, 1, 2, 3].map((level) => needsSecondReader(level, "closed"))).toEqual([true, true, false, false]);
    expect([0, 1, 2, 3].map((to) => needsSecondReader(0, to as 0 | 1 | 2 | 3))).toEqual([false, false, true, true]);
    expect(needsSecondReader(2, 3)).toBe(false);
  });
});

describe("what the server makes of it", () => {
  let unit: TestUnit;
  let p: Primitives;
  let colleague: TestOfficer;
  let place: Parameters<typeof openEntries>[2];
  beforeAll(async () => {
    unit = await makeUnit();
    ({ p } = unit);
    colleague = makeOfficer(p, "Agent Nguyen");
    const { state } = await admitOfficer(
      p,
      unit.state,
      admissionOf(p, colleague, unit.unit),
      [1],
      "officer",
      unit.today,
    );
    place = { caseId: CASE, deskId: 1, keyring: await keyringOf(unit), chain: await chainOf(unit, state) };
  });
  const open = (entries: readonly CaseEntry[]) => openEntries(p, entries, place);
  const sealed = async (
    kind: EntryKind,
    content: Uint8Array,
    before: readonly CaseEntry[],
    change: object = {},
  ): Promise<CaseEntry> => {
    const { heads: after } = await open(before);
    const { statement } = place.chain.newest;
    const job = { caseId: CASE, deskId: 1, statement, after, officer: unit.officer, kind, content, ...change };
    return { ...(await buildEntry(p, job)), day: DAY };
  };
  const written = (action: Action, before: readonly CaseEntry[] = [], change = {}): Promise<CaseEntry> =>
    sealed("action", encodeAction(action), before, change);

  it("cannot close a case again with an entry from before it was reopened, in whatever order it hands them out", async () => {
    const first = await written(closed);
    expect((await open([first])).standing.closing).not.toBeNull();
    const again = await written({ code: "reopened" }, [first]);
    for (const entries of [
      [first, again],
      [again, first],
      [again, first, first],
    ]) {
      expect((await open(entries)).standing.closing).toBeNull();
    }
    // Held back, the newest does not show: whoever has seen it is told that it is gone, and an entry on top of it misses it.
    const top = await written({ code: "claimed" }, [first, again]);
    expect((await open([first, top])).missingEntries).toBe(1);
  });

  it("cannot keep a case closed that something was put into since", async () => {
    const first = await written(closed);
    const attached = { mailboxId: p.randomBytes(16), envelopeIds: [p.randomBytes(16)] };
    const later = await sealed("attached", encodeAttached(attached), [first]);
    expect((await open([later, first])).standing.closing).toBeNull();
  });

  it("cannot forge a closing, a lowering or a second reading, nor take them from another case", async () => {
    const stranger = makeOfficer(p, "Server");
    for (const action of [closed, lowered, { code: "secondRead" } as const]) {
      expect((await open([await written(action)])).refusedEntries).toEqual([]);
      const forged = await written(action, [], { officer: stranger });
      const moved = await written(action, [], { caseId: OTHER });
      const { standing, refusedEntries } = await open([forged, moved]);
      expect(standing).toEqual({ levelled: null, closing: null, asked: null, readers: [] });
      expect(refusedEntries.map(({ code }) => code).toSorted()).toEqual(["unknown_signer", "wrong_case"]);
    }
  });

  it("cannot hide a second reading that a decision builds on without an entry being missed", async () => {
    const read = await written({ code: "secondRead" }, [], { officer: colleague });
    const end = await written(closed, [read]);
    const whole = await open([read, end]);
    expect([whole.standing.closing?.second, whole.missingEntries]).toEqual(["read", 0]);
    expect(whole.log[0]?.signerName).toBe("Agent Nguyen");
    const hidden = await open([end]);
    expect([hidden.standing.closing?.second, hidden.missingEntries]).toEqual(["none", 1]);
  });

  it("takes nothing from the log of a case that was put into this one for a decision about this one", async () => {
    const message2 = await written(lowered, [], { caseId: OTHER });
    const from = new Uint8Array(Buffer.from(OTHER.replaceAll("-", ""), "hex"));
    const content = { mailboxId: p.randomBytes(16), envelopeIds: [p.randomBytes(16)], from };
    const attached = await sealed("attached", encodeAttached(content), [message2]);
    const { standing, refusedEntries, log } = await open([message2, attached]);
    expect([standing.levelled, refusedEntries, log.length]).toEqual([null, [], 2]);
  });

  it("gives a row of the queue the level of an entry that holds, and no other", async () => {
    const set: Action = { code: "levelled", level: 3, reason: "En sûreté.", slips: [1, 0, 0, 0] };
    const entry = await written(set);
    expect(await openSetLevel(p, entry, place)).toEqual({ level: 3, reason: "En sûreté.", slips: [1, 0, 0, 0] });
    const forged = await written(set, [], { officer: makeOfficer(p, "Server") });
    const moved = await written(set, [], { caseId: OTHER });
    const otherwise = await written(closed);
    for (const wrong of [forged, moved, otherwise]) expect(await openSetLevel(p, wrong, place)).toBeNull();
  });

  it("gives no row of the queue the level that somebody set who has left since, without the log", async () => {
    const request = admissionOf(p, colleague, unit.unit);
    const admitted = await admitOfficer(p, unit.state, request, [1], "officer", unit.today);
    const removed = await removeOfficer(p, admitted.state, colleague.id, unit.today);
    const after = { ...place, chain: await chainOf(unit, removed.state) };
    const [theirs, own] = [await written(lowered, [], { officer: colleague }), await written(lowered)];
    expect(await openSetLevel(p, theirs, place)).toMatchObject({ level: 3 });
    expect(await openSetLevel(p, theirs, after)).toBe("in_log");
    expect(await openSetLevel(p, own, after)).toMatchObject({ level: 3 });
  });

  it("gives no row of the queue the level of an entry that was written on another desk, wherever a server says it came from", async () => {
    // Beside a rewrap that opens nothing every key is tried that is held.
    const withNonsense = (entry: CaseEntry): CaseEntry => ({
      ...entry,
      rewrap: { epoch: 1, sealed: toBase64Url(p.randomBytes(1186)) },
    });
    const [own, strange] = [await written(lowered), await written(lowered, [], { deskId: 2 })].map(withNonsense);
    expect(await openSetLevel(p, own as CaseEntry, place)).toMatchObject({ level: 3 });
    expect(await openSetLevel(p, strange as CaseEntry, { ...place, deskId: 2 })).toMatchObject({ level: 3 });
    expect(await openSetLevel(p, strange as CaseEntry, place)).toBe("in_log");
  });
});

import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  encodeAction,
  encodeAttached,
  encodeNote,
  sealRewrap,
  toBase64Url,
  type CodeKeys,
  type EntryKind,
  type Primitives,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry, CaseItem, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { openCaseFile, type CaseFile } from "../../../web/console/domain/caseFile.ts";
import type { Keyring } from "../../../web/console/domain/keyring.ts";
import { uuidBytes } from "../../../web/console/domain/ids.ts";
import { buildMove } from "../../../web/console/domain/moveCase.ts";
import { openerOfEntry, openerOfEnvelope } from "../../../web/console/domain/openers.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0d01";
const OTHER = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0d02";
const DAY = "2026-03-05";
const REASON = "Concerne la ville.";
let unit: TestUnit;
let p: Primitives;
let chain: VerifiedChain;
let keys: CodeKeys;
let both: Keyring;
let general: Keyring;
let restricted: Keyring;

beforeAll(async () => {
  unit = await makeUnit();
  ({ p } = unit);
  chain = await chainOf(unit);
  keys = await keysOf(unit);
  both = await keyringOf(unit);
  general = only(1);
  restricted = only(2);
});

const only = (desk: number): Keyring => ({
  ...both,
  desks: both.desks.filter(({ deskId }) => deskId === desk),
  matching: new Map([...both.matching].filter(([id]) => id === desk)),
});

/** As the officer host has it. */
let stored: ReadCaseAnswer;

beforeEach(async () => {
  const days = { releasedDay: "2026-03-02", dueDay: DAY, closedDay: null, dueHour: null };
  const head = { level: 2, state: "open" as const, ...days, readerWanted: false, handedTo: null, readers: [] };
  const items = [
    await firstItem(unit, answersWith({ narrative: "Texte du récit" }), keys),
    await messageItem(unit, { text: "encore moi" }, keys),
  ];
  stored = {
    case: { id: CASE, desk: 1, ...head, overdue: false, onCall: false, holder: null },
    items,
    entries: [],
  };
});

const open = (keyring: Keyring, answer = stored): Promise<CaseFile> => openCaseFile(p, answer, { chain, keyring });
const texts = ({ notes }: CaseFile): string[] => notes.map(({ text }) => text);

interface Where {
  readonly caseId?: string;
  readonly deskId?: number;
  readonly after?: readonly Uint8Array[];
}

async function written(kind: EntryKind, content: Uint8Array, more: Where = {}): Promise<CaseEntry> {
  const { statement } = chain.newest;
  const { caseId = CASE, deskId = stored.case.desk, after = (await open(both)).heads } = more;
  const job = { caseId, deskId, statement, after, officer: unit.officer, kind, content };
  return { ...(await buildEntry(p, job)), day: DAY };
}

const note = (text: string, more: Where = {}): Promise<CaseEntry> => written("note", encodeNote({ text }), more);

/** Beside a rewrap that opens nothing every key is tried that is held. */
const withNonsense = (entry: CaseEntry): CaseEntry => ({
  ...entry,
  rewrap: { epoch: 1, sealed: toBase64Url(p.randomBytes(1186)) },
});

async function move(to: number, keyring = both): Promise<void> {
  const file = await open(keyring);
  const { statement } = chain.newest;
  const { officer } = unit;
  const request = await buildMove(p, { answer: stored, file, to, reason: REASON, keyring, statement, officer });
  const { epoch } = request.rewraps;
  const rewrapOf = (id: string) => ({
    epoch,
    sealed: request.rewraps.entries.find((each) => each.id === id)?.sealed ?? "",
  });
  const itemRewrap = (id: string) => {
    const { envelope = "", summary = "" } = request.rewraps.items.find((each) => each.id === id) ?? {};
    return { epoch, envelope, summary };
  };
  stored = {
    case: { ...stored.case, desk: to },
    items: stored.items.map((item) => ({ ...item, rewrap: itemRewrap(item.id) })),
    entries: [...stored.entries, { ...request.entry, day: DAY }].map((each) => ({
      ...each,
      rewrap: rewrapOf(each.id),
    })),
  };
}

describe("a case that was moved", () => {
  it("opens whole to officers of its new desk, who hold no key of the old one, and its log with it", async () => {
    stored.entries.push(await note("Vu avec l’équipe."));
    const before = await open(general);
    await move(2, general);
    const after = await open(restricted);
    expect(after.items.map(({ state }) => state)).toEqual(["report", "message"]);
    expect(after.report).toEqual(before.report);
    expect(after.items.map(({ summary }) => summary)).toEqual(before.items.map(({ summary }) => summary));
    expect(after.items.map((item) => item.state !== "refused" && item.differences)).toEqual([[], []]);
    expect(texts(after)).toEqual(["Vu avec l’équipe.", REASON]);
    expect([after.refusedEntries, after.missingEntries, after.leftOn, after.movedTo]).toEqual([[], 0, null, 2]);
    expect(after.hashes).toEqual(expect.arrayContaining([...before.hashes]));
  });

  it("says in no byte of what goes to the server why it moved, and shows it no length of what does not open", async () => {
    const flipped = new Uint8Array(1392);
    stored.items = [{ ...(stored.items[0] as CaseItem), summary: toBase64Url(flipped) }];
    await move(2);
    expect(JSON.stringify(stored)).not.toContain("ville");
    const [item] = stored.items;
    expect(item?.rewrap?.summary).toHaveLength(item?.rewrap?.envelope.length ?? 0);
    expect((await open(restricted)).items).toMatchObject([{ state: "report", summary: null }]);
  });

  it("is written on by its new desk, goes on to others and comes back, and is whole each time", async () => {
    stored.entries.push(await note("un"));
    await move(2);
    stored.entries.push(await note("deux"));
    await move(1, restricted);
    stored.entries.push(await note("trois"));
    const home = await open(general);
    expect(texts(home)).toEqual(["un", REASON, "deux", REASON, "trois"]);
    expect([home.report?.answers.narrative, home.refusedEntries, home.leftOn]).toEqual(["Texte du récit", [], null]);
    await move(2, general);
    const again = await open(restricted);
    expect(texts(again)).toEqual(["un", REASON, "deux", REASON, "trois", REASON]);
    expect([again.report?.answers.narrative, again.refusedEntries, again.leftOn]).toEqual(["Texte du récit", [], null]);
  });

  it("is said to be elsewhere than its log has it when nobody signed the move", async () => {
    stored.entries.push(await note("un"));
    const there: ReadCaseAnswer = { ...stored, case: { ...stored.case, desk: 2 } };
    expect((await open(both)).leftOn).toBeNull();
    expect(await open(both, there)).toMatchObject({ leftOn: 1, report: { answers: { narrative: "Texte du récit" } } });
    await move(2);
    expect((await open(both)).leftOn).toBeNull();
    // Taken back without an entry.
    expect((await open(both, { ...stored, case: { ...stored.case, desk: 1 } })).leftOn).toBe(2);
  });

  it("is lost to nobody when the rewraps are nonsense: whoever holds the keys of its old desk opens it, there and here", async () => {
    stored.entries.push(await note("un"));
    const original = stored;
    await move(2);
    const nonsense = toBase64Url(p.randomBytes(1186));
    stored = {
      ...stored,
      items: stored.items.map((item) => ({ ...item, rewrap: { epoch: 1, envelope: nonsense, summary: nonsense } })),
      entries: stored.entries.map((each) => ({ ...each, rewrap: { epoch: 1, sealed: nonsense } })),
    };
    expect((await open(restricted)).items.map((item) => item.state === "refused" && item.reason)).toEqual([
      "other_desk",
      "other_desk",
    ]);
    expect(texts(await open(both))).toEqual(["un", REASON]);
    // Whoever opens it says that the rewraps do not: with the old keys all of it would go.
    expect([(await open(both)).dead, (await open(both, original)).dead, (await open(restricted)).dead]).toEqual([
      4, 0, 0,
    ]);
    // An officer of the new desk, who opens nothing of it, gives it back: what they seal says that, and is as long as all else.
    await move(1, restricted);
    const back = await open(general);
    expect(back.report?.answers.narrative).toBe("Texte du récit");
    expect(texts(back)).toEqual(expect.arrayContaining(["un"]));
    expect(original.items).toHaveLength(2);
  });

  it("takes nothing that officers of the old desk write once it has left, whatever the server hands out", async () => {
    stored.entries.push(await note("avant"));
    const { heads } = await open(general);
    await move(2, general);
    const [aside, fresh] = [
      await note("à côté", { deskId: 1, after: heads }),
      await note("après", { deskId: 1, after: [] }),
    ];
    // Sealed to the new desk by its public key, which anybody has.
    const forged = { ...stored, case: { ...stored.case, desk: 1 }, entries: [aside, fresh] };
    const { rewraps } = await buildMove(p, {
      answer: forged,
      file: { heads: [], items: [], refusedEntries: [] },
      to: 2,
      reason: "encore",
      keyring: general,
      statement: chain.newest.statement,
      officer: unit.officer,
    });
    const late = [aside, fresh].map((each) => ({
      ...each,
      rewrap: { epoch: 1, sealed: rewraps.entries.find(({ id }) => id === each.id)?.sealed ?? "" },
    }));
    stored.entries.push(...late);
    const file = await open(restricted);
    expect(texts(file)).toEqual(["avant", REASON]);
    expect(file.refusedEntries.map(({ code }) => code)).toEqual(["other_desk", "other_desk"]);
    // What the new desk writes counts.
    stored.entries.push(await note("ici", { deskId: 2 }));
    expect(texts(await open(restricted))).toContain("ici");
  });

  it("is not moved a second time by an officer of the desk that it has left", async () => {
    const { heads } = await open(general);
    const before = stored;
    await move(2, general);
    stored.entries.push(await note("ici", { deskId: 2 }));
    const here = stored;
    // The same again, from what was there before.
    stored = before;
    expect((await open(general)).heads).toEqual(heads);
    await move(2, general);
    const second = stored.entries.at(-1) as CaseEntry;
    stored = { ...here, entries: [...here.entries, second] };
    const file = await open(restricted);
    expect([file.movedTo, file.leftOn, texts(file)]).toEqual([2, null, [REASON, "ici"]]);
    expect(file.refusedEntries).toMatchObject([{ id: second.id, code: "other_desk" }]);
  });

  it("counts as moved first by the desk that its report was sealed to alone, whatever its summary and officers of others say", async () => {
    // The restricted desk's report, which a server has on the general one, with a summary of its own.
    const there = async (content: Uint8Array, deskId: number): Promise<CaseFile> => {
      stored.entries = [withNonsense(await written("action", content, { deskId, after: [] }))];
      return open(both);
    };
    stored.items = [await firstItem(unit, answersWith({ accused: ["police"] }), keys, { queueDesk: 1 })];
    const moved = encodeAction({ code: "moved", to: 1, reason: REASON });
    expect(await there(moved, 2)).toMatchObject({ leftOn: null, movedTo: 1, borneOut: true, refusedEntries: [] });
    const lied = await there(moved, 1);
    expect(lied).toMatchObject({ leftOn: 2, movedTo: null, borneOut: false, refusedEntries: [{ code: "other_desk" }] });
    stored.entries = [];
    expect(await open(both)).toMatchObject({ leftOn: 2, borneOut: false });
  });

  it("is of the desk that the keys held say, not of the one that a rewrap makes of it", async () => {
    const [item] = stored.items as [CaseItem];
    const opener = await openerOfEnvelope(p, item, { deskId: 1, keyring: both });
    const { sealingKey } = chain.newest.statement.desks[1] as { sealingKey: Uint8Array };
    const rewrapFrom = async (deskId: number) => {
      const place = {
        kind: "envelope" as const,
        deskId: 2,
        epoch: 1,
        objectId: uuidBytes(item.id),
        deskKey: sealingKey,
      };
      return toBase64Url(await sealRewrap(p, opener && { ...opener, deskId }, place));
    };
    const on = async (desk: number, from: number, keyring: Keyring) => {
      const rewrap = { epoch: 1, envelope: await rewrapFrom(from), summary: toBase64Url(p.randomBytes(1186)) };
      const { report, leftOn, borneOut } = await open(keyring, {
        ...stored,
        case: { ...stored.case, desk },
        items: [{ ...item, rewrap }],
      });
      return [report !== null, leftOn, borneOut];
    };
    expect(await on(2, 2, both)).toEqual([true, 1, false]);
    expect(await on(2, 1, restricted)).toEqual([true, 1, false]);
    // Who holds no key of the general desk knows still that their own does not open it.
    expect(await on(2, 2, restricted)).toEqual([true, null, false]);
    await move(2);
    const { borneOut } = await open(restricted);
    expect(borneOut).toBe(true);
  });

  it("opens to its new desk nothing that a server laid beside it and its log refuses", async () => {
    const others = await keysOf(unit);
    const [mine, theirs] = [await note("à nous"), await note("d’un autre dossier", { caseId: OTHER })];
    const stranger = await messageItem(unit, { text: "d’une autre personne" }, others);
    stored.entries = [mine, theirs];
    stored.items = [...stored.items, stranger];
    expect((await open(both)).refusedEntries).toMatchObject([{ id: theirs.id, code: "wrong_case" }]);
    await move(2);
    const hands = { deskId: 2, keyring: restricted };
    const opened = stored.entries.map(async (each) => (await openerOfEntry(p, each, hands)) !== null);
    expect(await Promise.all(opened)).toEqual([true, false, true]);
    const items = stored.items.map(async (each) => (await openerOfEnvelope(p, each, hands)) !== null);
    expect(await Promise.all(items)).toEqual([true, true, false]);
  });

  it("takes along nothing that an entry calls for which its log refuses", async () => {
    const theirs = await note("d’un autre dossier", { caseId: OTHER });
    const content = { mailboxId: keys.mailboxId, envelopeIds: [p.randomBytes(16)], from: uuidBytes(OTHER) };
    const attached = async (deskId: number): Promise<CaseEntry> =>
      withNonsense(await written("attached", encodeAttached(content), { deskId, after: [] }));
    stored.entries = [theirs, await attached(1)];
    expect(texts(await open(both))).toEqual(["d’un autre dossier"]);
    stored.entries = [theirs, await attached(2)];
    const file = await open(both);
    expect([texts(file), file.refusedEntries.map(({ code }) => code).toSorted()]).toEqual([
      [],
      ["other_desk", "wrong_case"],
    ]);
  });

  it("is not moved without a reason, nor by whoever cannot say so on the desk that it leaves", async () => {
    const job = {
      answer: stored,
      file: await open(both),
      to: 2,
      keyring: both,
      statement: chain.newest.statement,
      officer: unit.officer,
    };
    await expect(buildMove(p, { ...job, reason: REASON })).resolves.toMatchObject({ to: 2 });
    await expect(buildMove(p, { ...job, reason: " " })).rejects.toMatchObject({ code: "out_of_range" });
    await expect(buildMove(p, { ...job, reason: "a".repeat(2001) })).rejects.toMatchObject({ code: "too_long" });
    await expect(buildMove(p, { ...job, reason: REASON, to: 9 })).rejects.toMatchObject({ code: "unknown_desk" });
    const without = buildMove(p, { ...job, reason: REASON, keyring: restricted });
    await expect(without).rejects.toMatchObject({ code: "open_failed" });
  });
});

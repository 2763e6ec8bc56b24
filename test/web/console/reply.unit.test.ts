import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  concat,
  fromBase64Url,
  openMailbox,
  REPLY_TEXT_MAX_BYTES,
  SLOT_BYTES,
  utf8,
  type CodeKeys,
  type DeskSecret,
  type SentReply,
} from "../../../security/index.ts";
import { openEntries } from "../../../web/console/domain/entries.ts";
import { newUuid } from "../../../web/console/domain/ids.ts";
import { currentKey } from "../../../web/console/domain/keyring.ts";
import {
  buildReply,
  measureReply,
  nextSequence,
  repliesPushedOut,
  type ReplyJob,
} from "../../../web/console/domain/reply.ts";
import { joinReplies } from "../../../web/form/replies.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { makeOfficer, makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { keysOf } from "./tools/reports.ts";

let unit: TestUnit;
let keys: CodeKeys;

beforeAll(async () => {
  unit = await makeUnit();
  keys = await keysOf(unit);
});

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";

const job = (text: string, firstSequence = 1): ReplyJob => ({
  caseId: CASE,
  code: keys,
  parts: measureReply(text).parts,
  firstSequence,
  desk: unit.desks[0] as DeskSecret,
  entryId: newUuid(unit.p),
  after: [],
  officer: unit.officer,
});

/** A mailbox in which these slots stand where the server would put them, and random bytes elsewhere. */
function mailboxOf(replies: readonly { sequence: number; slot: string }[]): Uint8Array {
  const slots = Array.from({ length: 8 }, () => unit.p.randomBytes(SLOT_BYTES));
  for (const { sequence, slot } of replies) slots[(sequence - 1) % 8] = fromBase64Url(slot);
  return concat(...slots);
}

describe("buildReply()", () => {
  it("makes what the reporter's code opens, and what the desk's officers open", async () => {
    const text = "Bonjour. Vous avez des droits.\nÉcrivez-nous quand vous pouvez.";
    const request = await buildReply(unit.p, job(text));
    const { replies, refused } = await openMailbox(unit.p, mailboxOf(request.replies), keys, unit.statement);
    expect(refused).toBe(0);
    expect(replies.map((reply) => reply.text)).toEqual([text]);

    const chain = await chainOf(unit);
    const keyring = await keyringOf(unit);
    const place = { caseId: CASE, deskId: 1, keyring, chain };
    const entry = { ...request.entry, day: "2026-03-02" };
    const opened = await openEntries(unit.p, [entry], place);
    expect(opened.refusedEntries).toEqual([]);
    expect(opened.replies[0]).toMatchObject({ text, sequences: [1], signerName: unit.officer.name });
    expect(nextSequence(opened.replies, keys.mailboxId)).toBe(2);
    expect(currentKey(keyring, chain, 1)?.epoch).toBe(request.entry.epoch);
  });

  it("splits a long reply over slots in order", async () => {
    const text = "আপনার অধিকার আছে। ".repeat(200).trim();
    const request = await buildReply(unit.p, job(text, 7));
    expect(request.replies.length).toBeGreaterThan(2);
    const { replies } = await openMailbox(unit.p, mailboxOf(request.replies), keys, unit.statement);
    expect(replies.map((reply) => reply.text).join("")).toBe(text);
    expect(replies.map(({ sequence }) => sequence)).toEqual(request.replies.map((_, i) => 7 + i));
  });

  it("has nothing of the text in the request", async () => {
    const request = await buildReply(unit.p, job("phrase-plantée-42"));
    const bytes = JSON.stringify(request, (_, value: unknown) =>
      typeof value === "string" && value.length > 60 ? Buffer.from(value, "base64url").toString("latin1") : value,
    );
    for (const word of ["phrase", "plant", Buffer.from("phrase-plantée-42").toString("base64url").slice(0, 12)]) {
      expect(bytes).not.toContain(word);
      expect(JSON.stringify(request)).not.toContain(word);
    }
    expect(Object.keys(request).sort()).toEqual(["caseId", "entry", "replies"]);
    expect(Object.keys(request.entry).sort()).toEqual(["epoch", "id", "sealed"]);
  });
});

describe("openEntries()", () => {
  it("refuses an entry signed by somebody who is not on the desk, and one that was moved", async () => {
    const place = { caseId: CASE, deskId: 1, keyring: await keyringOf(unit), chain: await chainOf(unit) };
    const right = { ...(await buildReply(unit.p, job("vrai"))).entry, day: "2026-03-02" };
    expect((await openEntries(unit.p, [right], place)).replies).toHaveLength(1);
    const stranger = makeOfficer(unit.p, "Inconnu");
    const forged = { ...(await buildReply(unit.p, { ...job("faux"), officer: stranger })).entry, day: right.day };
    const moved = { ...right, id: newUuid(unit.p) };
    const { replies, refusedEntries } = await openEntries(unit.p, [forged, moved], place);
    expect(replies).toEqual([]);
    expect(refusedEntries.map(({ code }) => code).toSorted()).toEqual(["open_failed", "unknown_signer"]);
    const elsewhere = { ...place, caseId: newUuid(unit.p) };
    expect((await openEntries(unit.p, [right], elsewhere)).refusedEntries).toMatchObject([{ code: "wrong_case" }]);
  });

  it("says what the next entry builds on, and that one is missing which another builds on", async () => {
    const place = { caseId: CASE, deskId: 1, keyring: await keyringOf(unit), chain: await chainOf(unit) };
    const entries: CaseEntry[] = [];
    for (const [i, text] of ["un", "deux", "trois"].entries()) {
      const { heads } = await openEntries(unit.p, entries, place);
      expect(heads).toHaveLength(Math.min(i, 1));
      const { entry } = await buildReply(unit.p, { ...job(text, i + 1), after: heads });
      entries.push({ ...entry, day: "2026-03-02" });
    }
    const [one, two, three] = entries as [CaseEntry, CaseEntry, CaseEntry];
    const seen = async (some: CaseEntry[]): Promise<number> => (await openEntries(unit.p, some, place)).missingEntries;
    expect(await seen([three, one, two])).toBe(0);
    expect(await seen([one, three])).toBe(1);
    expect(await seen([two])).toBe(1);
    // Nothing builds on the newest one: that it is kept back does not show.
    expect(await seen([one, two])).toBe(0);
  });
});

describe("measureReply()", () => {
  it("tells the room that is left in letters of the script that is written", () => {
    expect(measureReply("")).toMatchObject({ parts: [], lettersLeft: null, fits: true });
    expect(measureReply("  a \n").parts).toEqual(["a"]);
    const tens = (letters: number): number => Math.floor(letters / 10) * 10;
    expect(measureReply("a").lettersLeft).toBe(tens(REPLY_TEXT_MAX_BYTES - 1));
    expect(measureReply("é").lettersLeft).toBe(tens((REPLY_TEXT_MAX_BYTES - 2) / 2));
    // A consonant and the vowel sign on it are one letter of six bytes.
    expect(measureReply("কি").lettersLeft).toBe(tens((REPLY_TEXT_MAX_BYTES - 6) / 6));
    // No letter at all, and still no nonsense.
    expect(measureReply("\u0301").lettersLeft).toBe(tens((REPLY_TEXT_MAX_BYTES - 2) / 2));
  });

  it.each(["Vous avez des droits. ", "আপনার অধিকার আছে। ", "لديك حقوق. ", "你有权利。", "🙂 "])(
    "leaves room for about as many more letters as it says: %s",
    (words) => {
      const begun = words.repeat(8).trim();
      const { lettersLeft, parts } = measureReply(begun);
      expect([parts.length, (lettersLeft ?? 0) > 100]).toEqual([1, true]);
      const letters = words.match(/[^\p{M}\p{Cf}]/gu)?.length ?? 1;
      const more = words.repeat(Math.floor(((lettersLeft ?? 0) * 0.95) / letters));
      expect(measureReply(`${begun}${more}`).parts).toHaveLength(1);
      expect(measureReply(`${begun}${more}${words.repeat(60)}`).parts.length).toBeGreaterThan(1);
    },
  );

  it("says when the parts no longer fit the mailbox", () => {
    const slot = "x".repeat(REPLY_TEXT_MAX_BYTES);
    expect(measureReply(slot.repeat(8))).toMatchObject({ fits: true, lettersLeft: 0 });
    expect(measureReply(`${slot.repeat(8)}y`).fits).toBe(false);
    expect(utf8(measureReply(slot.repeat(2)).parts[0] ?? "").length).toBe(REPLY_TEXT_MAX_BYTES);
  });
});

/** What an officer's console keeps of a reply that it sealed. */
const kept = (text: string, request: Awaited<ReturnType<typeof buildReply>>): SentReply => ({
  mailboxId: keys.mailboxId,
  text,
  sequences: request.replies.map(({ sequence }) => sequence),
});

describe("a mailbox of eight slots", () => {
  it("holds the newest replies, short and long, and the console says beforehand which ones leave", async () => {
    const sent: SentReply[] = [];
    let slots: { sequence: number; slot: string }[] = [];
    let readable: string[] = [];
    const long = (word: string): string => `${word} ${"Vous avez des droits. ".repeat(300)}`.trim();
    // One, two, three parts; then eight at once; then short ones until none of the long one is left.
    const texts = [
      "un",
      long("deux"),
      "trois",
      ..."abcdefg".split(""),
      long("quatre").repeat(3),
      ..."hijklmnop".split(""),
    ];
    for (const text of texts) {
      const { parts, fits } = measureReply(text);
      expect(fits).toBe(true);
      const first = nextSequence(sent, keys.mailboxId);
      const leaves = repliesPushedOut(sent, keys.mailboxId, { first, parts: parts.length }).map((reply) => reply.text);
      const request = await buildReply(unit.p, job(text, first));
      sent.push(kept(text, request));
      slots = [...slots, ...request.replies].slice(-8);
      const { replies, refused } = await openMailbox(unit.p, mailboxOf(slots), keys, unit.statement);
      expect(refused).toBe(0);
      const wholes = joinReplies(replies);
      expect(wholes.at(-1)).toMatchObject({ text, complete: true });
      const now = wholes.filter(({ complete }) => complete).map((whole) => whole.text);
      // Whatever could be read whole and cannot any more was named before.
      expect(readable.filter((each) => !now.includes(each)).filter((each) => !leaves.includes(each))).toEqual([]);
      // And nothing that can still be read whole was.
      expect(leaves.filter((each) => now.includes(each))).toEqual([]);
      readable = now;
    }
    expect(nextSequence(sent, keys.mailboxId)).toBeGreaterThan(24);
    expect(readable).toEqual("ijklmnop".split(""));
  });
});

describe("repliesPushedOut()", () => {
  const mailboxId = new Uint8Array(16);
  const reply = (...sequences: number[]): SentReply => ({ mailboxId, text: sequences.join(), sequences });
  const out = (sent: SentReply[], first: number, parts = 1): string[] =>
    repliesPushedOut(sent, mailboxId, { first, parts }).map(({ text }) => text);

  it("is none up to the eighth and the first for the ninth", () => {
    const eight = Array.from({ length: 8 }, (_, i) => reply(i + 1));
    expect([out(eight.slice(0, 7), 8), out(eight, 9), out(eight, 9, 2)]).toEqual([[], ["1"], ["1", "2"]]);
  });

  it("names what lost its beginning again while any part of it stands, and nothing that left before", () => {
    const sent = [reply(1, 2), reply(3), reply(4, 5, 6, 7), reply(8)];
    expect([out(sent, 9), out(sent, 10), out(sent, 11), out(sent, 12, 2)]).toEqual([
      ["1,2"],
      ["1,2"],
      ["3"],
      ["4,5,6,7"],
    ]);
  });

  it("counts each mailbox by itself", () => {
    const other = { ...reply(1), mailboxId: new Uint8Array(16).fill(1) };
    expect(out([other], 9)).toEqual([]);
  });
});

/** A case whose person changed the code: which code counts, what the old one may still say, and what an officer records. */
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  equalBytes,
  matchTag,
  rekeyEntryId,
  toBase64Url,
  type Attached,
  type CodeKeys,
} from "../../../security/index.ts";
import type { AttachCaseRequest, CaseEntry, CaseItem } from "../../../api/routes/cases/schema.ts";
import type { CaseContext, CaseFile } from "../../../web/console/domain/caseFile.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem, rekeyItem, withdrawalItem } from "./tools/reports.ts";
import { DAY, said, StoredCase } from "./tools/storedCase.ts";

let unit: TestUnit;
let context: CaseContext;
let matching: Uint8Array;
let old: CodeKeys;
let fresh: CodeKeys;
let other: CodeKeys;
let report: CaseItem;
let stored: StoredCase;

beforeAll(async () => {
  unit = await makeUnit();
  context = { chain: await chainOf(unit), keyring: await keyringOf(unit) };
  matching = context.keyring.matching.get(1) as Uint8Array;
  [old, fresh, other] = await Promise.all([keysOf(unit), keysOf(unit), keysOf(unit)]);
  report = await firstItem(unit, answersWith({ subject: "helping" }), old);
});
beforeEach(() => {
  stored = new StoredCase(unit, context, report);
});

const home = (more: Partial<CaseContext> = {}): Promise<CaseFile> => stored.open(more);
const bring = (item: CaseItem, by: CodeKeys): Promise<AttachCaseRequest> => stored.bring(item, by);
const written = (content: Attached, id?: string): Promise<CaseEntry> => stored.written(content, id);

describe("a withdrawal", () => {
  it("is believed when the thread key signed it", async () => {
    await bring(await withdrawalItem(unit, old), old);
    expect(said(await home())).toEqual(["report", "withdrawal"]);
  });

  it("is refused when another key signed it, or for another mailbox, and says what it claimed to be", async () => {
    stored.items.push(await withdrawalItem(unit, old));
    stored.items.push(await withdrawalItem(unit, { mailboxId: old.mailboxId, thread: other.thread }));
    stored.items.push(await withdrawalItem(unit, other));
    const file = await home();
    expect(said(file)).toEqual(["report", "withdrawal", "unsigned", "unsigned"]);
    expect(file.items.slice(2)).toMatchObject([{ type: "withdrawal" }, { type: "withdrawal" }]);
  });
});

describe("a change of code", () => {
  it("makes the new code the one that is answered, once an officer took it up", async () => {
    expect((await home()).code?.mailboxId).toEqual(old.mailboxId);
    await bring(await rekeyItem(unit, { old, fresh }), old);
    const file = await home();
    expect(said(file)).toEqual(["report", "rekey taken up"]);
    expect(file.code).toEqual({ descriptor: fresh.descriptor, mailboxId: fresh.mailboxId });
    expect(file.codes?.changes).toMatchObject([{ signerName: unit.officer.name, day: DAY }]);
    expect(file.refusedEntries).toEqual([]);
  });

  it("is not followed while nobody took it up, and says so", async () => {
    stored.items.push(await rekeyItem(unit, { old, fresh }));
    const file = await home();
    expect(said(file)).toEqual(["report", "rekey"]);
    expect(file.unrecorded).toBe(true);
    expect(file.codes?.codes).toHaveLength(1);
    // Nor is anything written to the code that the person wants to leave.
    expect(file.code).toBeNull();
  });

  it("is followed through several, in whatever order items and entries lie", async () => {
    await bring(await rekeyItem(unit, { old, fresh }), old);
    await bring(await rekeyItem(unit, { old: fresh, fresh: other }), fresh);
    expect((await home()).code?.mailboxId).toEqual(other.mailboxId);
    stored.items.reverse();
    stored.entries.reverse();
    const file = await home();
    expect(said(file)).toEqual(["rekey taken up", "rekey taken up", "report"]);
    expect(file.code?.mailboxId).toEqual(other.mailboxId);
  });

  it("is found by the tag of the new mailbox; any other item brings a tag of random bytes", async () => {
    const tagOf = async ({ mailboxId }: CodeKeys): Promise<string> =>
      toBase64Url(await matchTag(unit.p, matching, mailboxId));
    const change = await bring(await rekeyItem(unit, { old, fresh }), old);
    expect(change.tag).toBe(await tagOf(fresh));
    const message = await bring(await messageItem(unit, { text: "encore" }, fresh), fresh);
    expect([await tagOf(old), await tagOf(fresh)]).not.toContain(message.tag);
    expect([change, message].map(({ tag, entry }) => [tag.length, entry.sealed.length])).toEqual(
      [change, message].map(() => [43, Math.ceil((4096 * 4) / 3)]),
    );
  });

  it("leaves to the new code alone what is said from then on", async () => {
    const early = await messageItem(unit, { text: "avant" }, old);
    await bring(early, old);
    await bring(await rekeyItem(unit, { old, fresh }), old);
    await bring(await messageItem(unit, { text: "après, avec l’ancien" }, old), old);
    await bring(await withdrawalItem(unit, old), old);
    await bring(await messageItem(unit, { text: "après, avec le nouveau" }, fresh), fresh);
    await bring(await withdrawalItem(unit, fresh), fresh);
    const file = await home();
    expect(said(file)).toEqual([
      "report",
      "message",
      "rekey taken up",
      "old message",
      "old withdrawal",
      "message",
      "withdrawal",
    ]);
  });

  it("keeps a withdrawal that came before it", async () => {
    await bring(await withdrawalItem(unit, old), old);
    await bring(await rekeyItem(unit, { old, fresh }), old);
    expect(said(await home())).toEqual(["report", "withdrawal", "rekey taken up"]);
  });

  it("cannot be undone or replaced with the old code", async () => {
    await bring(await rekeyItem(unit, { old, fresh }), old);
    const undone = await bring(await rekeyItem(unit, { old, fresh: other }), old);
    expect(undone.tag).not.toBe(toBase64Url(await matchTag(unit.p, matching, other.mailboxId)));
    const file = await home();
    expect(said(file)).toEqual(["report", "rekey taken up", "old rekey"]);
    expect(file.code?.mailboxId).toEqual(fresh.mailboxId);
  });

  it("cannot go back to a code that was given up", async () => {
    await bring(await rekeyItem(unit, { old, fresh }), old);
    const back = await rekeyItem(unit, { old: fresh, fresh: old });
    await expect(bring(back, fresh)).rejects.toThrow("does not belong");
    stored.items.push(back);
    const file = await home();
    expect(said(file)).toEqual(["report", "rekey taken up", "known_mailbox"]);
    expect(file.code?.mailboxId).toEqual(fresh.mailboxId);
  });

  it("is one thing when it was sent twice", async () => {
    await bring(await rekeyItem(unit, { old, fresh }), old);
    await bring(await rekeyItem(unit, { old, fresh }), old);
    expect(said(await home())).toEqual(["report", "rekey taken up", "rekey taken up"]);
  });

  it("is refused when another key signed for the old code", async () => {
    const forged = await rekeyItem(unit, { old: { mailboxId: old.mailboxId, thread: other.thread }, fresh });
    await expect(bring(forged, old)).rejects.toThrow("does not belong");
    stored.items.push(forged);
    expect(said(await home())).toEqual(["report", "unsigned"]);
  });
});

describe("the entry that takes a change up", () => {
  it("stands under the one id that a code has for it, whichever change it is", async () => {
    const one = await bring(await rekeyItem(unit, { old, fresh }), old);
    expect(one.entry.id).toBe(uuidOf(await rekeyEntryId(unit.p, matching, old.mailboxId)));
    stored = new StoredCase(unit, context, report);
    const two = await bring(await rekeyItem(unit, { old, fresh: other }), old);
    expect(two.entry.id).toBe(one.entry.id); // which the officer host takes once
    const message = await bring(await messageItem(unit, { text: "x" }, other), other);
    expect(message.entry.id).not.toBe(one.entry.id);
  });

  const taking = (newMailboxId: Uint8Array): Attached => ({
    mailboxId: old.mailboxId,
    envelopeIds: [new Uint8Array(16)],
    rekey: { newMailboxId, before: [] },
  });
  const rightId = async (): Promise<string> => uuidOf(await rekeyEntryId(unit.p, matching, old.mailboxId));

  it("is refused under another id, so that a second one cannot point elsewhere", async () => {
    stored.items.push(await rekeyItem(unit, { old, fresh }), await rekeyItem(unit, { old, fresh: other }));
    stored.entries.push(await written(taking(fresh.mailboxId), await rightId()));
    expect((await home()).code?.mailboxId).toEqual(fresh.mailboxId);
    const second = await written(taking(other.mailboxId));
    stored.entries.push(second);
    const file = await home();
    expect(file.code?.mailboxId).toEqual(fresh.mailboxId);
    expect(file.refusedEntries).toEqual([{ id: second.id, day: DAY, code: "malformed" }]);
  });

  it("is not enough without what the person signed: then nothing is written to the old code", async () => {
    stored.entries.push(await written(taking(fresh.mailboxId), await rightId()));
    const file = await home();
    expect(file.codes?.broken).toBe(true);
    expect(file.code).toBeNull();
    stored.items.push(await rekeyItem(unit, { old, fresh: other }));
    expect((await home()).code).toBeNull();
    stored.items.push(await rekeyItem(unit, { old, fresh }));
    expect((await home()).code?.mailboxId).toEqual(fresh.mailboxId);
  });

  it("is a contradiction beside another one for whoever lacks the matching key", async () => {
    stored.items.push(await rekeyItem(unit, { old, fresh }), await rekeyItem(unit, { old, fresh: other }));
    const keyring = { ...context.keyring, matching: new Map<number, Uint8Array>() };
    stored.entries.push(await written(taking(fresh.mailboxId), await rightId()));
    expect((await home({ keyring })).code?.mailboxId).toEqual(fresh.mailboxId);
    stored.entries.push(await written(taking(other.mailboxId)));
    expect((await home({ keyring })).code).toBeNull();
  });

  it("is refused when it comes from another person's case", async () => {
    const elsewhere = { ...taking(fresh.mailboxId), mailboxId: other.mailboxId };
    const id = uuidOf(await rekeyEntryId(unit.p, matching, other.mailboxId));
    stored.entries.push(await written(elsewhere, id));
    const file = await home();
    expect(file.code?.mailboxId).toEqual(old.mailboxId);
    expect(file.refusedEntries).toEqual([{ id, day: DAY, code: "other_mailbox" }]);
  });

  it("lists what lay in the case before, by envelope", async () => {
    await bring(await messageItem(unit, { text: "avant" }, old), old);
    await bring(await rekeyItem(unit, { old, fresh }), old);
    const file = await home();
    const before = file.codes?.changes[0]?.rekey.before ?? [];
    const ids = file.items.slice(0, 2).map(({ envelopeId }) => envelopeId ?? new Uint8Array());
    expect(before).toHaveLength(2);
    expect(before.every((id, i) => equalBytes(id, ids[i] ?? new Uint8Array()))).toBe(true);
  });
});

/** Withdrawal and rekey: what is sealed, what a reader believes of it, and every way in which it must not. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes } from "../../security/bytes.ts";
import { codeKeys, type CodeKeys } from "../../security/codeKeys.ts";
import { encodeDescriptor, mailboxIdOf, parseDescriptor } from "../../security/descriptor.ts";
import { parseEnvelope, parseIntakeBody } from "../../security/envelope.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { openReport, verifyRekey, verifyThread, type Rekey, type ThreadItem } from "../../security/openEnvelope.ts";
import type { Primitives } from "../../security/primitives/types.ts";
import { encodeContent } from "../../security/report.ts";
import { sealLaterMessage, sealRekey, sealWithdrawal } from "../../security/sealEnvelope.ts";
import { openSlip } from "../../security/slip.ts";
import { DESK_GENERAL, DESK_RESTRICTED, type Slip } from "../../security/vocabulary.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { ENGINES, PAIRS, sodium } from "./engines.ts";
import { sealByHand, type Hostile } from "./hostileSender.ts";

const ROUTE = { language: "ht", desk: DESK_RESTRICTED } as const;

let unit: TestUnit;
let old: CodeKeys;
let fresh: CodeKeys;
let third: CodeKeys;

beforeAll(async () => {
  unit = await makeUnit();
  const newKeys = (): Promise<CodeKeys> => codeKeys(sodium, newFollowUpCode(sodium), new Uint8Array(16));
  [old, fresh, third] = await Promise.all([newKeys(), newKeys(), newKeys()]);
});

const slipFor = (type: Slip["type"], desk: number = ROUTE.desk): Slip => ({
  type,
  danger: "unknown",
  kinds: [],
  accused: [],
  signs: [],
  desk,
  language: "ht",
  assisted: false,
});

async function opened<T extends ThreadItem["type"]>(
  p: Primitives,
  body: Uint8Array,
  type: T,
): Promise<Extract<ThreadItem, { type: T }>> {
  const read = await openReport(p, parseIntakeBody(body).envelope, unit.desks);
  if (read.state !== "opened" || read.content.type !== type) throw new Error(read.state);
  return read.content as Extract<ThreadItem, { type: T }>;
}

const stateOf = async (p: Primitives, body: Uint8Array): Promise<string> =>
  (await openReport(p, parseIntakeBody(body).envelope, unit.desks)).state;

describe.each(PAIRS)("sealWithdrawal() and openReport(), %s", (_name, from, to) => {
  it("say that the report is taken back, to the case's desk, signed by the thread", async () => {
    const { body, envelopeId } = await sealWithdrawal(from, unit.statement, ROUTE, old);
    const { envelope, slip } = parseIntakeBody(body);
    expect(await openSlip(to, parseEnvelope(envelope), slip, unit.triageSecret)).toEqual(slipFor("withdrawal"));
    expect(await openReport(to, envelope, unit.desks)).toMatchObject({
      state: "opened",
      deskId: DESK_RESTRICTED,
      envelopeId,
      slip: slipFor("withdrawal"),
      slipLied: false,
      attachments: null,
      content: { type: "withdrawal", mailboxId: old.mailboxId },
    });
    const content = await opened(to, body, "withdrawal");
    expect(await verifyThread(to, content, old.thread.publicKey)).toBe(true);
    expect(await verifyThread(to, content, fresh.thread.publicKey)).toBe(false);
  });
});

describe.each(PAIRS)("sealRekey() and openReport(), %s", (_name, from, to) => {
  it("name the old mailbox and the new code, signed by both threads", async () => {
    const { body } = await sealRekey(from, unit.statement, ROUTE, { old, fresh });
    const { envelope, slip } = parseIntakeBody(body);
    expect(await openSlip(to, parseEnvelope(envelope), slip, unit.triageSecret)).toEqual(slipFor("rekey"));
    const content = await opened(to, body, "rekey");
    expect(content).toMatchObject({
      mailboxId: old.mailboxId,
      descriptor: fresh.descriptor,
      newMailboxId: fresh.mailboxId,
    });
    expect(await verifyRekey(to, content, [old.descriptor])).toBe(true);
  });
});

describe("sizes", () => {
  it("are those of a short message: nothing tells a withdrawal or a rekey from outside", async () => {
    const message = { text: "merci", danger: "no", ...ROUTE } as const;
    const bodies = await Promise.all([
      sealLaterMessage(sodium, unit.statement, message, old),
      sealWithdrawal(sodium, unit.statement, ROUTE, old),
      sealRekey(sodium, unit.statement, ROUTE, { old, fresh }),
    ]);
    expect(bodies.map(({ body }) => body.length)).toEqual([10_896, 10_896, 10_896]);
    const prefixes = bodies.map(({ body }) => parseEnvelope(parseIntakeBody(body).envelope));
    expect(prefixes.map(({ bucket, hasAttachments }) => [bucket, hasAttachments])).toEqual(
      prefixes.map(() => [8192, false]),
    );
  });
});

describe("sealWithdrawal(), sealRekey()", () => {
  it("refuse a desk that the statement lacks, and a code in its own place", async () => {
    const nowhere = { ...ROUTE, desk: 77 };
    await expect(sealWithdrawal(sodium, unit.statement, nowhere, old)).rejects.toMatchObject({ code: "unknown_desk" });
    await expect(sealRekey(sodium, unit.statement, nowhere, { old, fresh })).rejects.toMatchObject({
      code: "unknown_desk",
    });
    await expect(sealRekey(sodium, unit.statement, ROUTE, { old, fresh: old })).rejects.toMatchObject({
      code: "out_of_range",
    });
  });

  it("never make the same bytes twice", async () => {
    const one = await sealRekey(sodium, unit.statement, ROUTE, { old, fresh });
    const other = await sealRekey(sodium, unit.statement, ROUTE, { old, fresh });
    expect(equalBytes(one.envelopeId, other.envelopeId)).toBe(false);
    expect(equalBytes(one.body.slice(144), other.body.slice(144))).toBe(false);
  });
});

describe.each(ENGINES)("openReport() with %s", (_name, p) => {
  const hostile = (content: Uint8Array, type: Slip["type"]): Hostile => ({
    content,
    slip: slipFor(type, DESK_GENERAL),
    desk: DESK_GENERAL,
  });
  const withdrawal = (): Hostile =>
    hostile(
      encodeContent({ type: "withdrawal", slip: slipFor("withdrawal", DESK_GENERAL), mailboxId: old.mailboxId }),
      "withdrawal",
    );
  const rekey = (descriptor = fresh.descriptor): Hostile =>
    hostile(
      encodeContent({ type: "rekey", slip: slipFor("rekey", DESK_GENERAL), mailboxId: old.mailboxId, descriptor }),
      "rekey",
    );
  const seal = (what: Hostile): Promise<Uint8Array> => sealByHand(p, unit.statement, what);

  it("calls a withdrawal damaged that is unsigned, or signed as a rekey is", async () => {
    const [threadKey, newThreadKey] = [old.thread.secretKey, fresh.thread.secretKey];
    expect(await stateOf(p, await seal({ ...withdrawal(), threadKey }))).toBe("opened");
    expect(await stateOf(p, await seal(withdrawal()))).toBe("damaged");
    expect(await stateOf(p, await seal({ ...withdrawal(), newThreadKey }))).toBe("damaged");
    expect(await stateOf(p, await seal({ ...withdrawal(), threadKey, newThreadKey }))).toBe("damaged");
  });

  it("calls a rekey damaged that lacks either signature", async () => {
    const [threadKey, newThreadKey] = [old.thread.secretKey, fresh.thread.secretKey];
    expect(await stateOf(p, await seal({ ...rekey(), threadKey, newThreadKey }))).toBe("opened");
    expect(await stateOf(p, await seal({ ...rekey(), threadKey }))).toBe("damaged");
    expect(await stateOf(p, await seal({ ...rekey(), newThreadKey }))).toBe("damaged");
    expect(await stateOf(p, await seal(rekey()))).toBe("damaged");
  });

  it("calls a rekey damaged to a code that its sender does not hold", async () => {
    const threadKey = old.thread.secretKey;
    const theirs = { ...rekey(third.descriptor), threadKey };
    expect(await stateOf(p, await seal({ ...theirs, newThreadKey: third.thread.secretKey }))).toBe("opened");
    expect(await stateOf(p, await seal({ ...theirs, newThreadKey: fresh.thread.secretKey }))).toBe("damaged");
    expect(await stateOf(p, await seal({ ...theirs, newThreadKey: threadKey }))).toBe("damaged");
  });

  it("takes neither signature for the other: each has a label of its own", async () => {
    const content = await opened(p, (await sealRekey(p, unit.statement, ROUTE, { old, fresh })).body, "rekey");
    expect(await verifyThread(p, content, old.thread.publicKey)).toBe(true);
    // Signed twice by one key: what passes as the old code's word must not pass as the new one's.
    const both = encodeDescriptor({ ...parseDescriptor(fresh.descriptor), threadKey: old.thread.publicKey });
    const threadKey = old.thread.secretKey;
    const twice = await opened(p, await seal({ ...rekey(both), threadKey, newThreadKey: threadKey }), "rekey");
    const swapped = { signature: twice.signature, newSignature: twice.signature };
    expect(await stateOf(p, await seal({ ...rekey(both), signatures: swapped }))).toBe("damaged");
  });

  it("calls a withdrawal or rekey with attachments damaged", async () => {
    const stream = { streamLength: 262_208, streamHash: p.randomBytes(32), uploadId: p.randomBytes(16) };
    const [threadKey, newThreadKey] = [old.thread.secretKey, fresh.thread.secretKey];
    expect(await stateOf(p, await seal({ ...withdrawal(), threadKey, stream }))).toBe("damaged");
    expect(await stateOf(p, await seal({ ...rekey(), threadKey, newThreadKey, stream }))).toBe("damaged");
  });

  it("shows a slip that called them something else", async () => {
    const threadKey = old.thread.secretKey;
    const honest = await seal({ ...withdrawal(), threadKey });
    expect(await openReport(p, parseIntakeBody(honest).envelope, unit.desks)).toMatchObject({ slipLied: false });
    const lying = encodeContent({
      type: "withdrawal",
      slip: slipFor("message", DESK_GENERAL),
      mailboxId: old.mailboxId,
    });
    const lie = await seal({ ...hostile(lying, "message"), threadKey });
    expect(await openReport(p, parseIntakeBody(lie).envelope, unit.desks)).toMatchObject({ slipLied: true });
  });
});

describe.each(ENGINES)("verifyRekey() with %s", (_name, p) => {
  const made = async (from: CodeKeys, to: CodeKeys): Promise<Rekey> =>
    opened(p, (await sealRekey(p, unit.statement, ROUTE, { old: from, fresh: to })).body, "rekey");

  it("follows a chain of codes, each from the one before", async () => {
    expect(await verifyRekey(p, await made(old, fresh), [old.descriptor])).toBe(true);
    expect(await verifyRekey(p, await made(fresh, third), [old.descriptor, fresh.descriptor])).toBe(true);
  });

  it("refuses a replay: the same rekey, or another one with the old code, once that code was given up", async () => {
    const again = await made(old, fresh);
    expect(await verifyRekey(p, again, [old.descriptor])).toBe(true);
    expect(await verifyRekey(p, again, [old.descriptor, fresh.descriptor])).toBe(false);
    expect(await verifyRekey(p, await made(old, third), [old.descriptor, fresh.descriptor])).toBe(false);
  });

  it("refuses to go back to a code that was given up", async () => {
    const back = await made(fresh, old);
    expect(await verifyRekey(p, back, [fresh.descriptor])).toBe(true);
    expect(await verifyRekey(p, back, [old.descriptor, fresh.descriptor])).toBe(false);
    // Nor under another mailbox, with the same thread key.
    const descriptor = encodeDescriptor({ ...parseDescriptor(third.descriptor), threadKey: old.thread.publicKey });
    const disguised = await made(fresh, { ...third, descriptor, thread: old.thread });
    expect(disguised.newMailboxId).toEqual(await mailboxIdOf(p, descriptor));
    expect(await verifyRekey(p, disguised, [fresh.descriptor])).toBe(true);
    expect(await verifyRekey(p, disguised, [old.descriptor, fresh.descriptor])).toBe(false);
  });

  it("refuses a rekey of another person's case", async () => {
    expect(await verifyRekey(p, await made(third, fresh), [old.descriptor])).toBe(false);
    expect(await verifyRekey(p, await made(third, fresh), [])).toBe(false);
  });

  it("refuses one who knows the mailbox id and not the old code", async () => {
    const stranger = { ...third, mailboxId: old.mailboxId };
    const forged = await made(stranger, fresh);
    expect(forged.mailboxId).toEqual(old.mailboxId);
    expect(await verifyRekey(p, forged, [old.descriptor])).toBe(false);
  });

  it("refuses a swap: the signature of one rekey under another, in another envelope or to another code", async () => {
    const [one, again, other] = [await made(old, fresh), await made(old, fresh), await made(old, third)];
    expect(await verifyRekey(p, again, [old.descriptor])).toBe(true);
    expect(await verifyRekey(p, { ...again, signature: one.signature }, [old.descriptor])).toBe(false);
    expect(await verifyRekey(p, { ...other, signature: one.signature }, [old.descriptor])).toBe(false);
  });

  it("takes a withdrawal's signature for no rekey", async () => {
    const back = await opened(p, (await sealWithdrawal(p, unit.statement, ROUTE, old)).body, "withdrawal");
    expect(await verifyThread(p, back, old.thread.publicKey)).toBe(true);
    const rekey = await made(old, fresh);
    expect(await verifyRekey(p, { ...rekey, signature: back.signature }, [old.descriptor])).toBe(false);
  });
});

/** Replies: what the desk seals, the reporter's page reads, and nobody else can forge, move or repeat. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { concat, fromUtf8, u16, u32, u8, utf8 } from "../../security/bytes.ts";
import { codeKeys, type CodeKeys } from "../../security/codeKeys.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { hpkeSeal } from "../../security/hpke.ts";
import { MAILBOX_BYTES, REPLY_PLAINTEXT_BYTES, REPLY_TEXT_MAX_BYTES, SLOT_BYTES } from "../../security/limits.ts";
import { emptySlot } from "../../security/mailbox.ts";
import { openMailbox } from "../../security/openMailbox.ts";
import { pad } from "../../security/padding.ts";
import type { KeyPair, Primitives } from "../../security/primitives/types.ts";
import {
  parseReplyPlaintext,
  replyInfo,
  replyMessage,
  sealReply,
  signingKeyId,
  splitReply,
} from "../../security/reply.ts";
import type { VerifiedStatement } from "../../security/statement.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "../../security/vocabulary.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { depth } from "../tools/depth.ts";
import { flipped, noble, PAIRS, sodium } from "./engines.ts";
import { texts } from "./samples.ts";

const TEXT = "Nous vous avons lue. Voici où dormir ce soir.";

let unit: TestUnit;
let keys: CodeKeys;
let otherKeys: CodeKeys;
let general: TestUnit["desks"][number];

beforeAll(async () => {
  unit = await makeUnit();
  general = unit.desks[0] as TestUnit["desks"][number];
  keys = await codeKeys(sodium, newFollowUpCode(sodium), new Uint8Array(16));
  otherKeys = await codeKeys(sodium, newFollowUpCode(sodium), new Uint8Array(16));
});

/** A mailbox of PRF bytes with these slots in their places, or where `at` says. */
async function mailboxWith(slots: readonly { sequence: number; slot: Uint8Array; at?: number }[]): Promise<Uint8Array> {
  const prfKey = sodium.randomBytes(32);
  const all = await Promise.all(Array.from({ length: 8 }, (_, i) => emptySlot(sodium, prfKey, keys.mailboxId, i)));
  for (const { sequence, slot, at } of slots) all[at ?? (sequence - 1) % 8] = slot;
  return concat(...all);
}

function replyOf(
  sequence: number,
  change: { signing?: KeyPair; deskId?: number; text?: string; keys?: CodeKeys } = {},
) {
  const { signing = general.signing, deskId = DESK_GENERAL, text = TEXT, keys: to = keys } = change;
  return { descriptor: to.descriptor, sequence, deskId, signing, text, part: 1, parts: 1 };
}

async function read(slots: Parameters<typeof mailboxWith>[0], p: Primitives = noble, statement = unit.statement) {
  return openMailbox(p, await mailboxWith(slots), keys, statement);
}

/** Seals any inner bytes as a slot, as somebody would who has the descriptor but not the desk's key. */
async function sealRaw(p: Primitives, sequence: number, plaintext: Uint8Array): Promise<Uint8Array> {
  const info = replyInfo(keys.mailboxId, sequence);
  const inner = await hpkeSeal(p, keys.reply.publicKey, info, pad(plaintext, REPLY_PLAINTEXT_BYTES));
  const nonce = p.randomBytes(24);
  return concat(nonce, p.xchachaSeal(keys.outerKey, nonce, inner, info));
}

describe.each(PAIRS)("sealReply() and openMailbox(), %s", (_name, from, to) => {
  it("carry a text, signed by the desk, in a slot of 4096 bytes", async () => {
    const slot = await sealReply(from, replyOf(1));
    expect(slot).toHaveLength(SLOT_BYTES);
    expect(await read([{ sequence: 1, slot }], to)).toEqual({
      refused: 0,
      replies: [
        { sequence: 1, deskId: DESK_GENERAL, part: 1, parts: 1, text: TEXT, epochSigner: general.signing.publicKey },
      ],
    });
  });

  it("return replies in order, also when a later one has taken an earlier one's slot", async () => {
    const sequences = [3, 9, 2, 512];
    const slots = await Promise.all(
      sequences.map(async (sequence) => ({
        sequence,
        slot: await sealReply(from, replyOf(sequence, { text: `n° ${sequence}` })),
      })),
    );
    const { replies, refused } = await read(slots, to);
    expect(refused).toBe(0);
    expect(replies.map(({ sequence, text }) => [sequence, text])).toEqual([
      [2, "n° 2"],
      [3, "n° 3"],
      [9, "n° 9"],
      [512, "n° 512"],
    ]);
  });
});

describe("openMailbox()", () => {
  it("finds nothing in a mailbox of nothing, or of somebody else", async () => {
    expect(await read([])).toEqual({ replies: [], refused: 0 });
    const slot = await sealReply(sodium, replyOf(1, { keys: otherKeys }));
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 0 });
  });

  it("refuses another length", async () => {
    for (const length of [0, MAILBOX_BYTES - 1, MAILBOX_BYTES + 1]) {
      await expect(openMailbox(noble, new Uint8Array(length), keys, unit.statement)).rejects.toMatchObject({
        code: "malformed",
      });
    }
  });

  it("believes an earlier epoch's signing key that the statement still lists, and says which", async () => {
    const earlier = sodium.ed25519KeyPair(sodium.randomBytes(32));
    const slot = await sealReply(sodium, replyOf(1, { signing: earlier }));
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
    const statement: VerifiedStatement = {
      ...unit.statement,
      desks: unit.statement.desks.map((desk) =>
        desk.id === DESK_GENERAL ? { ...desk, earlierSigningKeys: [{ epoch: 0, key: earlier.publicKey }] } : desk,
      ),
    };
    const { replies } = await read([{ sequence: 1, slot }], noble, statement);
    expect(replies.map(({ epochSigner }) => epochSigner)).toEqual([earlier.publicKey]);
  });
});

describe("attacks on replies", () => {
  it("a reply moved to another sequence number's slot is not found there", async () => {
    const slot = await sealReply(sodium, replyOf(1));
    expect((await read([{ sequence: 1, slot }])).replies).toHaveLength(1);
    expect((await read([{ sequence: 1, slot, at: 1 }])).replies).toHaveLength(0);
  });

  it("a reply kept and put back in place of the ninth shows itself as the first again, never as the ninth", async () => {
    const slot = await sealReply(sodium, replyOf(1));
    const { replies } = await read([{ sequence: 9, slot }]);
    expect(replies.map(({ sequence }) => sequence)).toEqual([1]);
  });

  it("a reply signed for one sequence number and sealed for another is refused", async () => {
    const keyId = await signingKeyId(sodium, general.signing.publicKey);
    const signed = concat(keyId, u32(1), u16(DESK_GENERAL), u8(1), u8(1), utf8(TEXT));
    const signature = sodium.ed25519Sign(replyMessage(keys.mailboxId, signed), general.signing.secretKey);
    const plaintext = concat(signature, signed);
    expect((await read([{ sequence: 1, slot: await sealRaw(sodium, 1, plaintext) }])).replies).toHaveLength(1);
    expect(await read([{ sequence: 2, slot: await sealRaw(sodium, 2, plaintext) }])).toEqual({
      replies: [],
      refused: 1,
    });
  });

  it("a reply to one mailbox, opened and sealed again to another, is refused", async () => {
    const keyId = await signingKeyId(sodium, general.signing.publicKey);
    const signed = concat(keyId, u32(1), u16(DESK_GENERAL), u8(1), u8(1), utf8(TEXT));
    const signature = sodium.ed25519Sign(replyMessage(otherKeys.mailboxId, signed), general.signing.secretKey);
    const slot = await sealRaw(sodium, 1, concat(signature, signed));
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
  });

  it("an unsigned officer, who knows the descriptor and holds no signing key of the desk, is refused", async () => {
    const stranger = sodium.ed25519KeyPair(sodium.randomBytes(32));
    const slot = await sealReply(sodium, replyOf(1, { signing: stranger }));
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
    // Also under the key id of the real one.
    const keyId = await signingKeyId(sodium, general.signing.publicKey);
    const signed = concat(keyId, u32(1), u16(DESK_GENERAL), u8(1), u8(1), utf8(TEXT));
    const forged = sodium.ed25519Sign(replyMessage(keys.mailboxId, signed), stranger.secretKey);
    const forgedSlot = await sealRaw(sodium, 1, concat(forged, signed));
    expect(await read([{ sequence: 1, slot: forgedSlot }])).toEqual({ replies: [], refused: 1 });
  });

  it("one desk's key does not sign for the other desk, nor for a desk that does not exist", async () => {
    for (const deskId of [DESK_RESTRICTED, 9]) {
      const slot = await sealReply(sodium, replyOf(1, { deskId }));
      expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
    }
  });

  it("a former officer with the outer key but not the reply key reads nothing", async () => {
    const slot = await sealReply(sodium, replyOf(1));
    const former = { ...keys, reply: sodium.xwingKeyPair(sodium.randomBytes(32)) };
    const mailbox = await mailboxWith([{ sequence: 1, slot }]);
    expect(await openMailbox(noble, mailbox, former, unit.statement)).toEqual({ replies: [], refused: 1 });
  });

  it.each([
    ["too short for its header", new Uint8Array(79)],
    ["part 0", concat(new Uint8Array(72), u32(1), u16(1), u8(0), u8(1))],
    ["part 3 of 2", concat(new Uint8Array(72), u32(1), u16(1), u8(3), u8(2))],
  ])("an inner plaintext that is %s is refused, without an exception", async (_name, plaintext) => {
    const slot = await sealRaw(sodium, 1, plaintext);
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
  });

  it("a text that is not UTF-8 is refused, though signed", async () => {
    const keyId = await signingKeyId(sodium, general.signing.publicKey);
    const signed = concat(keyId, u32(1), u16(DESK_GENERAL), u8(1), u8(1), Uint8Array.of(0xff));
    const signature = sodium.ed25519Sign(replyMessage(keys.mailboxId, signed), general.signing.secretKey);
    const slot = await sealRaw(sodium, 1, concat(signature, signed));
    expect(await read([{ sequence: 1, slot }])).toEqual({ replies: [], refused: 1 });
  });

  it("a flipped bit anywhere in a slot hides it", async () => {
    const slot = await sealReply(sodium, replyOf(1));
    expect((await read([{ sequence: 1, slot }])).replies).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * SLOT_BYTES - 1), async (bit) => {
        const { replies } = await read([{ sequence: 1, slot: flipped(slot, bit) }], sodium);
        expect(replies).toEqual([]);
      }),
      { numRuns: depth(30, 5_000) },
    );
  });
});

describe("parseReplyPlaintext()", () => {
  it("reads back what was put together, for any header and text", () => {
    const header = fc.record({
      sequence: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      deskId: fc.nat(0xffff),
      parts: fc.integer({ min: 1, max: 255 }),
      text: texts,
    });
    fc.assert(
      fc.property(header, ({ sequence, deskId, parts, text }) => {
        const signature = new Uint8Array(64).fill(1);
        const keyId = new Uint8Array(8).fill(2);
        const signed = concat(keyId, u32(sequence), u16(deskId), u8(parts), u8(parts), utf8(text));
        expect(parseReplyPlaintext(concat(signature, signed))).toEqual({
          sequence,
          deskId,
          part: parts,
          parts,
          signature,
          keyId,
          signed,
          text: utf8(text),
        });
      }),
    );
  });
});

describe("sealReply()", () => {
  it("takes 2839 bytes of text and not one more", async () => {
    expect(REPLY_TEXT_MAX_BYTES).toBe(2839);
    const fits = "x".repeat(REPLY_TEXT_MAX_BYTES);
    const slot = await sealReply(sodium, replyOf(1, { text: fits }));
    expect((await read([{ sequence: 1, slot }])).replies[0]?.text).toBe(fits);
    await expect(sealReply(sodium, replyOf(1, { text: `${fits}x` }))).rejects.toMatchObject({ code: "too_long" });
  });

  it.each([
    ["sequence 0", { sequence: 0 }],
    ["part 0", { part: 0 }],
    ["part 2 of 1", { part: 2 }],
    ["256 parts", { parts: 256 }],
  ])("refuses %s", async (_name, change) => {
    await expect(sealReply(sodium, replyOf(1))).resolves.toHaveLength(SLOT_BYTES);
    await expect(sealReply(sodium, { ...replyOf(1), ...change })).rejects.toMatchObject({ code: "out_of_range" });
  });
});

describe("splitReply()", () => {
  it("gives parts that fit, and that joined are the text", () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 60 }), (pieces) => {
        const text = pieces.join(" ");
        const parts = splitReply(text);
        expect(parts.join("")).toBe(text);
        for (const part of parts) {
          expect(utf8(part).length).toBeLessThanOrEqual(REPLY_TEXT_MAX_BYTES);
          expect(part).not.toBe("");
          expect(fromUtf8(utf8(part))).toBe(part); // no half of a character
        }
      }),
      { numRuns: depth(60, 3_000) },
    );
  });

  it("breaks between words where it can, and inside a wall of letters where it must", () => {
    const words = "parole ".repeat(1000);
    for (const part of splitReply(words).slice(0, -1)) expect(part.endsWith(" ")).toBe(true);
    expect(splitReply("ন".repeat(2000)).map((part) => part.length)).toEqual([946, 946, 108]);
    expect(splitReply("🏠".repeat(800)).map((part) => part.length)).toEqual([1418, 182]);
  });

  it("gives one part for a short text and none for an empty one", () => {
    expect(splitReply("oui")).toEqual(["oui"]);
    expect(splitReply("")).toEqual([]);
  });
});

/** parse ∘ encode is the identity for every wire type that is CBOR, and only their own encoding is read. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { encodeCbor, parseCbor, type CborMap, type CborValue } from "../../security/cbor.ts";
import {
  ACCUSED_NAME_MAX_BYTES,
  ATTACHMENTS_MAX_BYTES,
  ATTACHMENTS_MAX_FILES,
  BUCKETS_BYTES,
  DESCRIPTOR_BYTES,
  MAILBOX_ID_BYTES,
  MANIFEST_MAX_BYTES,
  MESSAGE_MAX_BYTES,
  NARRATIVE_MAX_BYTES,
  PLACE_MAX_BYTES,
  SLIP_PLAINTEXT_BYTES,
  SUMMARY_PLAINTEXT_BYTES,
} from "../../security/limits.ts";
import { encodeManifest } from "../../security/manifest.ts";
import { bucketFor, encodePayload, parsePayload } from "../../security/payload.ts";
import { encodeContent, parseContent } from "../../security/report.ts";
import type { Content, FirstContent, MessageContent, RekeyContent, WithdrawalContent } from "../../security/report.ts";
import { encodeSlip, parseSlip, sameSlip } from "../../security/slip.ts";
import { encodeSummary, parseSummary } from "../../security/summary.ts";
import {
  ACCUSED,
  CONSENT,
  HELP,
  KINDS,
  SIGNS,
  slipOf,
  type Answers,
  type Kind,
  type Slip,
} from "../../security/vocabulary.ts";
import { depth } from "../tools/depth.ts";
import { answers, bytes, ORDINARY, slips, texts, withFiles } from "./samples.ts";

const RUNS = { numRuns: depth(100, 20_000) };
const refused = expect.objectContaining({ name: "SecurityError" });

const firstContents: fc.Arbitrary<FirstContent> = withFiles(
  fc.record({
    type: fc.constant("first" as const),
    slip: slips,
    answers,
    descriptor: bytes(DESCRIPTOR_BYTES),
  }),
);
const messageContents: fc.Arbitrary<MessageContent> = withFiles(
  fc.record({
    type: fc.constant("message" as const),
    slip: slips,
    mailboxId: bytes(MAILBOX_ID_BYTES),
    text: texts,
  }),
);

const withdrawalContents: fc.Arbitrary<WithdrawalContent> = fc.record({
  type: fc.constant("withdrawal" as const),
  slip: slips,
  mailboxId: bytes(MAILBOX_ID_BYTES),
});
const rekeyContents: fc.Arbitrary<RekeyContent> = fc.record({
  type: fc.constant("rekey" as const),
  slip: slips,
  mailboxId: bytes(MAILBOX_ID_BYTES),
  descriptor: bytes(DESCRIPTOR_BYTES),
});

/** The same CBOR map with one field changed, added or, for `undefined`, removed. */
function changed(encoded: Uint8Array, key: number, value: CborValue | undefined): Uint8Array {
  const map = new Map(parseCbor(encoded) as CborMap);
  if (value === undefined) map.delete(key);
  else map.set(key, value);
  return encodeCbor(map);
}

describe("encodeX(), parseX()", () => {
  it("are inverse for slips", () => {
    fc.assert(
      fc.property(slips, (slip) => expect(parseSlip(encodeSlip(slip))).toEqual(slip)),
      RUNS,
    );
  });

  it("are inverse for the contents of first reports", () => {
    fc.assert(
      fc.property(firstContents, (content) => expect(parseContent(encodeContent(content))).toEqual(content)),
      RUNS,
    );
  });

  it("are inverse for the contents of later messages", () => {
    fc.assert(
      fc.property(messageContents, (content) => expect(parseContent(encodeContent(content))).toEqual(content)),
      RUNS,
    );
  });

  it("are inverse for withdrawals and rekeys", () => {
    fc.assert(
      fc.property(fc.oneof(withdrawalContents, rekeyContents), (content) =>
        expect(parseContent(encodeContent(content))).toEqual(content),
      ),
      RUNS,
    );
  });

  it("are inverse for payloads, signed and not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes(64), bytes(64), (content, signature, newSignature) => {
        for (const payload of [{ content }, { content, signature }, { content, signature, newSignature }]) {
          expect(parsePayload(encodePayload(payload))).toEqual(payload);
        }
      }),
      RUNS,
    );
  });

  it("are inverse for summaries", () => {
    fc.assert(
      fc.property(fc.nat(2047), fc.nat(2047), slips, (a, b, slip) => {
        expect(parseSummary(encodeSummary({ alias: [a, b], slip }))).toEqual({ alias: [a, b], slip });
      }),
      RUNS,
    );
  });
});

describe("encodeSlip()", () => {
  it("does not depend on the order in which words were chosen", () => {
    const one = slipOf({ ...ORDINARY, kinds: ["hate", "pay"] });
    const other = slipOf({ ...ORDINARY, kinds: ["pay", "hate", "pay"] });
    expect(encodeSlip(one)).toEqual(encodeSlip(other));
    expect(sameSlip(one, other)).toBe(true);
    expect(sameSlip(one, slipOf(ORDINARY))).toBe(false);
  });

  it("refuses a word outside the vocabulary", () => {
    const slip = { ...slipOf(ORDINARY), kinds: ["witchcraft" as Kind] };
    expect(() => encodeSlip(slip)).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("fits its plaintext, and the summary's, with every box ticked", () => {
    const fullest: Slip = {
      type: "rekey",
      danger: "unknown",
      kinds: KINDS,
      when: "unknown",
      still: "unknown",
      accused: ACCUSED,
      signs: SIGNS,
      child: "unknown",
      desk: 0xffff,
      language: "ur",
      assisted: true,
    };
    expect(encodeSlip(fullest).length).toBeLessThan(SLIP_PLAINTEXT_BYTES);
    expect(encodeSummary({ alias: [2047, 2047], slip: fullest }).length).toBeLessThan(SUMMARY_PLAINTEXT_BYTES);
  });
});

describe("parseSlip()", () => {
  const encoded = encodeSlip(slipOf(ORDINARY));

  it.each<[string, number, CborValue | undefined]>([
    ["a type that is not known", 0, 4],
    ["a danger that is not known", 1, 4],
    ["no danger", 1, undefined],
    ["kinds out of order", 2, [2, 1]],
    ["a kind twice", 2, [1, 1]],
    ["a kind that is not known", 2, [16]],
    ["a kind that is no number", 2, ["pay"]],
    ["desk 0", 8, 0],
    ["a desk beyond u16", 8, 65_536],
    ["a number for a truth value", 10, 1],
    ["a field that is not known", 11, 0],
  ])("refuses %s", (_name, key, value) => {
    expect(parseSlip(encoded)).toEqual(slipOf(ORDINARY));
    expect(() => parseSlip(changed(encoded, key, value))).toThrow(refused);
  });
});

describe("parseContent()", () => {
  const first: FirstContent = {
    type: "first",
    slip: slipOf(ORDINARY),
    answers: ORDINARY,
    descriptor: new Uint8Array(DESCRIPTOR_BYTES),
  };
  const message: MessageContent = {
    type: "message",
    slip: slipOf(ORDINARY),
    mailboxId: new Uint8Array(16),
    text: "bonjour",
  };

  const withdrawal: WithdrawalContent = { type: "withdrawal", slip: slipOf(ORDINARY), mailboxId: new Uint8Array(16) };
  const rekey: RekeyContent = { ...withdrawal, type: "rekey", descriptor: new Uint8Array(DESCRIPTOR_BYTES) };

  it.each<[string, Content, number, CborValue | undefined]>([
    ["a type of a later version", first, 0, 4],
    ["a withdrawal with a text", withdrawal, 3, "parce que"],
    ["a withdrawal with files", withdrawal, 4, []],
    ["a withdrawal without a mailbox", withdrawal, 2, undefined],
    ["a withdrawal with a short mailbox id", withdrawal, 2, new Uint8Array(15)],
    ["a rekey without a descriptor", rekey, 3, undefined],
    ["a rekey with a short descriptor", rekey, 3, new Uint8Array(DESCRIPTOR_BYTES - 1)],
    ["a rekey with files", rekey, 4, []],
    ["a rekey called a withdrawal", rekey, 0, 2],
    ["a rekey called a message", rekey, 0, 1],
    ["the other type's fields", first, 0, 1],
    ["a short descriptor", first, 3, new Uint8Array(DESCRIPTOR_BYTES - 1)],
    ["no descriptor", first, 3, undefined],
    ["answers that are no map", first, 2, 7],
    ["a further field", first, 5, 0],
    ["a manifest that is none", first, 4, 0],
    ["a manifest without a file", first, 4, []],
    ["a manifest of numbers", message, 4, [7]],
    ["a slip that is none", first, 1, Uint8Array.of(0xa0)],
    ["a short mailbox id", message, 2, new Uint8Array(15)],
    ["a text that is too long", message, 3, "x".repeat(MESSAGE_MAX_BYTES + 1)],
    ["bytes for a text", message, 3, new Uint8Array(3)],
  ])("refuses %s", (_name, content, key, value) => {
    const encoded = encodeContent(content);
    expect(parseContent(encoded)).toEqual(content);
    expect(() => parseContent(changed(encoded, key, value))).toThrow(refused);
  });

  it("refuses a list of more files than fit one report, of a longer list than the payload has room for, and of empty files", () => {
    const file = (size: number, type = "", name = ""): CborMap =>
      new Map<number, CborValue>([
        [0, new Uint8Array(32)],
        [1, size],
        [2, type],
        [3, name],
        [4, 0],
      ]);
    const read = (files: readonly CborMap[]) => () => parseContent(changed(encodeContent(first), 4, [...files]));
    const many = (count: number, of: CborMap): CborMap[] => Array.from({ length: count }, () => of);
    const long = file(1, "x".repeat(100), "x".repeat(200));
    expect(read([file(ATTACHMENTS_MAX_BYTES - 1), file(1)])).not.toThrow();
    expect(read(many(10, long))).not.toThrow();
    expect(read([file(ATTACHMENTS_MAX_BYTES), file(1)])).toThrow(refused);
    expect(read(many(ATTACHMENTS_MAX_FILES, long))).toThrow(refused);
    expect(read(many(ATTACHMENTS_MAX_FILES, file(1)))).not.toThrow();
    expect(read(many(ATTACHMENTS_MAX_FILES + 1, file(1)))).toThrow(refused);
    expect(read([file(0)])).toThrow(refused);
  });

  it("refuses answers with a field nobody knows", () => {
    const encoded = encodeContent(first);
    const map = new Map((parseCbor(encoded) as CborMap).get(2) as CborMap).set(17, 1);
    expect(() => parseContent(changed(encoded, 2, map))).toThrow(refused);
  });
});

const longMessage: MessageContent = {
  type: "message",
  slip: slipOf(ORDINARY),
  mailboxId: new Uint8Array(16),
  text: "ন".repeat(MESSAGE_MAX_BYTES / 3),
};

const firstContent = (answers: Answers): FirstContent => ({
  type: "first",
  slip: slipOf(ORDINARY),
  answers,
  descriptor: new Uint8Array(DESCRIPTOR_BYTES),
});

describe("what a person may write", () => {
  const full: Answers = {
    ...ORDINARY,
    kinds: KINDS,
    accused: ACCUSED,
    signs: SIGNS,
    help: HELP,
    consent: CONSENT,
    narrative: "ন".repeat(NARRATIVE_MAX_BYTES / 3),
    accusedName: "ন".repeat(ACCUSED_NAME_MAX_BYTES / 3),
    place: "م".repeat(PLACE_MAX_BYTES / 2),
  };
  it("fits the larger bucket with every field full", () => {
    const plaintext = encodePayload({ content: encodeContent(firstContent(full)) });
    expect(bucketFor(plaintext.length)).toBe(32_768);
  });

  it("fits the larger bucket with every field full and the longest list of files", () => {
    const file = { hash: new Uint8Array(32), size: 1_000_000, type: "x".repeat(80), state: "uncleaned" } as const;
    const files = Array.from({ length: ATTACHMENTS_MAX_FILES }, () => ({ ...file, name: "ন".repeat(38) }));
    const manifest = encodeCbor(encodeManifest(files));
    expect(manifest.length).toBeLessThanOrEqual(MANIFEST_MAX_BYTES);
    const over = files.map((one) => ({ ...one, type: "x".repeat(100) }));
    expect(() => encodeManifest(over)).toThrow(expect.objectContaining({ code: "too_long" }));
    const spare = MANIFEST_MAX_BYTES - manifest.length;
    for (const content of [firstContent(full), longMessage]) {
      const signature = content.type === "message" ? { signature: new Uint8Array(64) } : {};
      const plaintext = encodePayload({ content: encodeContent({ ...content, files }), ...signature });
      expect(bucketFor(plaintext.length + spare)).toBe(32_768);
    }
  });

  it.each(["narrative", "accusedName", "place"] as const)("is refused one byte beyond the limit of %s", (field) => {
    expect(() => encodeContent(firstContent(full))).not.toThrow();
    const over = firstContent({ ...full, [field]: `${full[field]}x` });
    expect(() => encodeContent(over)).toThrow(expect.objectContaining({ code: "too_long" }));
  });

  it("fits the larger bucket as a signed message of full length, and not a byte more", () => {
    const text = "ন".repeat(MESSAGE_MAX_BYTES / 3);
    const message = { type: "message", slip: slipOf(ORDINARY), mailboxId: new Uint8Array(16) } as const;
    const plaintext = encodePayload({
      content: encodeContent({ ...message, text }),
      signature: new Uint8Array(64),
    });
    expect(bucketFor(plaintext.length)).toBe(32_768);
    expect(() => encodeContent({ ...message, text: `${text}x` })).toThrow(
      expect.objectContaining({ code: "too_long" }),
    );
  });
});

describe("bucketFor()", () => {
  it("leaves room for a byte of padding and the tag", () => {
    const [small, large] = BUCKETS_BYTES;
    expect(bucketFor(0)).toBe(small);
    expect(bucketFor(small - 17)).toBe(small);
    expect(bucketFor(small - 16)).toBe(large);
    expect(bucketFor(large - 17)).toBe(large);
    expect(() => bucketFor(large - 16)).toThrow(expect.objectContaining({ code: "too_long" }));
  });
});

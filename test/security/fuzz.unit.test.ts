/** Every parser meets random bytes: it reads them or refuses them as documented, and what it has read it writes again. */
import { describe, expect, it } from "@jest/globals";
import { encodeAttached, parseAttached } from "../../security/attached.ts";
import { concat, equalBytes } from "../../security/bytes.ts";
import { encodeCbor, parseCbor, type CborValue } from "../../security/cbor.ts";
import { encodeDescriptor, parseDescriptor } from "../../security/descriptor.ts";
import { encodeSentReply, parseSentReply } from "../../security/entries.ts";
import { encodePrefix, parseEnvelope, parseIntakeBody } from "../../security/envelope.ts";
import { newFollowUpCode, parseCode } from "../../security/followUpCode.ts";
import { BUCKETS_BYTES, DESCRIPTOR_BYTES, ENVELOPE_BYTES, INTAKE_BODY_BYTES } from "../../security/limits.ts";
import { encodeMailboxRequest, parseMailboxRequest } from "../../security/mailbox.ts";
import { unpad } from "../../security/padding.ts";
import { encodePayload, parsePayload } from "../../security/payload.ts";
import { parseReplyPlaintext } from "../../security/reply.ts";
import { encodeContent, parseContent } from "../../security/report.ts";
import { encodeSlip, parseSlip } from "../../security/slip.ts";
import { encodeSummary, parseSummary } from "../../security/summary.ts";
import { slipOf } from "../../security/vocabulary.ts";
import { FUZZ_CASES, FUZZ_LIMIT_MS, fuzz, mangled, refusing, type Random } from "../tools/fuzz.ts";
import { sodium } from "./engines.ts";
import { formatCode } from "../tools/codes.ts";
import { ORDINARY } from "./samples.ts";

interface Parser {
  readonly name: string;
  readonly parse: (bytes: Uint8Array) => unknown;
  /** Writes again what was read; left out where reading drops nothing that could be compared. */
  readonly encode?: (value: never) => Uint8Array;
  readonly samples: readonly Uint8Array[];
}

const SLIP = slipOf(ORDINARY);
const CONTENT = encodeContent({
  type: "first",
  slip: SLIP,
  answers: ORDINARY,
  descriptor: new Uint8Array(DESCRIPTOR_BYTES),
});
const MESSAGE = encodeContent({ type: "message", slip: SLIP, mailboxId: new Uint8Array(16), text: "bonjour" });
const REKEY = encodeContent({
  type: "rekey",
  slip: SLIP,
  mailboxId: new Uint8Array(16),
  descriptor: new Uint8Array(DESCRIPTOR_BYTES),
});
const WITHDRAWAL = encodeContent({ type: "withdrawal", slip: SLIP, mailboxId: new Uint8Array(16) });
const NESTED: CborValue = new Map<number, CborValue>([
  [0, [1, 300, 70_000, 2 ** 40, true, false, "deux", new Uint8Array(30)]],
  [1, new Map<number, CborValue>([[24, [[[]]]]])],
  [256, "é".repeat(40)],
]);
const ENVELOPES = BUCKETS_BYTES.map((bucket, i) => {
  const prefix = encodePrefix(new Uint8Array(32), new Uint8Array(16), bucket);
  return concat(prefix, new Uint8Array((ENVELOPE_BYTES[i] as number) - prefix.length));
});

const PARSERS: readonly Parser[] = [
  { name: "parseCbor()", parse: parseCbor, encode: encodeCbor, samples: [encodeCbor(NESTED), MESSAGE] },
  { name: "parseSlip()", parse: parseSlip, encode: encodeSlip, samples: [encodeSlip(SLIP)] },
  {
    name: "parseContent()",
    parse: parseContent,
    encode: encodeContent,
    samples: [CONTENT, MESSAGE, REKEY, WITHDRAWAL],
  },
  {
    name: "parsePayload()",
    parse: parsePayload,
    encode: encodePayload,
    samples: [
      encodePayload({ content: MESSAGE, signature: new Uint8Array(64) }),
      encodePayload({ content: REKEY, signature: new Uint8Array(64), newSignature: new Uint8Array(64) }),
    ],
  },
  {
    name: "parseSummary()",
    parse: parseSummary,
    encode: encodeSummary,
    samples: [encodeSummary({ alias: [1, 2047], slip: SLIP })],
  },
  {
    name: "parseSentReply()",
    parse: parseSentReply,
    encode: encodeSentReply,
    samples: [encodeSentReply({ mailboxId: new Uint8Array(16), text: "oui", sequences: [1, 2] })],
  },
  {
    name: "parseAttached()",
    parse: parseAttached,
    encode: encodeAttached,
    samples: [
      encodeAttached({ mailboxId: new Uint8Array(16), envelopeIds: [new Uint8Array(16)] }),
      encodeAttached({
        mailboxId: new Uint8Array(16),
        envelopeIds: [new Uint8Array(16)],
        rekey: { newMailboxId: new Uint8Array(16), before: [new Uint8Array(16)] },
      }),
    ],
  },
  { name: "unpad()", parse: unpad, samples: [concat(Uint8Array.of(1, 0x80), new Uint8Array(30))] },
  { name: "parseReplyPlaintext()", parse: parseReplyPlaintext, samples: [new Uint8Array(90).fill(1)] },
  {
    name: "parseMailboxRequest()",
    parse: parseMailboxRequest,
    encode: encodeMailboxRequest,
    samples: [new Uint8Array(48).fill(7)],
  },
  {
    name: "parseDescriptor()",
    parse: parseDescriptor,
    encode: encodeDescriptor,
    samples: [new Uint8Array(DESCRIPTOR_BYTES)],
  },
  {
    name: "parseEnvelope()",
    parse: parseEnvelope,
    encode: ({ prefix, wrap, payload }: ReturnType<typeof parseEnvelope>) => concat(prefix, wrap, payload),
    samples: ENVELOPES,
  },
  {
    name: "parseIntakeBody()",
    parse: parseIntakeBody,
    encode: (body: ReturnType<typeof parseIntakeBody>) => concat(body.envelope, body.slip),
    samples: [new Uint8Array(INTAKE_BODY_BYTES[0])],
  },
];

describe("a parser that meets random bytes", () => {
  it.each(PARSERS)(
    "$name reads them or refuses them, and writes what it has read",
    async ({ parse, encode, samples }) => {
      for (const rightful of samples) expect(() => parse(rightful)).not.toThrow();
      const read = refusing(parse);
      await fuzz(
        FUZZ_CASES,
        (random) => mangled(random, samples),
        (bytes) => {
          const value = read(bytes);
          if (value === null || encode === undefined) return;
          if (!equalBytes(encode(value as never), bytes)) throw new Error("it writes other bytes");
        },
      );
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "parseCode() reads a code or refuses it, whatever is typed",
    async () => {
      const code = newFollowUpCode(sodium);
      const marks = ["", " ", "-", "\u00a0", "\u200f", "O", ".", "٣", "７", "\ud800", "𝟘", "\u0000"];
      const typed = (random: Random): string => {
        const letters = Array.from(formatCode(code));
        for (let edits = random.below(5); edits > 0; edits--) {
          letters.splice(random.below(letters.length), random.below(3), random.pick(marks));
        }
        if (random.below(3) > 0) return letters.join("");
        return String.fromCodePoint(...Array.from({ length: random.below(60) }, () => random.below(0x110000)));
      };
      const read = refusing(parseCode);
      expect(read(formatCode(code))).toBe(code);
      await fuzz(FUZZ_CASES, typed, (text) => {
        const value = read(text);
        if (value !== null && (!/^\d{27}$/.test(value) || read(value) !== value)) throw new Error("not a code");
      });
    },
    FUZZ_LIMIT_MS,
  );
});

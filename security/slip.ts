/**
 * The routing slip: the few facts that the triage worker needs, sealed to it beside the envelope.
 *
 *     slip    HPKE to the triage key, info = "abri/v1/slip" | prefix without its slip hash
 *             enc 1120 | sealed 256 | tag 16            1392 bytes; the plaintext is CBOR, padded to 256
 */
import { concat, equalBytes, exactly, U16_MAX, utf8 } from "./bytes.ts";
import { CborReader, type CborValue, encodeCbor } from "./cbor.ts";
import { prefixWithoutSlipHash, type ParsedEnvelope } from "./envelope.ts";
import { hpkeOpen, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import { SLIP_BYTES, SLIP_PLAINTEXT_BYTES } from "./limits.ts";
import { pad, unpad } from "./padding.ts";
import type { Primitives } from "./primitives/types.ts";
import {
  ACCUSED,
  CHILD,
  DANGER,
  DESK_GENERAL,
  ENVELOPE_TYPES,
  KINDS,
  LANGUAGES,
  SIGNS,
  STILL,
  WHEN,
  type Slip,
} from "./vocabulary.ts";
import { optionalWord, readOptionalWord, readWord, readWords, wordNumber, wordNumbers } from "./words.ts";

/**
 * CBOR map: 0 type, 1 danger, 2 kinds, 3 when?, 4 still?, 5 accused, 6 signs, 7 child?, 8 desk, 9 language, 10 assisted.
 * @throws SecurityError `out_of_range` for a word outside the vocabulary
 */
export function encodeSlip(slip: Slip): Uint8Array {
  return encodeCbor(
    new Map<number, CborValue>([
      [0, wordNumber(ENVELOPE_TYPES, slip.type)],
      [1, wordNumber(DANGER, slip.danger)],
      [2, wordNumbers(KINDS, slip.kinds)],
      ...optionalWord(3, WHEN, slip.when),
      ...optionalWord(4, STILL, slip.still),
      [5, wordNumbers(ACCUSED, slip.accused)],
      [6, wordNumbers(SIGNS, slip.signs)],
      ...optionalWord(7, CHILD, slip.child),
      [8, slip.desk],
      [9, wordNumber(LANGUAGES, slip.language)],
      [10, slip.assisted],
    ]),
  );
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseSlip(bytes: Uint8Array): Slip {
  const reader = CborReader.parse(bytes);
  const slip: Slip = {
    type: readWord(reader, 0, ENVELOPE_TYPES),
    danger: readWord(reader, 1, DANGER),
    kinds: readWords(reader, 2, KINDS),
    ...readOptionalWord(reader, 3, WHEN, "when"),
    ...readOptionalWord(reader, 4, STILL, "still"),
    accused: readWords(reader, 5, ACCUSED),
    signs: readWords(reader, 6, SIGNS),
    ...readOptionalWord(reader, 7, CHILD, "child"),
    desk: reader.uint(8, U16_MAX, DESK_GENERAL),
    language: readWord(reader, 9, LANGUAGES),
    assisted: reader.bool(10),
  };
  reader.end();
  return slip;
}

/** Whether two slips say the same. */
export function sameSlip(a: Slip, b: Slip): boolean {
  return equalBytes(encodeSlip(a), encodeSlip(b));
}

function slipInfo(prefix: Uint8Array): Uint8Array {
  return concat(utf8(LABELS.slip), prefixWithoutSlipHash(prefix));
}

/** Seals a slip to the triage key. The slip hash of `prefix` may still be anything. Returns 1392 bytes. */
export function sealSlip(p: Primitives, slip: Slip, prefix: Uint8Array, triageKey: Uint8Array): Promise<Uint8Array> {
  return hpkeSeal(p, triageKey, slipInfo(prefix), pad(encodeSlip(slip), SLIP_PLAINTEXT_BYTES));
}

/** Whether this is the slip that the envelope names: SHA-256(slip) = slip hash. Needs no key. */
export async function slipMatches(p: Primitives, envelope: ParsedEnvelope, slip: Uint8Array): Promise<boolean> {
  return equalBytes(await p.sha256(slip), envelope.slipHash);
}

/**
 * Opens a slip with the triage secret key (32 bytes).
 * Returns `null` when it is not this envelope's, does not open, or does not hold a slip: the item is then quarantined.
 * @throws SecurityError `out_of_range` unless the slip is 1392 bytes
 */
export async function openSlip(
  p: Primitives,
  envelope: ParsedEnvelope,
  slip: Uint8Array,
  triageSecretKey: Uint8Array,
): Promise<Slip | null> {
  exactly(slip, SLIP_BYTES, "a slip");
  if (!(await slipMatches(p, envelope, slip))) return null;
  const padded = await hpkeOpen(p, triageSecretKey, slipInfo(envelope.prefix), slip);
  if (padded === null) return null;
  try {
    return parseSlip(unpad(padded));
  } catch {
    return null; // sealed by a sender who does not follow the format
  }
}

/**
 * The triage worker's public key, on its way from the machine that made it to a lead's console, where it is entered into the
 * directory: slips are sealed to it from then on.
 *
 *     as a text    base64url of CBOR { 0: unit id 16, 1: X-Wing public key 1216 }
 *
 * The text is not signed: whoever enters it types the fingerprint that was read aloud to them.
 */
import { equalBytes, exactly, fromBase64Url, fromHex, toBase64Url } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { KEY_TEXT_MAX_BYTES, UNIT_ID_BYTES, XWING_PUBLIC_KEY_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** Over unit id 16 | key 1216. */
export function triageFingerprint(p: Primitives, unit: UnitPublic, key: Uint8Array): Promise<string> {
  return fingerprint(p, fromHex(unit.unitId), exactly(key, XWING_PUBLIC_KEY_BYTES, "triage key"));
}

/** The text for a lead's console. @param key 1216 bytes */
export function triageKeyText(unit: UnitPublic, key: Uint8Array): string {
  const content = new Map<number, CborValue>([
    [0, fromHex(unit.unitId)],
    [1, exactly(key, XWING_PUBLIC_KEY_BYTES, "triage key")],
  ]);
  return toBase64Url(encodeCbor(content));
}

/**
 * Reads that text; white space is dropped.
 * @returns 1216 bytes
 * @throws SecurityError `malformed`, `non_canonical`; `wrong_unit` for a key that was made for another unit
 */
export function readTriageKeyText(unit: UnitPublic, text: string): Uint8Array {
  const bytes = fromBase64Url(text.replace(/\s+/g, ""));
  if (bytes.length > KEY_TEXT_MAX_BYTES) throw new SecurityError("malformed", "longer than a triage key");
  const reader = CborReader.parse(bytes);
  const unitId = reader.bytes(0, UNIT_ID_BYTES);
  const key = reader.bytes(1, XWING_PUBLIC_KEY_BYTES);
  reader.end();
  if (!equalBytes(unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the triage key was made for another unit");
  }
  return key;
}

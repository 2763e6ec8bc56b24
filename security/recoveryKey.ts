/**
 * The recovery key's public half: every desk's keys are granted to it as to an officer, so that two of three people who each
 * keep a share of its secret half can bring a unit back that has lost every officer's keys.
 *
 *     in the roster   key 5: { 0: X-Wing public key 1216, 1: last day of its year }
 *     as a text       base64url of CBOR { 0: unit id 16, 1: X-Wing public key 1216, 2: last day }
 *
 * The text carries the public half from the ceremony's machine to a lead's console. It is not signed: whoever enters it types
 * the fingerprint that was read aloud to them.
 */
import { equalBytes, exactly, fromBase64Url, fromHex, toBase64Url, u32 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborMap, type CborValue } from "./cbor.ts";
import { DAY_MAX } from "./days.ts";
import { SecurityError } from "./errors.ts";
import { fingerprint } from "./fingerprint.ts";
import { OFFICER_ID_BYTES, KEY_TEXT_MAX_BYTES, UNIT_ID_BYTES, XWING_PUBLIC_KEY_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** What a roster says of the recovery key. */
export interface RecoveryKey {
  /** X-Wing public key, 1216 bytes: grants are sealed to it. */
  readonly sealingKey: Uint8Array;
  /** Days since 1970: by then it is to be replaced. It goes on getting grants afterwards. */
  readonly lastDay: number;
}

/** The recovery key of a verified roster, with the id that its grants are made to. */
export interface RecoveryRecipient extends RecoveryKey {
  /** 16 bytes. */
  readonly id: Uint8Array;
}

/** How long a recovery key lives: a year. */
export const RECOVERY_KEY_DAYS = 365;
/** With fewer days than this left, whoever leads is told. */
export const RECOVERY_WARNING_DAYS = 60;

/** The id that grants to a recovery key (1216 bytes) are made to: SHA-256(key)[0..16]. */
export async function recoveryId(p: Primitives, sealingKey: Uint8Array): Promise<Uint8Array> {
  return (await p.sha256(exactly(sealingKey, XWING_PUBLIC_KEY_BYTES, "recovery key"))).slice(0, OFFICER_ID_BYTES);
}

/** Over unit id 16 | key 1216 | last day u32: what is read aloud between the ceremony's machine and a lead's console. */
export function recoveryFingerprint(p: Primitives, unit: UnitPublic, key: RecoveryKey): Promise<string> {
  return fingerprint(p, fromHex(unit.unitId), key.sealingKey, u32(key.lastDay));
}

export function encodeRecoveryKey({ sealingKey, lastDay }: RecoveryKey): CborMap {
  return new Map<number, CborValue>([
    [0, exactly(sealingKey, XWING_PUBLIC_KEY_BYTES, "recovery key")],
    [1, lastDay],
  ]);
}

/** @throws SecurityError `malformed` */
export function parseRecoveryKey(reader: CborReader): RecoveryKey {
  const key = { sealingKey: reader.bytes(0, XWING_PUBLIC_KEY_BYTES), lastDay: reader.uint(1, DAY_MAX) };
  reader.end();
  return key;
}

/** The text for a lead's console. */
export function recoveryKeyText(unit: UnitPublic, { sealingKey, lastDay }: RecoveryKey): string {
  const content = new Map<number, CborValue>([
    [0, fromHex(unit.unitId)],
    [1, exactly(sealingKey, XWING_PUBLIC_KEY_BYTES, "recovery key")],
    [2, lastDay],
  ]);
  return toBase64Url(encodeCbor(content));
}

/**
 * Reads that text; white space is dropped.
 * @throws SecurityError `malformed`, `non_canonical`; `wrong_unit` for a key that was made for another unit
 */
export function readRecoveryKeyText(unit: UnitPublic, text: string): RecoveryKey {
  const bytes = fromBase64Url(text.replace(/\s+/g, ""));
  if (bytes.length > KEY_TEXT_MAX_BYTES) throw new SecurityError("malformed", "longer than a recovery key");
  const reader = CborReader.parse(bytes);
  const unitId = reader.bytes(0, UNIT_ID_BYTES);
  const key = { sealingKey: reader.bytes(1, XWING_PUBLIC_KEY_BYTES), lastDay: reader.uint(2, DAY_MAX) };
  reader.end();
  if (!equalBytes(unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the recovery key was made for another unit");
  }
  return key;
}

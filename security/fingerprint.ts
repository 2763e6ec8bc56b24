/** Fingerprints: short enough to be read aloud over a telephone, long enough (128 bits) that nobody finds a second key with the same. */
import { fromHex, toHex } from "./bytes.ts";
import type { AdmissionRequest } from "./admission.ts";
import type { Primitives } from "./primitives/types.ts";
import type { UnitPublic } from "./unitPublic.ts";

const FINGERPRINT_BYTES = 16;

/** The first 16 bytes of SHA-256 of the parts, as eight groups of four hexadecimal digits. */
export async function fingerprint(p: Primitives, ...parts: readonly Uint8Array[]): Promise<string> {
  const digits = toHex((await p.sha256(...parts)).slice(0, FINGERPRINT_BYTES));
  return (digits.match(/.{4}/g) ?? []).join(" ");
}

/** The unit's fingerprint, over unit id 16 | root key 32. */
export function unitFingerprint(p: Primitives, unit: UnitPublic): Promise<string> {
  return fingerprint(p, fromHex(unit.unitId), fromHex(unit.rootKey));
}

/** An officer's fingerprint, over officer id 16 | sealing key 1216 | signing key 32: what officer and lead compare. */
export function officerFingerprint(
  p: Primitives,
  officer: Pick<AdmissionRequest, "officerId" | "sealingKey" | "signingKey">,
): Promise<string> {
  return fingerprint(p, officer.officerId, officer.sealingKey, officer.signingKey);
}

/** A lead's fingerprint, over officer id 16 | lead key 32: what the lead reads to whoever holds the root. */
export function leadFingerprint(
  p: Primitives,
  lead: { readonly officerId: Uint8Array; readonly leadKey: Uint8Array },
): Promise<string> {
  return fingerprint(p, lead.officerId, lead.leadKey);
}

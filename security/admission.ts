/**
 * An admission request: how a new officer's public keys reach whoever holds the lead key. The officer's console makes it at
 * enrolment. What it shares with a lead request is in `./consoleRequest.ts`.
 *
 *     base64url( signature 64 (the officer's signing key, label admission)
 *                | CBOR { 0: unit id 16, 1: officer id 16, 2: name, 3: sealing key 1216, 4: signing key 32 } )
 */
import { exactly } from "./bytes.ts";
import { signRequest, verifyRequest, type Asking, type RequestKind } from "./consoleRequest.ts";
import { LABELS } from "./labels.ts";
import { ADMISSION_REQUEST_MAX_BYTES, ED25519_PUBLIC_KEY_BYTES, XWING_PUBLIC_KEY_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

interface OfficerPublicKeys {
  /** X-Wing public key, 1216 bytes. */
  readonly sealingKey: Uint8Array;
  /** Ed25519 public key, 32 bytes. */
  readonly signingKey: Uint8Array;
}

export interface AdmissionRequest extends Asking, OfficerPublicKeys {}

const KIND: RequestKind<OfficerPublicKeys> = {
  label: LABELS.admission,
  maxBytes: ADMISSION_REQUEST_MAX_BYTES,
  readKeys: (reader) => ({
    sealingKey: reader.bytes(3, XWING_PUBLIC_KEY_BYTES),
    signingKey: reader.bytes(4, ED25519_PUBLIC_KEY_BYTES),
  }),
  signerOf: ({ signingKey }) => signingKey,
};

/** Makes the text of a request. @throws SecurityError `out_of_range` for an unusable name or a wrong length */
export function signAdmissionRequest(
  p: Primitives,
  officer: Omit<AdmissionRequest, "signingKey">,
  signing: KeyPair,
): string {
  const sealingKey = exactly(officer.sealingKey, XWING_PUBLIC_KEY_BYTES, "sealing key");
  return signRequest(p, KIND.label, officer, [sealingKey, signing.publicKey], signing.secretKey);
}

/**
 * Reads a request; white space around or within the text is ignored. Which unit it is for, `checkRequestedUnit` tells:
 * whoever only wants the fingerprint needs no unit.
 * @throws SecurityError `malformed`, `non_canonical`, `bad_signature`
 */
export const verifyAdmissionRequest = (p: Primitives, text: string): AdmissionRequest => verifyRequest(p, KIND, text);

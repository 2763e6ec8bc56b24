/**
 * A lead request: how an officer's lead key reaches whoever holds the unit's root, who answers with a certificate. What it
 * shares with an admission request is in `./consoleRequest.ts`.
 *
 *     base64url( signature 64 (the lead key, label lead-request)
 *                | CBOR { 0: unit id 16, 1: officer id 16, 2: name, 3: lead key 32 } )
 */
import { exactly } from "./bytes.ts";
import { checkRequestedUnit, signRequest, verifyRequest, type Asking, type RequestKind } from "./consoleRequest.ts";
import { LABELS } from "./labels.ts";
import { ED25519_PUBLIC_KEY_BYTES, LEAD_REQUEST_MAX_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import type { UnitPublic } from "./unitPublic.ts";

interface LeadKey {
  /** Ed25519 public key, 32 bytes: see `./leadKey.ts`. */
  readonly leadKey: Uint8Array;
}

export interface LeadRequest extends Asking, LeadKey {}

const KIND: RequestKind<LeadKey> = {
  label: LABELS.leadRequest,
  maxBytes: LEAD_REQUEST_MAX_BYTES,
  readKeys: (reader) => ({ leadKey: reader.bytes(3, ED25519_PUBLIC_KEY_BYTES) }),
  signerOf: ({ leadKey }) => leadKey,
};

/** Makes the text of a request. @throws SecurityError `out_of_range` for an unusable name or a wrong length */
export function signLeadRequest(p: Primitives, officer: Asking, lead: KeyPair): string {
  const leadKey = exactly(lead.publicKey, ED25519_PUBLIC_KEY_BYTES, "lead key");
  return signRequest(p, KIND.label, officer, [leadKey], lead.secretKey);
}

/**
 * Reads a request; white space around or within the text is ignored.
 * @throws SecurityError `malformed`, `non_canonical`, `bad_signature`, `wrong_unit` for a request made in another unit's console
 */
export function verifyLeadRequest(p: Primitives, text: string, unit: UnitPublic): LeadRequest {
  const request = verifyRequest(p, KIND, text);
  checkRequestedUnit(request, unit);
  return request;
}

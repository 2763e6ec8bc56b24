/**
 * An admission request: how a new officer's public keys reach whoever holds the lead key. The officer's console makes it at
 * enrolment; it is carried as text, and its fingerprint is read aloud and compared before anyone is admitted.
 *
 *     base64url( signature 64 (the officer's signing key, label admission)
 *                | CBOR { 0: officer id 16, 1: name, 2: sealing key 1216, 3: signing key 32 } )
 *
 * The signature shows that the sender holds the signing key, nothing about who that is.
 */
import { exactly, fromBase64Url, toBase64Url } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  ED25519_PUBLIC_KEY_BYTES,
  OFFICER_ID_BYTES,
  OFFICER_NAME_MAX_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";
import { isOfficerName } from "./officerName.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";

const REQUEST_MAX_BYTES = 2048;

export interface AdmissionRequest {
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  readonly name: string;
  /** X-Wing public key, 1216 bytes. */
  readonly sealingKey: Uint8Array;
  /** Ed25519 public key, 32 bytes. */
  readonly signingKey: Uint8Array;
}

/** Makes the text of a request. @throws SecurityError `out_of_range` for an empty or overlong name or a wrong length */
export function signAdmissionRequest(
  p: Primitives,
  officer: { officerId: Uint8Array; name: string; sealingKey: Uint8Array },
  signing: KeyPair,
): string {
  if (!isOfficerName(officer.name))
    throw new SecurityError("out_of_range", "a name has 1 to 200 bytes of UTF-8, no line breaks");
  const content = new Map<number, CborValue>([
    [0, exactly(officer.officerId, OFFICER_ID_BYTES, "officer id")],
    [1, officer.name],
    [2, exactly(officer.sealingKey, XWING_PUBLIC_KEY_BYTES, "sealing key")],
    [3, signing.publicKey],
  ]);
  return toBase64Url(signContent(p, LABELS.admission, encodeCbor(content), signing.secretKey));
}

/** Reads a request; white space around or within the text is ignored. @throws SecurityError `malformed`, `non_canonical`, `bad_signature` */
export function verifyAdmissionRequest(p: Primitives, text: string): AdmissionRequest {
  const signed = splitSigned(fromBase64Url(text.replace(/\s+/g, "")), REQUEST_MAX_BYTES);
  const reader = CborReader.parse(signed.content);
  const request: AdmissionRequest = {
    officerId: reader.bytes(0, OFFICER_ID_BYTES),
    name: reader.text(1, OFFICER_NAME_MAX_BYTES),
    sealingKey: reader.bytes(2, XWING_PUBLIC_KEY_BYTES),
    signingKey: reader.bytes(3, ED25519_PUBLIC_KEY_BYTES),
  };
  reader.end();
  if (!isOfficerName(request.name)) throw new SecurityError("malformed", "an admission request without a usable name");
  checkSignature(p, LABELS.admission, signed, request.signingKey);
  return request;
}

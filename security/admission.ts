/**
 * An admission request: how a new officer's public keys reach whoever holds the lead key. The officer's console makes it at
 * enrolment; it is carried as text, and its fingerprint is read aloud and compared before anyone is admitted.
 *
 *     base64url( signature 64 (the officer's signing key, label admission)
 *                | CBOR { 0: unit id 16, 1: officer id 16, 2: name, 3: sealing key 1216, 4: signing key 32 } )
 *
 * The signature shows that the sender holds the signing key, nothing about who that is. The unit is the one that the
 * officer's console was built for: admitted anywhere else, the officer would be on a roster that no console of theirs reads.
 */
import { equalBytes, exactly, fromBase64Url, fromHex, toBase64Url, toHex } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  ED25519_PUBLIC_KEY_BYTES,
  OFFICER_ID_BYTES,
  OFFICER_NAME_MAX_BYTES,
  UNIT_ID_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";
import { isOfficerName } from "./officerName.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

const REQUEST_MAX_BYTES = 2048;

export interface AdmissionRequest {
  /** Of the unit whose console made the request, 16 bytes. */
  readonly unitId: Uint8Array;
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
  officer: Omit<AdmissionRequest, "signingKey">,
  signing: KeyPair,
): string {
  if (!isOfficerName(officer.name))
    throw new SecurityError("out_of_range", "a name has 1 to 200 bytes of UTF-8, no line breaks");
  const content = new Map<number, CborValue>([
    [0, exactly(officer.unitId, UNIT_ID_BYTES, "unit id")],
    [1, exactly(officer.officerId, OFFICER_ID_BYTES, "officer id")],
    [2, officer.name],
    [3, exactly(officer.sealingKey, XWING_PUBLIC_KEY_BYTES, "sealing key")],
    [4, signing.publicKey],
  ]);
  return toBase64Url(signContent(p, LABELS.admission, encodeCbor(content), signing.secretKey));
}

/** Reads a request; white space around or within the text is ignored. @throws SecurityError `malformed`, `non_canonical`, `bad_signature` */
export function verifyAdmissionRequest(p: Primitives, text: string): AdmissionRequest {
  const signed = splitSigned(fromBase64Url(text.replace(/\s+/g, "")), REQUEST_MAX_BYTES);
  const reader = CborReader.parse(signed.content);
  const request: AdmissionRequest = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    officerId: reader.bytes(1, OFFICER_ID_BYTES),
    name: reader.text(2, OFFICER_NAME_MAX_BYTES),
    sealingKey: reader.bytes(3, XWING_PUBLIC_KEY_BYTES),
    signingKey: reader.bytes(4, ED25519_PUBLIC_KEY_BYTES),
  };
  reader.end();
  if (!isOfficerName(request.name)) throw new SecurityError("malformed", "an admission request without a usable name");
  checkSignature(p, LABELS.admission, signed, request.signingKey);
  return request;
}

/** @throws SecurityError `wrong_unit` for a request that was made in the console of another unit */
export function checkRequestedUnit({ unitId }: AdmissionRequest, unit: UnitPublic): void {
  if (equalBytes(unitId, fromHex(unit.unitId))) return;
  throw new SecurityError(
    "wrong_unit",
    `the request was made in the console of unit ${toHex(unitId)}, and this is unit ${unit.unitId}`,
  );
}

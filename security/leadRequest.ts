/**
 * A lead request: how an officer's lead key reaches whoever holds the unit's root. The officer's console makes it; it is
 * carried as text, and its fingerprint is read aloud and compared before anything is certified.
 *
 *     base64url( signature 64 (the lead key, label lead-request)
 *                | CBOR { 0: unit id 16, 1: officer id 16, 2: name, 3: lead key 32 } )
 *
 * The signature shows that the sender holds the lead key, nothing about who that is.
 */
import { equalBytes, exactly, fromBase64Url, fromHex, toBase64Url, toHex } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { ED25519_PUBLIC_KEY_BYTES, OFFICER_ID_BYTES, OFFICER_NAME_MAX_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import { isOfficerName } from "./officerName.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

const REQUEST_MAX_BYTES = 512;

export interface LeadRequest {
  /** Of the unit whose console made the request, 16 bytes. */
  readonly unitId: Uint8Array;
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  readonly name: string;
  /** Ed25519 public key, 32 bytes: see `./leadKey.ts`. */
  readonly leadKey: Uint8Array;
}

/** Makes the text of a request. @throws SecurityError `out_of_range` for an unusable name or a wrong length */
export function signLeadRequest(p: Primitives, officer: Omit<LeadRequest, "leadKey">, lead: KeyPair): string {
  if (!isOfficerName(officer.name)) {
    throw new SecurityError("out_of_range", "a name has 1 to 200 bytes of UTF-8, no line breaks");
  }
  const content = new Map<number, CborValue>([
    [0, exactly(officer.unitId, UNIT_ID_BYTES, "unit id")],
    [1, exactly(officer.officerId, OFFICER_ID_BYTES, "officer id")],
    [2, officer.name],
    [3, exactly(lead.publicKey, ED25519_PUBLIC_KEY_BYTES, "lead key")],
  ]);
  return toBase64Url(signContent(p, LABELS.leadRequest, encodeCbor(content), lead.secretKey));
}

/**
 * Reads a request; white space around or within the text is ignored.
 * @throws SecurityError `malformed`, `non_canonical`, `bad_signature`, `wrong_unit` for a request made in another unit's console
 */
export function verifyLeadRequest(p: Primitives, text: string, unit: UnitPublic): LeadRequest {
  const signed = splitSigned(fromBase64Url(text.replace(/\s+/g, "")), REQUEST_MAX_BYTES);
  const reader = CborReader.parse(signed.content);
  const request: LeadRequest = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    officerId: reader.bytes(1, OFFICER_ID_BYTES),
    name: reader.text(2, OFFICER_NAME_MAX_BYTES),
    leadKey: reader.bytes(3, ED25519_PUBLIC_KEY_BYTES),
  };
  reader.end();
  if (!isOfficerName(request.name)) throw new SecurityError("malformed", "a lead request without a usable name");
  checkSignature(p, LABELS.leadRequest, signed, request.leadKey);
  if (!equalBytes(request.unitId, fromHex(unit.unitId))) {
    throw new SecurityError(
      "wrong_unit",
      `the request was made in the console of unit ${toHex(request.unitId)}, and this is unit ${unit.unitId}`,
    );
  }
  return request;
}

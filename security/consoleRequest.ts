/**
 * What an admission request and a lead request have in common. An officer's console makes them, with its own key; they are
 * carried as text, and a fingerprint is read aloud and compared before anything comes of one.
 *
 *     base64url( signature 64 (the key that asks, under the label of the request)
 *                | CBOR { 0: unit id 16, 1: officer id 16, 2: name, 3 …: keys } )
 *
 * The signature shows that the sender holds the key, nothing about who that is. The unit is the one that the officer's
 * console was built for: anywhere else, the officer would be on a roster that no console of theirs reads.
 */
import { equalBytes, exactly, fromBase64Url, fromHex, toBase64Url, toHex } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import type { LABELS } from "./labels.ts";
import { OFFICER_ID_BYTES, OFFICER_NAME_MAX_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import { isOfficerName } from "./officerName.ts";
import type { Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

type RequestLabel = (typeof LABELS)["admission" | "leadRequest"];

/** Who asks. */
export interface Asking {
  /** Of the unit whose console made the request, 16 bytes. */
  readonly unitId: Uint8Array;
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  readonly name: string;
}

/**
 * Makes the text of a request.
 * @param keys what stands in the map from key 3 on @param secretKey of the key that asks: an Ed25519 seed of 32 bytes
 * @throws SecurityError `out_of_range` for an unusable name or a wrong length
 */
export function signRequest(
  p: Primitives,
  label: RequestLabel,
  asking: Asking,
  keys: readonly Uint8Array[],
  secretKey: Uint8Array,
): string {
  if (!isOfficerName(asking.name)) {
    throw new SecurityError("out_of_range", "a name has 1 to 200 bytes of UTF-8, no line breaks");
  }
  const content = new Map<number, CborValue>([
    [0, exactly(asking.unitId, UNIT_ID_BYTES, "unit id")],
    [1, exactly(asking.officerId, OFFICER_ID_BYTES, "officer id")],
    [2, asking.name],
    ...keys.map((key, i): [number, CborValue] => [3 + i, key]),
  ]);
  return toBase64Url(signContent(p, label, encodeCbor(content), secretKey));
}

/** A kind of request: what it is signed under, and what it holds beside who asks. */
export interface RequestKind<Keys> {
  readonly label: RequestLabel;
  /** Of the signed object, in bytes. */
  readonly maxBytes: number;
  /** Reads what `signRequest` was given as `keys`. */
  readonly readKeys: (reader: CborReader) => Keys;
  /** The key that asks, Ed25519, 32 bytes. */
  readonly signerOf: (keys: Keys) => Uint8Array;
}

/**
 * Reads a request; white space around or within the text is ignored.
 * @throws SecurityError `malformed`, `non_canonical`, `bad_signature`
 */
export function verifyRequest<Keys extends object>(
  p: Primitives,
  { label, maxBytes, readKeys, signerOf }: RequestKind<Keys>,
  text: string,
): Asking & Keys {
  const signed = splitSigned(fromBase64Url(text.replace(/\s+/g, "")), maxBytes);
  const reader = CborReader.parse(signed.content);
  const asking: Asking = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    officerId: reader.bytes(1, OFFICER_ID_BYTES),
    name: reader.text(2, OFFICER_NAME_MAX_BYTES),
  };
  const keys = readKeys(reader);
  reader.end();
  if (!isOfficerName(asking.name)) throw new SecurityError("malformed", "a request without a usable name");
  checkSignature(p, label, signed, signerOf(keys));
  return { ...asking, ...keys };
}

/** @throws SecurityError `wrong_unit` for a request that was made in the console of another unit */
export function checkRequestedUnit({ unitId }: Asking, unit: UnitPublic): void {
  if (equalBytes(unitId, fromHex(unit.unitId))) return;
  throw new SecurityError(
    "wrong_unit",
    `the request was made in the console of unit ${toHex(unitId)}, and this is unit ${unit.unitId}`,
  );
}

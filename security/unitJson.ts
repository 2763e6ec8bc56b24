/** The JSON of a unit's files, read strictly: a field that is missing or of another kind is `malformed`. */
import { fromBase64Url, toBase64Url, uuidBytes, uuidOf } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import type { Grant } from "./grants.ts";

type JsonRecord = Readonly<Record<string, unknown>>;
const wrong = () => new SecurityError("malformed", "a field is missing or of another kind");

export function record(value: unknown): JsonRecord {
  if (typeof value !== "object" || value === null) throw wrong();
  return value as JsonRecord;
}

export function parseFormat(text: string, format: string): JsonRecord {
  const json = record(JSON.parse(text));
  if (json["format"] !== format) throw wrong();
  return json;
}

export function stringIn(json: JsonRecord, key: string): string {
  const value = json[key];
  if (typeof value !== "string") throw wrong();
  return value;
}

export function bytesFrom(value: unknown): Uint8Array {
  if (typeof value !== "string") throw wrong();
  return fromBase64Url(value);
}

export function numberIn(json: JsonRecord, key: string): number {
  const value = json[key];
  if (!Number.isSafeInteger(value)) throw wrong();
  return value as number;
}

export function listIn(json: JsonRecord, key: string): readonly unknown[] {
  const value = json[key];
  if (!Array.isArray(value)) throw wrong();
  return value;
}

/** A grant as JSON: what `POST /v1/grants` takes. */
export function grantJson({ deskId, epoch, officerId, inner, signerId, signature }: Grant) {
  return {
    desk: deskId,
    epoch,
    officerId: uuidOf(officerId),
    inner: toBase64Url(inner),
    signerId: toBase64Url(signerId),
    signature: toBase64Url(signature),
  };
}

export function parseGrant(value: unknown): Grant {
  const json = record(value);
  return {
    deskId: numberIn(json, "desk"),
    epoch: numberIn(json, "epoch"),
    officerId: uuidBytes(stringIn(json, "officerId")),
    inner: fromBase64Url(stringIn(json, "inner")),
    signerId: fromBase64Url(stringIn(json, "signerId")),
    signature: fromBase64Url(stringIn(json, "signature")),
  };
}

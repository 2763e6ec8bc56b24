/** Object ids: a uuid in JSON, its 16 bytes inside what is signed and sealed. */
import { fromHex, toHex, type Primitives } from "../../../security/index.ts";

/** @throws SecurityError `malformed` unless the text is 32 hexadecimal digits with or without dashes */
export function uuidBytes(uuid: string): Uint8Array {
  return fromHex(uuid.replaceAll("-", ""));
}

export function uuidOf(bytes: Uint8Array): string {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A random uuid (version 4, RFC 9562) from the engine's generator. */
export function newUuid(p: Primitives): string {
  const bytes = p.randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return uuidOf(bytes);
}

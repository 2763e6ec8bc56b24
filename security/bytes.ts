/** Bytes: joining, comparing, integers (big-endian, unsigned), hex, UUIDs, base64url and UTF-8. */
import { SecurityError } from "./errors.ts";

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Compares without stopping at the first difference; lengths are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** The largest unsigned integers of two and four bytes. */
export const U16_MAX = 0xffff;
export const U32_MAX = 0xffff_ffff;

/** @throws SecurityError `out_of_range` unless `value` is an integer that fits */
function unsigned(value: number, bytes: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * bytes)) {
    throw new SecurityError("out_of_range", `an unsigned integer of ${bytes} bytes is needed`);
  }
  const out = new Uint8Array(bytes);
  for (let i = bytes - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256;
  return out;
}

export const u8 = (value: number): Uint8Array => unsigned(value, 1);
export const u16 = (value: number): Uint8Array => unsigned(value, 2);
export const u32 = (value: number): Uint8Array => unsigned(value, 4);

/** Reads a big-endian unsigned integer of `bytes` bytes at `offset`. @throws SecurityError `malformed` past the end */
export function readUnsigned(data: Uint8Array, offset: number, bytes: number): number {
  if (offset + bytes > data.length) throw new SecurityError("malformed", "the bytes end too early");
  let value = 0;
  for (let i = 0; i < bytes; i++) value = value * 256 + (data[offset + i] as number);
  return value;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Lower or upper case, even length. @throws SecurityError `malformed` */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new SecurityError("malformed", "not hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** A UUID's 16 bytes: ids are UUIDs in JSON and in tables, and bytes inside what is signed or sealed. @throws like `fromHex` */
export const uuidBytes = (uuid: string): Uint8Array => fromHex(uuid.replaceAll("-", ""));

/** @param bytes 16 */
export function uuidOf(bytes: Uint8Array): string {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Base64url without padding (RFC 4648 section 5): how bytes travel inside JSON. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const b of bytes) binary += String.fromCharCode(b);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Refuses padding, other alphabets and non-canonical last characters. @throws SecurityError `malformed` */
export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new SecurityError("malformed", "not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  if (toBase64Url(bytes) !== text) throw new SecurityError("malformed", "not canonical base64url");
  return bytes;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Strict UTF-8. @throws SecurityError `malformed` */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SecurityError("malformed", "not UTF-8", { cause });
  }
}

/** Overwrites a key that is no longer needed. Best effort: engines may have copied it. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

/** @throws SecurityError `out_of_range` unless `bytes` is exactly `length` long */
export function exactly(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw new SecurityError("out_of_range", `${what} must be ${length} bytes`);
  return bytes;
}

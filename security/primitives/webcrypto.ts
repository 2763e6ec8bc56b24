/** Hashes and key derivation from WebCrypto, the same code on both engines. */
import { concat } from "../bytes.ts";

const subtle = globalThis.crypto.subtle;

// lib.dom asks for views of an ArrayBuffer; ours never stand on a SharedArrayBuffer.
type Source = Uint8Array<ArrayBuffer>;

export function randomBytes(length: number): Uint8Array {
  const out = new Uint8Array(length);
  // One call of getRandomValues gives 65 536 bytes at most.
  for (let at = 0; at < length; at += 65_536) globalThis.crypto.getRandomValues(out.subarray(at, at + 65_536));
  return out;
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await subtle.digest("SHA-256", concat(...parts) as Source));
}

export async function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  // WebCrypto refuses an empty key; HMAC pads a key with zeros, so 32 zero bytes are the same key.
  const raw = (key.length === 0 ? new Uint8Array(32) : key) as Source;
  const imported = await subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, concat(...parts) as Source));
}

export async function hkdfSha256(
  ikm: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Promise<Uint8Array> {
  const key = await subtle.importKey("raw", ikm as Source, "HKDF", false, ["deriveBits"]);
  const params = { name: "HKDF", hash: "SHA-256", salt: salt as Source, info: info as Source };
  return new Uint8Array(await subtle.deriveBits(params, key, length * 8));
}

export async function pbkdf2Sha256(
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Promise<Uint8Array> {
  const key = await subtle.importKey("raw", password as Source, "PBKDF2", false, ["deriveBits"]);
  const params = { name: "PBKDF2", hash: "SHA-256", salt: salt as Source, iterations: rounds };
  return new Uint8Array(await subtle.deriveBits(params, key, length * 8));
}

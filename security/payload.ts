/**
 * The payload: what the reporter says, sealed under the content key.
 *
 *     payload    ChaCha20-Poly1305, nonce 0, aad = prefix | wrap,
 *                key = HKDF-SHA-256(content key, salt = SHA-256(prefix | wrap), info = "abri/v1/payload", 32)
 *     plaintext  CBOR map { 0: content bstr, 1?: signature bstr 64, 2?: new signature bstr 64 }, padded to bucket - 16
 *
 * A content key seals one payload, once, so the nonce can be zero. ChaCha20-Poly1305 does not commit to its key; the
 * salt does that work: a ciphertext made to open under two content keys would need both keys to fit one wrap.
 */
import { concat, utf8 } from "./bytes.ts";
import { CborReader, type CborValue, encodeCbor } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { AEAD_TAG_BYTES, BUCKETS_BYTES, CHACHA_NONCE_BYTES, SIGNATURE_BYTES } from "./limits.ts";
import { pad, unpad } from "./padding.ts";
import type { Primitives } from "./primitives/types.ts";

export interface Payload {
  readonly content: Uint8Array;
  /** By the thread key, 64 bytes; on everything but a first report. */
  readonly signature?: Uint8Array;
  /** By the thread key that takes over, 64 bytes; on a rekey. */
  readonly newSignature?: Uint8Array;
}

const NONCE = new Uint8Array(CHACHA_NONCE_BYTES);

export function encodePayload({ content, signature, newSignature }: Payload): Uint8Array {
  const map = new Map<number, CborValue>([[0, content]]);
  if (signature) map.set(1, signature);
  if (newSignature) map.set(2, newSignature);
  return encodeCbor(map);
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parsePayload(bytes: Uint8Array): Payload {
  const reader = CborReader.parse(bytes);
  const payload: Payload = {
    content: reader.bytes(0),
    ...(reader.has(1) && { signature: reader.bytes(1, SIGNATURE_BYTES) }),
    ...(reader.has(2) && { newSignature: reader.bytes(2, SIGNATURE_BYTES) }),
  };
  reader.end();
  return payload;
}

/** The smallest bucket that holds a payload plaintext of `length` bytes. @throws SecurityError `too_long` */
export function bucketFor(length: number): number {
  const bucket = BUCKETS_BYTES.find((bytes) => length < bytes - AEAD_TAG_BYTES);
  if (bucket === undefined) throw new SecurityError("too_long", "the report does not fit the largest envelope");
  return bucket;
}

async function payloadKey(p: Primitives, contentKey: Uint8Array, head: Uint8Array): Promise<Uint8Array> {
  return p.hkdfSha256(contentKey, await p.sha256(head), utf8(LABELS.payload), 32);
}

/** Returns `bucket` bytes. `plaintext` is what `encodePayload` gave. */
export async function sealPayload(
  p: Primitives,
  contentKey: Uint8Array,
  prefix: Uint8Array,
  wrap: Uint8Array,
  plaintext: Uint8Array,
  bucket: number,
): Promise<Uint8Array> {
  const head = concat(prefix, wrap);
  return p.chachaSeal(await payloadKey(p, contentKey, head), NONCE, pad(plaintext, bucket - AEAD_TAG_BYTES), head);
}

/** Returns `null` when it does not open. @throws SecurityError `malformed`, `non_canonical` when it opens to nonsense */
export async function openPayload(
  p: Primitives,
  contentKey: Uint8Array,
  prefix: Uint8Array,
  wrap: Uint8Array,
  payload: Uint8Array,
): Promise<Payload | null> {
  const head = concat(prefix, wrap);
  const padded = p.chachaOpen(await payloadKey(p, contentKey, head), NONCE, payload, head);
  return padded && parsePayload(unpad(padded));
}

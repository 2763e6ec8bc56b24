/**
 * The stream of an envelope's attachments: STREAM, as age uses it.
 *
 *     key      HKDF-SHA-256(content key, salt = envelope id 16, info = "abri/v1/attachments", 32)
 *     chunk    ChaCha20-Poly1305(key, nonce = counter u88 | last u8, aad empty, plaintext 65 536)              65 552
 *     part     four chunks                                                                                  262 208
 *
 * The counter goes up by one from 0; `last` is 1 in the last chunk and 0 in all others. The plaintext is the files one
 * after the other, then zeros up to a power of two from 256 KiB to 32 MiB. So a stream has 1, 2, 4 … 128 parts, all of
 * them whole, and its length says how large its files are to a factor of two. Where each file ends, the manifest says.
 */
import { concat, readUnsigned, u8, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  ATTACHMENTS_MAX_BYTES,
  CHACHA_NONCE_BYTES,
  PART_BODY_BYTES,
  PART_BYTES,
  PART_CHUNKS,
  PART_PLAINTEXT_BYTES,
  STREAM_PARTS_MAX,
  UPLOAD_ID_BYTES,
} from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

const NO_AAD = new Uint8Array(0);

/**
 * How many parts the stream of files of `bytes` in all has: 1, 2, 4 … 128.
 * @throws SecurityError `too_long` above 32 MiB
 */
export function partsFor(bytes: number): number {
  if (bytes > ATTACHMENTS_MAX_BYTES) throw new SecurityError("too_long", "the files do not fit one report");
  let parts = 1;
  while (parts * PART_PLAINTEXT_BYTES < bytes) parts *= 2;
  return parts;
}

/** How many parts a stream of this length (of ciphertext) has, or `null` when no stream has that length. */
export function partsOfStream(streamLength: number): number | null {
  const parts = streamLength / PART_BYTES;
  const powerOfTwo = Number.isInteger(parts) && parts >= 1 && (parts & (parts - 1)) === 0;
  return powerOfTwo && parts <= STREAM_PARTS_MAX ? parts : null;
}

/** @param contentKey 32 bytes @param envelopeId 16 bytes */
export function streamKey(p: Primitives, contentKey: Uint8Array, envelopeId: Uint8Array): Promise<Uint8Array> {
  return p.hkdfSha256(contentKey, envelopeId, utf8(LABELS.attachments), 32);
}

/** counter u88 | last u8. A stream has 512 chunks at most, so only the counter's low bytes are ever in use. */
export function chunkNonce(counter: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(CHACHA_NONCE_BYTES);
  new DataView(nonce.buffer).setUint32(CHACHA_NONCE_BYTES - 5, counter);
  nonce[CHACHA_NONCE_BYTES - 1] = last ? 1 : 0;
  return nonce;
}

/** Where a chunk or a part stands: which one, counted from 0, and of how many. */
export interface Place {
  readonly index: number;
  readonly of: number;
}

/** The four chunks of a part, sealed or not, each with its nonce. */
function chunksOf(
  part: Uint8Array,
  { index, of }: Place,
): { readonly chunk: Uint8Array; readonly nonce: Uint8Array }[] {
  const size = part.length / PART_CHUNKS;
  return Array.from({ length: PART_CHUNKS }, (_, i) => {
    const counter = index * PART_CHUNKS + i;
    const nonce = chunkNonce(counter, counter === of * PART_CHUNKS - 1);
    return { chunk: part.subarray(i * size, (i + 1) * size), nonce };
  });
}

/** Seals 262 144 bytes to the part that stands at `place`: 262 208 bytes. */
export function sealPart(p: Primitives, key: Uint8Array, place: Place, plaintext: Uint8Array): Uint8Array {
  return concat(...chunksOf(plaintext, place).map(({ chunk, nonce }) => p.chachaSeal(key, nonce, chunk, NO_AAD)));
}

/** Returns the four plaintexts of a part, or `null` when any of them does not open at this very place. */
export function openPart(p: Primitives, key: Uint8Array, place: Place, part: Uint8Array): Uint8Array[] | null {
  if (part.length !== PART_BYTES || place.index >= place.of) return null;
  const opened: Uint8Array[] = [];
  for (const { chunk, nonce } of chunksOf(part, place)) {
    const plaintext = p.chachaOpen(key, nonce, chunk, NO_AAD);
    if (plaintext === null) return null;
    opened.push(plaintext);
  }
  return opened;
}

/** A part on its way to the server. */
export interface UploadedPart {
  readonly uploadId: Uint8Array;
  /** 0 to 127. */
  readonly index: number;
  /** 262 208 bytes. */
  readonly part: Uint8Array;
}

/** Upload id 16 | index u8 | part: 262 225 bytes. In the body, because addresses get written into logs on their way. */
export function encodePartBody({ uploadId, index, part }: UploadedPart): Uint8Array {
  return concat(uploadId, u8(index), part);
}

/** @throws SecurityError `malformed` for another length, an index above 127, or an upload id of zeros, which means none */
export function parsePartBody(body: Uint8Array): UploadedPart {
  if (body.length !== PART_BODY_BYTES) throw new SecurityError("malformed", "not the length of a part");
  const uploadId = body.slice(0, UPLOAD_ID_BYTES);
  const index = readUnsigned(body, UPLOAD_ID_BYTES, 1);
  if (index >= STREAM_PARTS_MAX || uploadId.every((byte) => byte === 0)) {
    throw new SecurityError("malformed", "no stream has such a part");
  }
  return { uploadId, index, part: body.subarray(UPLOAD_ID_BYTES + 1) };
}

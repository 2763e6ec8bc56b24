/**
 * The envelope, as the server keeps it. A first report and a later message have the same bytes in number and kind.
 *
 *     prefix   0 "ABRI" | 4 version u8 | 5 suite u8 | 6 reserved u16 | 8 directory hash 32 | 40 envelope id 16
 *              | 56 bucket u32 | 60 slip hash 32 | 92 stream length u32 | 96 stream hash 32 | 128 upload id 16      144
 *     wrap     HPKE to the desk epoch key, info = "abri/v1/envelope" | desk u16 | SHA-256(prefix):
 *              enc 1120 | sealed content key 32 | tag 16                                                           1168
 *     payload  ./payload.ts                                                                              8192 or 32 768
 *
 * Intake body = envelope | slip: 10 896 or 35 472 bytes. Integers are big-endian.
 */
import { concat, readUnsigned, u16, u32, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { BUCKETS_BYTES, ENVELOPE_BYTES, INTAKE_BODY_BYTES, PREFIX_BYTES, WRAP_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { partsOfStream } from "./stream.ts";

const MAGIC = utf8("ABRI");
const PROTOCOL_VERSION = 1;
const PROTOCOL_SUITE = 1;

const VERSION_AT = 4;
const SUITE_AT = 5;
const RESERVED_AT = 6;
const DIRECTORY_HASH_AT = 8;
const ENVELOPE_ID_AT = 40;
const BUCKET_AT = 56;
const SLIP_HASH_AT = 60;
const STREAM_LENGTH_AT = 92;
const STREAM_HASH_AT = 96;
const UPLOAD_ID_AT = 128;

export interface ParsedEnvelope {
  readonly prefix: Uint8Array;
  readonly wrap: Uint8Array;
  readonly payload: Uint8Array;
  /** SHA-256 of the reporter statement that the sender sealed with. */
  readonly directoryHash: Uint8Array;
  readonly envelopeId: Uint8Array;
  /** Length of the payload in bytes: 8192 or 32 768. */
  readonly bucket: number;
  readonly slipHash: Uint8Array;
  readonly hasAttachments: boolean;
  /** In bytes, of the sealed stream; 0 without attachments. */
  readonly streamLength: number;
  /** How many parts of 262 208 bytes that is: 0, 1, 2, 4 … 128. */
  readonly streamParts: number;
  readonly streamHash: Uint8Array;
  readonly uploadId: Uint8Array;
}

/** What the prefix says of the attachments. */
export interface StreamFacts {
  /** Of the ciphertext, in bytes. */
  readonly streamLength: number;
  /** SHA-256 of the ciphertext. */
  readonly streamHash: Uint8Array;
  readonly uploadId: Uint8Array;
}

/**
 * A prefix, without attachments unless `stream` tells of them. The slip hash stays zero, because the slip is sealed over
 * the rest of the prefix.
 */
export function encodePrefix(
  directoryHash: Uint8Array,
  envelopeId: Uint8Array,
  bucket: number,
  stream?: StreamFacts,
): Uint8Array {
  const prefix = new Uint8Array(PREFIX_BYTES);
  prefix.set(MAGIC);
  prefix[VERSION_AT] = PROTOCOL_VERSION;
  prefix[SUITE_AT] = PROTOCOL_SUITE;
  prefix.set(directoryHash, DIRECTORY_HASH_AT);
  prefix.set(envelopeId, ENVELOPE_ID_AT);
  prefix.set(u32(bucket), BUCKET_AT);
  if (stream !== undefined) {
    prefix.set(u32(stream.streamLength), STREAM_LENGTH_AT);
    prefix.set(stream.streamHash, STREAM_HASH_AT);
    prefix.set(stream.uploadId, UPLOAD_ID_AT);
  }
  return prefix;
}

export function withSlipHash(prefix: Uint8Array, slipHash: Uint8Array): Uint8Array {
  const out = prefix.slice();
  out.set(slipHash, SLIP_HASH_AT);
  return out;
}

/** 112 bytes: what the slip is sealed over. */
export function prefixWithoutSlipHash(prefix: Uint8Array): Uint8Array {
  return concat(prefix.slice(0, SLIP_HASH_AT), prefix.slice(STREAM_LENGTH_AT));
}

/** HPKE info of the wrap. */
export async function wrapInfo(p: Primitives, deskId: number, prefix: Uint8Array): Promise<Uint8Array> {
  return concat(utf8(LABELS.envelope), u16(deskId), await p.sha256(prefix));
}

/**
 * Splits an intake body (10 896 or 35 472 bytes) into envelope and slip, and checks nothing else.
 * @throws SecurityError `malformed` for any other length
 */
export function parseIntakeBody(body: Uint8Array): { envelope: Uint8Array; slip: Uint8Array } {
  const at = ENVELOPE_BYTES[INTAKE_BODY_BYTES.indexOf(body.length)];
  if (at === undefined) throw new SecurityError("malformed", "not the length of an intake body");
  return { envelope: body.slice(0, at), slip: body.slice(at) };
}

/**
 * Reads an envelope's outside; needs no key.
 * @throws SecurityError `unsupported_version` for another version or suite (there is no negotiation); `malformed` for a
 *   wrong length, mark, reserved byte or bucket, attachment fields that are neither all zero nor all filled, or a length
 *   that no stream has
 */
export function parseEnvelope(envelope: Uint8Array): ParsedEnvelope {
  if (!MAGIC.every((byte, i) => envelope[i] === byte)) throw new SecurityError("malformed", "not an envelope");
  if (envelope[VERSION_AT] !== PROTOCOL_VERSION || envelope[SUITE_AT] !== PROTOCOL_SUITE) {
    throw new SecurityError("unsupported_version", "an envelope of another version or suite");
  }
  const bucket = BUCKETS_BYTES[ENVELOPE_BYTES.indexOf(envelope.length)];
  if (
    bucket === undefined ||
    readUnsigned(envelope, BUCKET_AT, 4) !== bucket ||
    readUnsigned(envelope, RESERVED_AT, 2) !== 0
  ) {
    throw new SecurityError("malformed", "an envelope of another length or with reserved bytes in use");
  }
  const streamLength = readUnsigned(envelope, STREAM_LENGTH_AT, 4);
  const streamHash = envelope.slice(STREAM_HASH_AT, UPLOAD_ID_AT);
  const uploadId = envelope.slice(UPLOAD_ID_AT, PREFIX_BYTES);
  const hasAttachments = streamLength > 0;
  const streamParts = hasAttachments ? partsOfStream(streamLength) : 0;
  if (isZero(streamHash) === hasAttachments || isZero(uploadId) === hasAttachments || streamParts === null) {
    throw new SecurityError("malformed", "attachment fields that contradict each other");
  }
  return {
    prefix: envelope.slice(0, PREFIX_BYTES),
    wrap: envelope.slice(PREFIX_BYTES, PREFIX_BYTES + WRAP_BYTES),
    payload: envelope.slice(PREFIX_BYTES + WRAP_BYTES),
    directoryHash: envelope.slice(DIRECTORY_HASH_AT, ENVELOPE_ID_AT),
    envelopeId: envelope.slice(ENVELOPE_ID_AT, BUCKET_AT),
    bucket,
    slipHash: envelope.slice(SLIP_HASH_AT, STREAM_LENGTH_AT),
    hasAttachments,
    streamLength,
    streamParts,
    streamHash,
    uploadId,
  };
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * The three containers, written and listed by the tests' own hand: nothing here comes from the code that cleans, so that
 * both would have to be wrong in the same way.
 */
import { crc32 } from "node:zlib";

export const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
export const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const u32 = (value: number): Uint8Array => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

export const PNG_START = latin("\x89PNG\r\n\x1a\n");
export const pngChunk = (name: string, content: Uint8Array): Uint8Array =>
  join(u32(content.length), latin(name), content, u32(crc32(join(latin(name), content))));
export const pngFile = (...chunks: readonly Uint8Array[]): Uint8Array => join(PNG_START, ...chunks);

export function jpegSegment(marker: number, content: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return join(head, content);
}

export function webpChunk(name: string, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return join(head, content, new Uint8Array(content.length % 2));
}
export const webpFile = (...chunks: readonly Uint8Array[]): Uint8Array =>
  webpChunk("RIFF", join(latin("WEBP"), ...chunks));

export interface Piece {
  readonly name: string;
  readonly at: number;
  readonly content: Uint8Array;
}

/** A stuffed zero, or a restart. */
const staysInScan = (next: number): boolean => next === 0 || (next >= 0xd0 && next <= 0xd7);

/** Markers as two hexadecimal digits; entropy-coded data belongs to its scan. Bytes after the end are one piece, "after". */
export function listJpeg(bytes: Uint8Array): Piece[] {
  const buffer = Buffer.from(bytes);
  const pieces: Piece[] = [{ name: "d8", at: 0, content: new Uint8Array(0) }];
  let at = 2;
  for (;;) {
    if (buffer.readUInt8(at) !== 0xff) throw new Error(`no marker at ${at}`);
    const marker = buffer.readUInt8(at + 1);
    const name = marker.toString(16);
    if (marker === 0xd9) {
      pieces.push({ name, at, content: new Uint8Array(0) });
      if (at + 2 < bytes.length) pieces.push({ name: "after", at: at + 2, content: bytes.subarray(at + 2) });
      return pieces;
    }
    const end = at + 2 + buffer.readUInt16BE(at + 2);
    pieces.push({ name, at, content: bytes.subarray(at + 4, end) });
    at = end;
    if (marker === 0xda) {
      while (buffer.readUInt8(at) !== 0xff || staysInScan(buffer.readUInt8(at + 1))) at++;
    }
  }
}

export function listPng(bytes: Uint8Array): Piece[] {
  const buffer = Buffer.from(bytes);
  const pieces: Piece[] = [];
  for (let at = 8; at < bytes.length;) {
    if (pieces.at(-1)?.name === "IEND") {
      return [...pieces, { name: "after", at, content: bytes.subarray(at) }];
    }
    const length = buffer.readUInt32BE(at);
    pieces.push({
      name: buffer.toString("latin1", at + 4, at + 8),
      at,
      content: bytes.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return pieces;
}

/** Chunks inside a frame are named "ANMF/…". */
export function listWebp(bytes: Uint8Array): Piece[] {
  const buffer = Buffer.from(bytes);
  const end = 8 + buffer.readUInt32LE(4);
  const pieces = listRiff(buffer, 12, end, "");
  return end < bytes.length ? [...pieces, { name: "after", at: end, content: bytes.subarray(end) }] : pieces;
}

function listRiff(buffer: Buffer, from: number, end: number, prefix: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < end;) {
    const name = prefix + buffer.toString("latin1", at, at + 4);
    const length = buffer.readUInt32LE(at + 4);
    pieces.push({ name, at, content: new Uint8Array(buffer.subarray(at + 8, at + 8 + length)) });
    if (name === "ANMF") pieces.push(...listRiff(buffer, at + 24, at + 8 + length, "ANMF/"));
    at += 8 + length + (length % 2);
  }
  return pieces;
}

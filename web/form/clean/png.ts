/**
 * PNG by allow-list (W3C PNG, third edition). Copied with their checksums: header, palette, transparency, picture data,
 * frames of an animation, and three short notes on colour. Left out: texts, times, EXIF (but for the orientation), colour
 * profiles, the screen's own colours (cHRM), physical size, private chunks, and whatever follows the end: there, phones have
 * left the cropped-away part of screenshots.
 */
import { orientationTiff, readOrientation, type Orientation, type Walked } from "./orientation.ts";
import { checkSize, join, letters, must, Reader, SEGMENTS_MAX } from "./reader.ts";

export const PNG_SIGNATURE = "\x89PNG\r\n\x1a\n";

/** The chunks that are kept, and the lengths that each may have. */
const KEPT: Readonly<Record<string, (length: number) => boolean>> = {
  IHDR: (length) => length === 13,
  PLTE: (length) => length > 0 && length <= 768 && length % 3 === 0,
  tRNS: (length) => length > 0 && length <= 256,
  IDAT: () => true,
  acTL: (length) => length === 8,
  fcTL: (length) => length === 26,
  fdAT: (length) => length >= 4,
  sRGB: (length) => length === 1,
  gAMA: (length) => length === 4,
  cICP: (length) => length === 4,
  IEND: (length) => length === 0,
};
/** Those that stand before the picture data or nowhere; the first alone counts. */
const EARLY = ["PLTE", "tRNS", "acTL", "sRGB", "gAMA", "cICP"];

/** CRC-32 of ISO 3309, four bits at a time: the table is small and so is the code. */
const NIBBLES = Uint32Array.from({ length: 16 }, (_, nibble) => {
  let crc = nibble;
  for (let bit = 0; bit < 4; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    crc = (crc >>> 4) ^ (NIBBLES[crc & 15] as number);
    crc = (crc >>> 4) ^ (NIBBLES[crc & 15] as number);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const checked = join([letters(name), content]);
  return join([u32(content.length), checked, u32(crc32(checked))]);
}

function checkHeader(file: Reader, at: number): void {
  checkSize(file.u32(at), file.u32(at + 4));
  const [depth, colour] = [file.u8(at + 8), file.u8(at + 9)];
  must([1, 2, 4, 8, 16].includes(depth) && [0, 2, 3, 4, 6].includes(colour), "a header of another form");
  must(file.u8(at + 10) === 0 && file.u8(at + 11) === 0 && file.u8(at + 12) <= 1, "a header of another form");
}

/**
 * @returns the pieces of a new file that holds the picture and nothing else
 * @throws Uncleanable `damaged` or `too_large`
 */
export function cleanPng(bytes: Uint8Array): Walked {
  const file = new Reader(bytes);
  must(file.says(PNG_SIGNATURE, 0), "not a PNG");
  const kept: Uint8Array[] = [];
  const seen = new Set<string>();
  let orientation: Orientation | null = null;
  let at = PNG_SIGNATURE.length;
  for (let chunks = 0; !seen.has("IEND"); chunks++) {
    must(chunks < SEGMENTS_MAX, "too many chunks");
    const length = file.u32(at);
    const name = file.name(at + 4);
    must(/^[A-Za-z]{4}$/.test(name), "a chunk without a name");
    const content = file.slice(at + 8, length);
    const whole = file.slice(at, length + 12);
    must((name === "IHDR") === (seen.size === 0), "a header out of place");
    at += whole.length;
    if (name === "eXIf") orientation ??= readOrientation(content);
    if (!Object.hasOwn(KEPT, name)) continue;
    must(KEPT[name]?.(length) === true, "a chunk of another form");
    must(crc32(whole.subarray(4, length + 8)) === file.u32(at - 4), "a checksum that does not fit");
    if (name === "IHDR") checkHeader(file, at - 4 - length);
    // Frames that no animation shows.
    if ((name === "fcTL" || name === "fdAT") && !seen.has("acTL")) continue;
    if (EARLY.includes(name) && (seen.has("IDAT") || seen.has(name))) continue;
    seen.add(name);
    kept.push(whole);
  }
  must(seen.has("IDAT"), "no picture");
  const turned = orientation ?? 1;
  const [header, ...rest] = kept as [Uint8Array, ...Uint8Array[]];
  return {
    pieces: [
      letters(PNG_SIGNATURE),
      header,
      ...(turned === 1 ? [] : [chunk("eXIf", orientationTiff(turned))]),
      ...rest,
    ],
    orientation: turned,
  };
}

/**
 * JPEG by allow-list (ITU-T T.81 annex B). Copied: tables, frame header, scans, the end. Written anew when it was there,
 * with nothing but what decides the colours: JFIF, Adobe's transform; and the orientation. All else is left out: EXIF, XMP,
 * IPTC, colour profiles, C2PA, thumbnails, comments, further pictures, and whatever follows the end.
 *
 * What is copied must have exactly the form its marker gives it, so that nothing rides along inside. The entropy-coded
 * data itself is not decoded.
 */
import { orientationTiff, readOrientation, type Orientation, type Walked } from "./orientation.ts";
import { checkSize, join, letters, must, Reader, SEGMENTS_MAX, Uncleanable } from "./reader.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
const COM = 0xfe;

/** Baseline, extended, progressive, and the last two with arithmetic coding: the kinds that decoders in use know. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2, 0xc9, 0xca];
/** libjpeg-turbo calls more than this an attack; encoders write about a dozen. */
const SCANS_MAX = 500;

const JFIF = "JFIF\0";
const EXIF = "Exif\0\0";
const ADOBE = "Adobe";

/** Whether a segment's content has the one form that its marker allows. */
type Check = (content: Reader) => boolean;

/** B.2.4.1: tables of 64 values of one or two bytes. */
const quantization: Check = (content) => {
  let at = 0;
  while (at < content.length) {
    const kind = content.u8(at);
    if (kind >> 4 > 1 || (kind & 15) > 3) return false;
    at += 1 + 64 * ((kind >> 4) + 1);
  }
  return at === content.length && at > 0;
};

/** B.2.4.2: tables of sixteen counts and as many symbols as these add up to. */
const huffman: Check = (content) => {
  let at = 0;
  while (at < content.length) {
    const kind = content.u8(at);
    if (kind >> 4 > 1 || (kind & 15) > 3) return false;
    const symbols = content.slice(at + 1, 16).reduce((sum, count) => sum + count, 0);
    if (symbols > 256) return false;
    at += 17 + symbols;
  }
  return at === content.length && at > 0;
};

/** B.2.4.3: pairs. */
const arithmetic: Check = (content) => content.length > 0 && content.length <= 64 && content.length % 2 === 0;

/** B.2.3: which components, with which tables. */
const scan: Check = (content) => {
  const components = content.u8(0);
  return components >= 1 && components <= 4 && content.length === 4 + 2 * components;
};

const TABLES: Readonly<Record<number, Check>> = {
  0xdb: quantization,
  0xc4: huffman,
  0xcc: arithmetic,
  0xdd: (content) => content.length === 2,
};

/** B.2.2: the size and the components. @returns the number of pixels */
function checkFrame(content: Reader): number {
  const components = content.u8(5);
  must(components >= 1 && components <= 4 && content.length === 6 + 3 * components, "a frame of another form");
  checkSize(content.u16(3), content.u16(1));
  return content.u16(3) * content.u16(1);
}

/** A marker with the content that follows it; its length counts itself (B.1.1.4). */
function segment(marker: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = join(content);
  const length = body.length + 2;
  return join([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body]);
}

/** Version 1.01, square pixels, no thumbnail. */
const plainJfif = (): Uint8Array => segment(APP0, letters(JFIF), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0));
const plainAdobe = (transform: number): Uint8Array =>
  segment(APP14, letters(ADOBE), Uint8Array.of(0, 100, 0, 0, 0, 0, transform));
const plainExif = (orientation: Orientation): Uint8Array => segment(APP1, letters(EXIF), orientationTiff(orientation));

/** Where the entropy-coded data from `at` ends: at the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    const start = at;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at];
    if (marker === undefined) break;
    if (marker !== 0 && (marker < 0xd0 || marker > 0xd7)) return start;
  }
  // Without an end nobody can tell the picture from what was hung behind it.
  throw new Uncleanable("damaged", "no end");
}

/** What the application segments say that showing the picture needs. */
interface Facts {
  jfif: boolean;
  transform: number | null;
  orientation: Orientation | null;
}

function learn(facts: Facts, marker: number, content: Reader): void {
  if (marker === APP0 && content.says(JFIF, 0) && content.length >= 14) facts.jfif = true;
  if (marker === APP14 && content.says(ADOBE, 0) && content.length >= 12 && content.u8(11) <= 2) {
    facts.transform = content.u8(11);
  }
  if (marker === APP1 && content.says(EXIF, 0)) facts.orientation ??= readOrientation(content.bytes.subarray(6));
}

/**
 * @returns the pieces of a new file that holds the picture and nothing else
 * @throws Uncleanable `damaged` or `too_large`
 */
export function cleanJpeg(bytes: Uint8Array): Walked {
  const file = new Reader(bytes);
  must(file.u16(0) === 0xff00 + SOI, "not a JPEG");
  const facts: Facts = { jfif: false, transform: null, orientation: null };
  const kept: Uint8Array[] = [];
  let pixels = 0;
  let scans = 0;
  let at = 2;
  for (let segments = 0; ; segments++) {
    must(segments < SEGMENTS_MAX, "too many segments");
    must(file.u8(at) === 0xff, "no marker where one must be");
    while (file.u8(at) === 0xff) at++;
    const marker = file.u8(at);
    if (marker === EOI) break;
    must(marker >= 0xc0 && (marker < 0xd0 || marker > SOI), "a marker without content");
    const length = file.u16(at + 1);
    must(length >= 2, "a segment shorter than its length");
    const content = new Reader(file.slice(at + 3, length - 2));
    const whole = (): Uint8Array => file.slice(at - 1, length + 2);
    if (marker === SOS) {
      must(pixels > 0 && scan(content) && ++scans <= SCANS_MAX, "a scan out of place");
      const end = endOfScan(bytes, at + 1 + length);
      kept.push(bytes.subarray(at - 1, end));
      at = end;
      continue;
    }
    if (FRAMES.includes(marker)) {
      must(pixels === 0, "two frames");
      pixels = checkFrame(content);
      kept.push(whole());
    } else if (TABLES[marker]) {
      must(TABLES[marker](content), "a table of another form");
      kept.push(whole());
    } else {
      must((marker >= APP0 && marker <= 0xef) || marker === COM, "a marker that is not known");
      learn(facts, marker, content);
    }
    at += 1 + length;
  }
  must(scans > 0, "no picture");
  const orientation = facts.orientation ?? 1;
  const turn = orientation === 1 ? null : plainExif(orientation);
  return {
    pieces: [
      Uint8Array.of(0xff, SOI),
      ...(facts.jfif ? [plainJfif()] : []),
      ...(turn ? [turn] : []),
      ...(facts.transform === null ? [] : [plainAdobe(facts.transform)]),
      ...kept,
      Uint8Array.of(0xff, EOI),
    ],
    orientation,
    ...(turn && { turn: { piece: turn, pixels } }),
  };
}

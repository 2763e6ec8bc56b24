/** What a file is, by its first bytes; its name and declared type only tell apart what the bytes do not. */
import { Reader, type Reason } from "./reader.ts";
import { PNG_SIGNATURE } from "./png.ts";

export type PictureType = "image/jpeg" | "image/png" | "image/webp";
export type Sniffed = PictureType | Exclude<Reason, "damaged" | "too_large">;

/** ISO base media: the brand at byte 8 tells a still picture and sound from video. */
const HEIC_BRANDS = /^(hei[cxms]|hev[cxms]|mif[12]|msf1)$/;
const STILL_BRANDS = /^(avi[fs]|jpeg|crx )$/;
const SOUND_BRANDS = /^(M4[AB] |F4A )$/;

/** What files begin with, and what they are then. Order matters where one is the beginning of another. */
const BEGINNINGS: readonly (readonly [start: string, at: number, is: Sniffed])[] = [
  ["\xff\xd8\xff", 0, "image/jpeg"],
  [PNG_SIGNATURE, 0, "image/png"],
  ["WEBP", 8, "image/webp"],
  ["WAVE", 8, "audio"],
  ["AVI ", 8, "video"],
  ["GIF8", 0, "picture"],
  ["II*\0", 0, "picture"],
  ["MM\0*", 0, "picture"],
  ["\xff\x0a", 0, "picture"],
  ["\0\0\0\x0cJXL ", 0, "picture"],
  ["%PDF-", 0, "pdf"],
  ["\xd0\xcf\x11\xe0", 0, "office"],
  ["{\\rtf", 0, "office"],
  ["OggS", 0, "audio"],
  ["fLaC", 0, "audio"],
  ["ID3", 0, "audio"],
  ["#!AMR", 0, "audio"],
  ["caff", 0, "audio"],
  ["FLV\x01", 0, "video"],
  ["\0\0\x01\xba", 0, "video"],
  ["7z\xbc\xaf", 0, "archive"],
  ["Rar!", 0, "archive"],
  ["\x1f\x8b", 0, "archive"],
  ["BM", 0, "picture"],
];

/** How far into a file a PDF may begin, and an office document may name itself. */
const SEARCHED = 1024;
const OFFICE_ENDINGS = /\.(doc|xls|ppt|od[tspg]|pages|numbers|key)[a-z]?$/i;

function media(file: Reader, declared: string): Sniffed {
  const brand = file.length >= 12 ? file.name(8) : "";
  if (HEIC_BRANDS.test(brand)) return "heic";
  if (STILL_BRANDS.test(brand)) return "picture";
  return SOUND_BRANDS.test(brand) || declared.startsWith("audio/") ? "audio" : "video";
}

/**
 * @param name the file's own name, for its ending alone
 * @param declared the type that the browser tells, or ""
 */
export function sniff(bytes: Uint8Array, name: string, declared: string): Sniffed {
  const file = new Reader(bytes);
  if (file.says("ftyp", 4)) return media(file, declared);
  // Matroska and WebM: the same beginning for sound and video.
  if (file.says("\x1a\x45\xdf\xa3", 0)) return declared.startsWith("audio/") ? "audio" : "video";
  if (file.says("PK\x03\x04", 0)) {
    const start = String.fromCharCode(...bytes.subarray(0, SEARCHED));
    const office = /\[Content_Types\]\.xml|application\/vnd\.oasis/.test(start) || OFFICE_ENDINGS.test(name);
    return office ? "office" : "archive";
  }
  for (const [start, at, is] of BEGINNINGS) if (file.says(start, at)) return is;
  // MPEG audio: eleven bits of synchronisation, then a version and a layer.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0) return "audio";
  const start = String.fromCharCode(...bytes.subarray(0, SEARCHED));
  if (start.includes("%PDF-")) return "pdf";
  return /<svg[\s>]/i.test(start) ? "picture" : "unknown";
}

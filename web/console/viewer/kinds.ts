/**
 * What a file claims to be, what its bytes are, and under which name it may be saved. A type and a name are what a stranger
 * wrote; bytes are looked at in the viewer's frame alone.
 */
import { sniff, type Sniffed } from "../../form/clean/sniff.ts";

/** `page`: HTML, SVG and other markup, which may hold scripts. `unknown`: nothing is claimed, or nothing is recognised. */
export const FILE_KINDS = [
  "jpeg",
  "png",
  "webp",
  "heic",
  "picture",
  "audio",
  "video",
  "pdf",
  "office",
  "archive",
  "text",
  "page",
  "program",
  "unknown",
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface Claim {
  /** Media type; may be empty. */
  readonly type: string;
  readonly name: string;
}

/** The pictures that are shown; their media types are what the page tells the browser, whatever the sender said. */
export const SHOWN_PICTURES: Partial<Readonly<Record<FileKind, string>>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

const CLAIMED_TYPES: readonly (readonly [RegExp, FileKind])[] = [
  [/^image\/(jpe?g|pjpeg)$/, "jpeg"],
  [/^image\/png$/, "png"],
  [/^image\/webp$/, "webp"],
  [/^image\/hei[cf]/, "heic"],
  [/^(image\/svg|text\/html|text\/xml|application\/(xhtml|xml))/, "page"],
  [/^image\//, "picture"],
  [/^audio\//, "audio"],
  [/^video\//, "video"],
  [/^application\/pdf$/, "pdf"],
  [/^application\/(msword|rtf|vnd\.(ms-|openxmlformats|oasis))|^text\/rtf$/, "office"],
  [/^application\/(zip|x-zip|gzip|x-gzip|x-7z|vnd\.rar|x-rar|x-tar)/, "archive"],
  [/^application\/(x-msdownload|x-executable|x-sh|java-archive|vnd\.android)|javascript$/, "program"],
  [/^text\//, "text"],
];

/** Endings in use, the usual one of each kind first. Under these a file may be saved when its bytes are of that kind. */
const ENDINGS: Readonly<Record<FileKind, readonly string[]>> = {
  jpeg: ["jpg", "jpeg"],
  png: ["png"],
  webp: ["webp"],
  heic: ["heic", "heif"],
  picture: ["gif", "tif", "tiff", "avif", "bmp", "jxl"],
  audio: ["ogg", "oga", "opus", "mp3", "m4a", "aac", "wav", "flac", "amr", "caf", "weba", "webm", "mp4"],
  video: ["mp4", "webm", "mov", "m4v", "mkv", "avi", "3gp", "mpg", "mpeg"],
  pdf: ["pdf"],
  office: ["docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf"],
  archive: ["zip", "7z", "rar", "gz"],
  text: ["txt"],
  page: [],
  program: [],
  unknown: [],
};

/** Endings that claim something, and that nothing is ever saved under. */
const UNSAFE_ENDINGS: Partial<Readonly<Record<FileKind, RegExp>>> = {
  page: /^(html?|xhtml|svgz?|xml|mht(ml)?)$/,
  program: /^(exe|dll|msi|scr|com|bat|cmd|ps1|vbs?|js|jar|apk|sh|lnk|app|hta|iso|img)$/,
  office: /^(doc|xls|ppt)[mbx]|dot[xm]?$/,
  // Programs for tables take words for formulas.
  text: /^(csv|tsv|slk|iqy)$/,
};

/**
 * Office documents by how they begin, and the endings that fit. Programs open an older ending by its bytes: a newer document with
 * macros, which has to say so in its own ending, would pass under it.
 */
const OFFICE_ENDINGS: readonly (readonly [start: string, endings: readonly string[]])[] = [
  ["PK", ["docx", "xlsx", "pptx", "odt", "ods", "odp"]],
  ["\xd0\xcf\x11\xe0", ["doc", "xls", "ppt"]],
  ["{\\rtf", ["rtf"]],
];

/** Kinds of one format each: without a fitting ending they get the usual one. */
const SINGLE: readonly FileKind[] = ["jpeg", "png", "webp", "heic", "pdf", "text"];

const endingOf = (name: string): string => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

/** `audio/webm;codecs=opus` is `audio/webm`. */
const bareType = (type: string): string => type.split(";")[0]?.trim().toLowerCase() ?? "";

function kindOfType(type: string): FileKind {
  const bare = bareType(type);
  return CLAIMED_TYPES.find(([pattern]) => pattern.test(bare))?.[1] ?? "unknown";
}

function kindOfEnding(name: string): FileKind {
  const ending = endingOf(name);
  const known = FILE_KINDS.find((kind) => ENDINGS[kind].includes(ending));
  return known ?? FILE_KINDS.find((kind) => UNSAFE_ENDINGS[kind]?.test(ending)) ?? "unknown";
}

/** What a file says that it is: by its type, or by the ending of its name when the type says nothing. */
export function claimedKind({ type, name }: Claim): FileKind {
  const byType = kindOfType(type);
  return byType === "unknown" ? kindOfEnding(name) : byType;
}

const OF_SNIFFED: Readonly<Record<Sniffed, FileKind>> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  heic: "heic",
  picture: "picture",
  audio: "audio",
  video: "video",
  pdf: "pdf",
  office: "office",
  archive: "archive",
  unknown: "unknown",
};

/** Windows and Java programs, Linux's, Apple's, scripts, shortcuts. */
const PROGRAMS = [
  "MZ",
  "\x7fELF",
  "\xca\xfe\xba\xbe",
  "\xce\xfa\xed\xfe",
  "\xcf\xfa\xed\xfe",
  "#!",
  "L\0\0\0\x01\x14\x02\0",
];
/** How much of a file is looked at to tell whether it is text. Bytes. */
const TEXT_LOOKED_AT = 4096;

/** What the bytes are, by how they begin. Whatever a browser could take for a page with scripts is called one. */
export function kindOfBytes(bytes: Uint8Array, { type, name }: Claim): FileKind {
  const start = String.fromCharCode(...bytes.subarray(0, TEXT_LOOKED_AT));
  if (PROGRAMS.some((beginning) => start.startsWith(beginning))) return "program";
  const letters = lettersOf(bytes.subarray(0, TEXT_LOOKED_AT));
  // Before anything else: a page may hold "%PDF-" further down, and what is no text besides.
  if (/^\s*</.test(letters)) return "page";
  // No letter, and no sign that parts lines or words; or what is a letter in no encoding.
  const text = /[^\P{Cc}\s]|\ufffd/u.test(letters) ? null : letters;
  if (text !== null && UTF16.test(start)) return "text";
  const kind = OF_SNIFFED[sniff(bytes, name, bareType(type))];
  // SVG is a picture until somebody opens it by itself.
  if (kind === "picture" && /<svg[\s>]/i.test(start)) return "page";
  return kind === "unknown" && text !== null ? "text" : kind;
}

const UTF16 = /^(\xff\xfe|\xfe\xff)/;

/** The beginning read as a text, whether it is one or not; U+FFFD for what is no letter. */
function lettersOf(start: Uint8Array): string {
  const mark = start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : "utf-8";
  const encoding = start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : mark;
  // A letter that is cut in two at the end is no fault.
  return new TextDecoder(encoding).decode(start, { stream: true });
}

/** What may be two names for one thing. */
const ALIKE: readonly (readonly FileKind[])[] = [
  ["audio", "video"], // one container for both
  ["office", "archive"], // office documents are archives
  ["text", "unknown"], // texts in old encodings
  ["text", "page"],
];

const fits = (claimed: FileKind, found: FileKind): boolean =>
  claimed === "unknown" || claimed === found || ALIKE.some((pair) => pair.includes(claimed) && pair.includes(found));

/** Whether type and name both fit what the bytes are. What claims nothing fits everything. */
export function claimFits({ type, name }: Claim, found: FileKind): boolean {
  return fits(kindOfType(type), found) && fits(kindOfEnding(name), found);
}

/**
 * The name to save a file under: a number, and an ending that fits its bytes and that no system runs. Anything else is
 * `.bin`, which opens in nothing.
 * @param number counts the files of one report or message, from 1
 * @param found what `kindOfBytes` said of the bytes
 */
export function savedName(number: number, found: FileKind, { type, name }: Claim, bytes: Uint8Array): string {
  const endings = found === "office" ? officeEndings(bytes) : ENDINGS[found];
  const own = [endingOf(name), endingOf(`.${bareType(type).split("/")[1] ?? ""}`)].find((each) =>
    endings.includes(each),
  );
  const ending = own ?? (SINGLE.includes(found) ? endings[0] : undefined) ?? "bin";
  return `attachment-${number}.${ending}`;
}

function officeEndings(bytes: Uint8Array): readonly string[] {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  return OFFICE_ENDINGS.find(([beginning]) => start.startsWith(beginning))?.[1] ?? [];
}

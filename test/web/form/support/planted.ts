/**
 * Metadata of every kind that pictures carry, each with a word planted in it: what cameras, phones and editors write, made
 * by hand. `hidden` finds the words in whatever bytes.
 */
import { deflateSync } from "node:zlib";
import { join, jpegSegment, latin, listJpeg, listPng, listWebp, pngChunk, webpChunk, webpFile } from "./containers.ts";
import { baselineJpeg } from "./pictures.ts";

/** Begins each planted word. */
const CANARY = "canary";
export const word = (where: string): string => `${CANARY}-${where}`;

/** Planted words found in the bytes, as letters of one byte or of two. */
export function hidden(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const found = ["latin1", "utf16le"].some((encoding) => buffer.includes(CANARY, 0, encoding as BufferEncoding));
  const swapped = buffer.includes(Buffer.from(CANARY, "utf16le").swap16());
  const words = buffer.toString("latin1").match(new RegExp(`${CANARY}-[\\w-]+`, "g")) ?? [];
  return words.length > 0 || !(found || swapped) ? words : [CANARY];
}

type Entry = readonly [tag: number, type: number, count: number, value: Uint8Array];

/** A TIFF block with these directories; an entry of type 0 points to the directory whose number is its count, one of
 * type 13 to its own value. */
function tiff(little: boolean, ...directories: readonly (readonly Entry[])[]): Uint8Array {
  const u16 = (value: number): Uint8Array =>
    Uint8Array.from(little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const u32 = (value: number): Uint8Array =>
    join(...(little ? [0, 16] : [16, 0]).map((by) => u16((value >>> by) & 0xffff)));
  const starts = directories.map((_, i) => 8 + directories.slice(0, i).reduce((sum, d) => sum + 6 + 12 * d.length, 0));
  let heap = 8 + directories.reduce((sum, d) => sum + 6 + 12 * d.length, 0);
  const values: Uint8Array[] = [];
  const written = directories.map((entries, i) =>
    join(
      u16(entries.length),
      ...entries.map(([tag, type, count, value]) => {
        if (type === 0) return join(u16(tag), u16(4), u32(1), u32(starts[count] ?? 0));
        const pointed = type === 13;
        if (value.length <= 4 && !pointed)
          return join(u16(tag), u16(type), u32(count), value, new Uint8Array(4 - value.length));
        const at = heap;
        values.push(value);
        heap += value.length;
        return join(u16(tag), u16(pointed ? 4 : type), u32(count), u32(at));
      }),
      // The thumbnail's directory follows the first.
      u32(i === 0 && directories.length > 3 ? (starts[3] ?? 0) : 0),
    ),
  );
  return join(latin(little ? "II" : "MM"), u16(42), u32(8), ...written, ...values);
}

const ascii = (tag: number, text: string): Entry => [tag, 2, text.length + 1, latin(`${text}\0`)];
const short = (little: boolean, tag: number, value: number): Entry => [
  tag,
  3,
  1,
  Uint8Array.from(little ? [value, 0] : [0, value]),
];
const degrees = (little: boolean, tag: number, ...values: readonly number[]): Entry => {
  const out = Buffer.alloc(24);
  values.forEach((value, i) => {
    for (const [at, number] of [
      [8 * i, value],
      [8 * i + 4, 1],
    ] as const) {
      if (little) out.writeUInt32LE(number, at);
      else out.writeUInt32BE(number, at);
    }
  });
  return [tag, 5, 3, out];
};
const none = new Uint8Array(0);

/** EXIF as a phone writes it: maker, serial number, owner, the place, and a small picture of its own. */
export function exif(orientation: number, little = false): Uint8Array {
  const thumbnail = join(baselineJpeg, latin(word("thumbnail")));
  const size = Buffer.alloc(4);
  if (little) size.writeUInt32LE(thumbnail.length);
  else size.writeUInt32BE(thumbnail.length);
  return tiff(
    little,
    [
      ascii(0x010f, word("make")),
      short(little, 0x0112, orientation),
      ascii(0x013b, word("artist")),
      ascii(0x0132, "2026:11:21 10:11:12"),
      [0x8769, 0, 1, none],
      [0x8825, 0, 2, none],
    ],
    [ascii(0xa431, word("serial")), [0x9286, 7, 20, latin(`ASCII\0\0\0${word("note")} `)]],
    [
      ascii(1, "N"),
      degrees(little, 2, 45, 30, 31),
      ascii(3, "W"),
      degrees(little, 4, 73, 34, 12),
      [0x1b, 7, 18, latin(`ASCII\0\0\0${word("gps")}`)],
    ],
    [short(little, 0x0103, 6), [0x0201, 13, 1, thumbnail], [0x0202, 4, 1, size]],
  );
}

const xmp = (where: string): Uint8Array =>
  latin(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${word(where)}"/></rdf:RDF></x:xmpmeta>`,
  );

/** IPTC inside of Photoshop's block: by-line. */
const iptc = (): Uint8Array => {
  const record = join(Uint8Array.of(0x1c, 2, 80, 0, word("iptc").length), latin(word("iptc")));
  return join(
    latin("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0"),
    Uint8Array.of(record.length),
    record,
    new Uint8Array(record.length % 2),
  );
};

/** A colour profile of one tag, its description. */
export const profile = (): Uint8Array => {
  const text = join(latin("desc\0\0\0\0\0\0\0\x20"), latin(word("profile").padEnd(31)), new Uint8Array(80));
  const head = Buffer.alloc(128);
  head.write("mntrRGB XYZ ", 12, "latin1");
  head.write("acsp", 36, "latin1");
  const all = join(head, latin("\0\0\0\x01desc\0\0\0\x90\0\0\0"), Uint8Array.of(text.length), text);
  Buffer.from(all.buffer, all.byteOffset, 4).writeUInt32BE(all.length);
  return all;
};

const jumbf = (): Uint8Array => {
  const label = latin(`c2pa\0`);
  const description = join(
    Uint8Array.of(0, 0, 0, 25 + label.length),
    latin("jumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03"),
    label,
  );
  const content = join(Uint8Array.of(0, 0, 0, 8 + word("c2pa").length), latin(`json${word("c2pa")}`));
  const box = join(
    Uint8Array.of(0, 0, 0, 8 + description.length + content.length),
    latin("jumb"),
    description,
    content,
  );
  return join(latin("JP\0\x01\0\0\0\x01"), box);
};

/** Bytes behind the end: a second picture as MPF has it, or the film of a motion photo. */
export const film = (): Uint8Array => latin(`\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x20mdat${word("film")}`);
const second = (): Uint8Array =>
  join(baselineJpeg.subarray(0, 2), jpegSegment(0xe1, join(latin("Exif\0\0"), exif(3))), baselineJpeg.subarray(2));

const mpf = (): Uint8Array =>
  join(
    latin("MPF\0"),
    tiff(false, [
      [0xb000, 7, 4, latin("0100")],
      [0xb001, 4, 1, Uint8Array.of(0, 0, 0, 2)],
      [0xb002, 7, 32, new Uint8Array(32)],
    ]),
  );

/** Every kind of segment that is no part of a picture, by what it is. */
export const JPEG_PLANTS: Readonly<Record<string, () => Uint8Array>> = {
  exif: () => jpegSegment(0xe1, join(latin("Exif\0\0"), exif(1))),
  xmp: () => jpegSegment(0xe1, join(latin("http://ns.adobe.com/xap/1.0/\0"), xmp("xmp"))),
  "extended xmp": () =>
    jpegSegment(
      0xe1,
      join(latin(`http://ns.adobe.com/xmp/extension/\0${"A".repeat(32)}\0\0\0\x40\0\0\0\0`), xmp("extended")),
    ),
  iptc: () => jpegSegment(0xed, iptc()),
  mpf: () => jpegSegment(0xe2, mpf()),
  profile: () => jpegSegment(0xe2, join(latin("ICC_PROFILE\0\x01\x01"), profile())),
  flashpix: () => jpegSegment(0xe2, latin(`FPXR\0\0\0${word("flashpix")}`)),
  c2pa: () => jpegSegment(0xeb, jumbf()),
  ducky: () => jpegSegment(0xec, latin(`Ducky\0\x01\0\x04\0\0\0\x50\0\x02\0\x10${word("ducky")}`)),
  comment: () => jpegSegment(0xfe, latin(word("comment"))),
  "jfif extension": () => jpegSegment(0xe0, join(latin("JFXX\0\x10"), baselineJpeg, latin(word("jfxx")))),
  unknown: () => jpegSegment(0xe5, latin(word("unknown"))),
};

/** A JPEG with segments put before its tables, and bytes put behind its end. */
export function plantJpeg(base: Uint8Array, segments: readonly Uint8Array[], after: Uint8Array = none): Uint8Array {
  const first = listJpeg(base).find(({ name }) => name === "db");
  if (!first) throw new Error("the picture has no tables");
  return join(base.subarray(0, first.at), ...segments, base.subarray(first.at), after);
}

/** All of it at once, with the marks of a second picture and a film. */
export const fullJpeg = (base: Uint8Array, orientation = 1): Uint8Array =>
  plantJpeg(
    base,
    [
      jpegSegment(0xe1, join(latin("Exif\0\0"), exif(orientation, orientation % 2 === 0))),
      ...Object.entries(JPEG_PLANTS).flatMap(([name, make]) => (name === "exif" ? [] : [make()])),
    ],
    join(second(), film()),
  );

export const PNG_PLANTS: Readonly<Record<string, () => Uint8Array>> = {
  eXIf: () => pngChunk("eXIf", exif(1)),
  tEXt: () => pngChunk("tEXt", latin(`Author\0${word("text")}`)),
  zTXt: () => pngChunk("zTXt", join(latin("Comment\0\0"), deflateSync(latin(word("ztxt"))))),
  iTXt: () => pngChunk("iTXt", join(latin("XML:com.adobe.xmp\0\0\0\0\0"), xmp("itxt"))),
  tIME: () => pngChunk("tIME", Uint8Array.of(7, 234, 11, 21, 10, 11, 12)),
  pHYs: () => pngChunk("pHYs", Uint8Array.of(0, 0, 11, 19, 0, 0, 11, 19, 1)),
  cHRM: () => pngChunk("cHRM", join(latin(word("chrm")), new Uint8Array(32 - word("chrm").length))),
  iCCP: () => pngChunk("iCCP", join(latin("Display\0\0"), deflateSync(profile()))),
  caBX: () => pngChunk("caBX", jumbf().subarray(8)),
  prVt: () => pngChunk("prVt", latin(word("private"))),
};

/** A PNG with chunks behind its header, and bytes behind its end. */
export function plantPng(base: Uint8Array, chunks: readonly Uint8Array[], after: Uint8Array = none): Uint8Array {
  const data = listPng(base)[1];
  if (!data) throw new Error("the picture has no data");
  return join(base.subarray(0, data.at), ...chunks, base.subarray(data.at), after);
}

export const fullPng = (base: Uint8Array, orientation = 1): Uint8Array =>
  plantPng(
    base,
    [
      pngChunk("eXIf", exif(orientation)),
      ...Object.entries(PNG_PLANTS).flatMap(([name, make]) => (name === "eXIf" ? [] : [make()])),
    ],
    latin(`IDAT${word("cropped")}`),
  );

/**
 * A WebP with everything that an extended one may carry, and an unknown chunk in each frame.
 * @param reserved bits of the header that a writer must leave zero, and that Chromium's decoder refuses
 */
export function fullWebp(base: Uint8Array, orientation = 1, reserved = 0xc1): Uint8Array {
  const own = listWebp(base);
  const header = own.find(({ name }) => name === "VP8X")?.content ?? Uint8Array.from([0, 0, 0, 0, 23, 0, 0, 15, 0, 0]);
  const flags = Uint8Array.from([(header[0] ?? 0) | 0x2c | reserved, 0xca, 0xfe, 0xff, ...header.subarray(4)]);
  const pieces = own.filter(({ name }) => !name.includes("/") && name !== "VP8X");
  return join(
    webpFile(
      webpChunk("VP8X", flags),
      webpChunk("ICCP", profile()),
      webpChunk("ABCD", latin(word("unknown"))),
      ...pieces.map(({ name, content }) =>
        webpChunk(name, name === "ANMF" ? join(content, webpChunk("EFGH", latin(word("frame")))) : content),
      ),
      webpChunk("EXIF", exif(orientation)),
      webpChunk("XMP ", xmp("webp")),
    ),
    film(),
  );
}

/**
 * WebP by allow-list (RFC 9649). Kept: the picture or its frames, transparency, the animation's two numbers, and the header
 * with its flags put right. Left out: EXIF (but for the orientation), XMP, colour profiles, unknown chunks at both levels,
 * reserved bits, padding, and whatever follows the end of the container.
 */
import { orientationTiff, readOrientation, type Orientation, type Walked } from "./orientation.ts";
import { checkSize, letters, lengthOf, must, Reader, SEGMENTS_MAX, Uncleanable } from "./reader.ts";

const ALPHA = 0x10;
const EXIF = 0x08;
const ANIMATION = 0x02;

interface Chunk {
  readonly name: string;
  readonly content: Reader;
}

/** The chunks that fill `content` to its last byte. */
function* chunksOf(content: Reader, from: number): Generator<Chunk> {
  let at = from;
  for (let chunks = 0; at < content.length; chunks++) {
    must(chunks < SEGMENTS_MAX, "too many chunks");
    const length = content.u32(at + 4, true);
    yield { name: content.name(at), content: new Reader(content.slice(at + 8, length)) };
    at += 8 + length + (length % 2);
  }
}

function chunk(name: string, content: readonly Uint8Array[]): Uint8Array[] {
  const header = new Uint8Array(8);
  const length = lengthOf(content);
  header.set(letters(name));
  new DataView(header.buffer).setUint32(4, length, true);
  return [header, ...content, ...(length % 2 === 0 ? [] : [new Uint8Array(1)])];
}

const u24 = (content: Reader, at: number): number => content.u16(at, true) + 2 ** 16 * content.u8(at + 2);

/** A bitstream that begins as one must, of a size that can be. */
function checkPicture({ name, content }: Chunk): void {
  if (name === "VP8 ") {
    must((content.u8(0) & 1) === 0 && content.says("\x9d\x01\x2a", 3), "not a key frame");
    checkSize(content.u16(6, true) & 0x3fff, content.u16(8, true) & 0x3fff);
  } else {
    must(content.u8(0) === 0x2f, "not a lossless picture");
    const size = content.u32(1, true);
    checkSize((size & 0x3fff) + 1, ((size >>> 14) & 0x3fff) + 1);
  }
}

const isPicture = (name: string): boolean => name === "VP8 " || name === "VP8L";

/** One picture with the transparency before it, out of a list of chunks. */
function pictureOf(chunks: Iterable<Chunk>): Uint8Array[] {
  const kept: Uint8Array[] = [];
  let alpha = false;
  for (const each of chunks) {
    if (each.name === "ALPH" && !alpha) {
      must(each.content.length > 0, "no transparency in its place");
      alpha = true;
      kept.push(...chunk("ALPH", [each.content.bytes]));
    }
    if (!isPicture(each.name)) continue;
    checkPicture(each);
    kept.push(...chunk(each.name, [each.content.bytes]));
    return kept;
  }
  throw new Uncleanable("damaged", "no picture");
}

/** Where the frame stands, its size, its time and its flags: 16 bytes; then chunks. */
function frameOf(content: Reader): Uint8Array[] {
  const header = content.slice(0, 16).slice();
  header[15] = content.u8(15) & 3;
  return chunk("ANMF", [header, ...pictureOf(chunksOf(content, 16))]);
}

function extended(header: Reader, chunks: readonly Chunk[]): { parts: Uint8Array[]; orientation: Orientation } {
  must(header.length >= 10, "a header cut short");
  checkSize(u24(header, 4) + 1, u24(header, 7) + 1);
  const animated = (header.u8(0) & ANIMATION) !== 0;
  const first = (name: string): Reader | undefined => chunks.find((each) => each.name === name)?.content;
  const exif = first("EXIF");
  // Some writers put the six letters of JPEG before it.
  const orientation = exif ? readOrientation(exif.bytes.subarray(exif.says("Exif\0\0", 0) ? 6 : 0)) : 1;
  const plain = new Uint8Array(10);
  plain.set(header.slice(4, 6), 4);
  plain[0] = (header.u8(0) & (ALPHA | ANIMATION)) | (orientation === 1 ? 0 : EXIF);
  const parts = chunk("VP8X", [plain]);
  if (animated) {
    const animation = first("ANIM");
    const frames = chunks.filter(({ name }) => name === "ANMF");
    must(animation?.length === 6 && frames.length > 0, "an animation without frames");
    parts.push(...chunk("ANIM", [animation.bytes]));
    for (const { content } of frames) parts.push(...frameOf(content));
  } else parts.push(...pictureOf(chunks));
  if (orientation !== 1) parts.push(...chunk("EXIF", [orientationTiff(orientation)]));
  return { parts, orientation };
}

/**
 * @returns the pieces of a new file that holds the picture and nothing else
 * @throws Uncleanable `damaged` or `too_large`
 */
export function cleanWebp(bytes: Uint8Array): Walked {
  const file = new Reader(bytes);
  must(file.says("RIFF", 0) && file.says("WEBP", 8), "not a WebP");
  const inside = new Reader(file.slice(8, file.u32(4, true)));
  const [first, ...rest] = chunksOf(inside, 4);
  must(first !== undefined, "empty");
  const { parts, orientation } =
    first.name === "VP8X"
      ? extended(first.content, rest)
      : { parts: pictureOf(isPicture(first.name) ? [first] : []), orientation: 1 as const };
  return { pieces: chunk("RIFF", [letters("WEBP"), ...parts]), orientation };
}

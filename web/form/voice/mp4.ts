/**
 * A recorded voice in MP4 (ISO/IEC 14496-12), cleaned in its place: places inside are told by counting bytes, so nothing may
 * move. What is on the list stays; dates, names and languages in it become zeros; whatever else there is becomes free space.
 */
import { letters, must, Reader } from "../clean/reader.ts";

/** Boxes with boxes inside. */
const OPENED = "moov trak mdia minf dinf stbl mvex moof traf edts".split(" ");
/** Boxes that are kept as they are, but for what is blanked below. */
const KEPT = (
  "ftyp styp mdat mvhd tkhd mdhd hdlr smhd dref stsd stts stsc stsz stco co64 " +
  "elst trex mehd mfhd tfhd tfdt trun sgpd sbgp"
).split(" ");
const UNDETERMINED = [0x55, 0xc4];

/**
 * @param bytes as `MediaRecorder` gives them; changed
 * @returns the same array
 * @throws Uncleanable when it is no MP4
 */
export function plainMp4(bytes: Uint8Array): Uint8Array {
  const file = new Reader(bytes);
  must(file.says("ftyp", 4), "not an MP4");
  blank(file, 0, file.length);
  return bytes;
}

function blank(file: Reader, from: number, to: number): void {
  for (let at = from; at < to;) {
    const long = file.u32(at) === 1;
    const size = long ? file.u32(at + 8) * 2 ** 32 + file.u32(at + 12) : file.u32(at) || to - at;
    const inside = at + (long ? 16 : 8);
    const end = at + size;
    must(size >= inside - at && end <= to, "a box of no size");
    const name = file.name(at + 4);
    if (OPENED.includes(name)) blank(file, inside, end);
    else if (KEPT.includes(name)) blankFacts(file, name, inside, end);
    else {
      file.bytes.set(letters("free"), at + 4);
      file.bytes.fill(0, inside, end);
    }
    at = end;
  }
}

/** Zeros for when it was made and changed (each of four bytes, or of eight in version 1), and for who made what handles it. */
function blankFacts({ bytes }: Reader, name: string, inside: number, end: number): void {
  if (["mvhd", "tkhd", "mdhd"].includes(name)) {
    const wide = bytes[inside] === 1;
    bytes.fill(0, inside + 4, Math.min(end, inside + (wide ? 20 : 12)));
    if (name === "mdhd") {
      const language = inside + (wide ? 32 : 20);
      // Written into what follows otherwise.
      must(language + UNDETERMINED.length <= end, "a head of a sound that is cut off");
      bytes.set(UNDETERMINED, language);
    }
  }
  // Behind the kind of track: twelve bytes that have to be zero, where QuickTime puts its maker, and a name.
  if (name === "hdlr") bytes.fill(0, Math.min(end, inside + 12), end);
}

/**
 * Which way up a picture is shown: the one fact of EXIF that showing it needs. It is read out of whatever EXIF there is, and
 * written into a block that holds nothing else.
 *
 *     MM 00 2a | 00 00 00 08 | 00 01 | 01 12  00 03  00 00 00 01  00 <orientation> 00 00 | 00 00 00 00
 *     TIFF       first IFD     entries tag    SHORT  one          value                     no next IFD
 *
 * Source: TIFF 6.0, Exif 3.0 section 4.6.
 */
import { Reader, Uncleanable } from "./reader.ts";

/** 1 is upright; the others turn and mirror. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What each walker gives, see `Cleaned`. */
export interface Walked {
  readonly pieces: readonly Uint8Array[];
  readonly orientation: Orientation;
  readonly turn?: { readonly piece: Uint8Array; readonly pixels: number };
}

const TAG = 0x0112;
const SHORT = 3;

const isOrientation = (value: number): value is Orientation => value >= 1 && value <= 8;

/** The orientation in a TIFF block; 1 when there is none, or when the block is broken: the picture is whole all the same. */
export function readOrientation(tiff: Uint8Array): Orientation {
  try {
    const reader = new Reader(tiff);
    const little = reader.says("II", 0);
    if ((!little && !reader.says("MM", 0)) || reader.u16(2, little) !== 42) return 1;
    const ifd = reader.u32(4, little);
    for (let left = reader.u16(ifd, little), at = ifd + 2; left > 0; left--, at += 12) {
      if (reader.u16(at, little) !== TAG) continue;
      const fits = reader.u16(at + 2, little) === SHORT && reader.u32(at + 4, little) === 1;
      const value = reader.u16(at + 8, little);
      return fits && isOrientation(value) ? value : 1;
    }
    return 1;
  } catch (error) {
    if (error instanceof Uncleanable) return 1;
    throw error;
  }
}

/** 26 bytes of TIFF that say the orientation alone. */
export function orientationTiff(orientation: Orientation): Uint8Array {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [TAG >> 8, TAG & 0xff, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0];
  return Uint8Array.from([...header, 0, 1, ...entry, 0, 0, 0, 0]);
}

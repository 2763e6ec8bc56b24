/** What all who walk through a picture or a recording share: reading within bounds, and stopping in an orderly way. */

/** Why a file cannot be cleaned: a stable word, for the warning that the page shows. */
export type Reason =
  "heic" | "picture" | "pdf" | "office" | "audio" | "video" | "archive" | "damaged" | "too_large" | "unknown";

/** Thrown by the walkers and by nothing else; `clean` and `Recorder` turn it into an answer. */
export class Uncleanable extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** @throws Uncleanable `damaged` unless `fine` */
export function must(fine: boolean, message: string): asserts fine {
  if (!fine) throw new Uncleanable("damaged", message);
}

/** More pixels than any phone takes: what decodes to this much is made to hurt whoever opens it. */
const PIXELS_MAX = 2 ** 28;

/** @throws Uncleanable `damaged` for an empty picture, `too_large` for one over 2^28 pixels */
export function checkSize(width: number, height: number): void {
  must(width > 0 && height > 0, "a picture without pixels");
  if (width * height > PIXELS_MAX) throw new Uncleanable("too_large", "more pixels than a picture has");
}

/** Numbers of a file, each read refused when it would leave the bytes. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** `length` bytes from `at`, not copied. */
  slice(at: number, length: number): Uint8Array {
    must(at >= 0 && length >= 0 && at + length <= this.length, "cut off");
    return this.bytes.subarray(at, at + length);
  }

  u8(at: number): number {
    must(at < this.length, "cut off");
    return this.#view.getUint8(at);
  }

  u16(at: number, little = false): number {
    must(at + 2 <= this.length, "cut off");
    return this.#view.getUint16(at, little);
  }

  u32(at: number, little = false): number {
    must(at + 4 <= this.length, "cut off");
    return this.#view.getUint32(at, little);
  }

  /** Four bytes as letters, the name of a chunk. */
  name(at: number): string {
    return String.fromCharCode(...this.slice(at, 4));
  }

  /** Whether these letters stand at `at`. */
  says(text: string, at: number): boolean {
    if (at < 0 || at + text.length > this.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}

/** No file has this many segments; refused, so that a hostile file costs time and memory in proportion to its bytes. */
export const SEGMENTS_MAX = 2 ** 16;

export const lengthOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

/** Many pieces as one, new, array. */
export function join(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** The bytes of letters below U+0100. */
export const letters = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Bytes to seal that are not one file on the device: a cleaned picture, and what the page made itself. */
import type { Sliceable } from "../../../security/index.ts";

/** Bytes in memory. Not a `Blob`: browsers may write those to a disk when memory is short. */
export interface Memory extends Sliceable {
  readonly bytes: Uint8Array;
}

export type Content = Blob | Memory;

export const inMemory = (bytes: Uint8Array): Memory => ({
  bytes,
  size: bytes.length,
  slice: (start, end) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer }),
});

/** For as long as a browser needs one, to show or to play it. */
export const blobOf = (content: Content, type: string): Blob =>
  content instanceof Blob ? content : new Blob([content.bytes as Uint8Array<ArrayBuffer>], { type });

/**
 * A cleaned picture as a view of the file that was chosen: what the cleaning kept is read from there when it is sealed, and
 * only what it wrote anew is in memory. Nothing is copied, whatever the size.
 * @param pieces of the cleaned file, in order; those that lie in `bytes` are taken from `source`
 * @param bytes the whole of `source`
 */
export function viewOf(source: Blob, bytes: Uint8Array, pieces: readonly Uint8Array[], type: string): Blob {
  const parts: BlobPart[] = [];
  let from = 0;
  let to = 0;
  const keep = (): void => {
    if (to > from) parts.push(source.slice(from, to));
    from = to = 0;
  };
  for (const piece of pieces) {
    if (piece.buffer !== bytes.buffer) {
      keep();
      parts.push(piece.slice());
      continue;
    }
    const at = piece.byteOffset - bytes.byteOffset;
    if (at !== to) {
      keep();
      from = at;
    }
    to = at + piece.length;
  }
  keep();
  return new Blob(parts, { type });
}

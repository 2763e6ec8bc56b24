/**
 * The list of an envelope's files, inside the payload; the sizes say where each one ends in the stream.
 *
 *     manifest   array, 1 to 20, of { 0: SHA-256 of the file bstr 32, 1: size uint, 2: type tstr, 3: name tstr, 4: state }
 */
import { utf8 } from "./bytes.ts";
import { CborReader, type CborValue, encodeCbor } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import {
  ATTACHMENT_NAME_MAX_BYTES,
  ATTACHMENT_TYPE_MAX_BYTES,
  ATTACHMENTS_MAX_BYTES,
  ATTACHMENTS_MAX_FILES,
  HASH_BYTES,
  MANIFEST_MAX_BYTES,
} from "./limits.ts";
import { ATTACHMENT_STATES, type AttachmentState } from "./vocabulary.ts";
import { readWord, wordNumber } from "./words.ts";

/** What the sender says of a file. Name and type are anything that a stranger may write: never a path, never trusted. */
export interface AttachmentFacts {
  /** At most 200 bytes of UTF-8; may be empty. */
  readonly name: string;
  /** Media type, at most 100 bytes of UTF-8; may be empty. */
  readonly type: string;
  readonly state: AttachmentState;
}

export interface ManifestEntry extends AttachmentFacts {
  /** SHA-256 of the file's bytes. */
  readonly hash: Uint8Array;
  /** In bytes, 1 to 32 MiB. */
  readonly size: number;
}

/** Bytes of all files together. */
export const totalSize = (files: readonly { readonly size: number }[]): number =>
  files.reduce((sum, { size }) => sum + size, 0);

/**
 * @throws SecurityError `too_long` for more than 20 files, 32 MiB, or texts over their limits, each or together;
 *   `out_of_range` for no file or an empty one
 */
export function encodeManifest(files: readonly ManifestEntry[]): CborValue {
  if (files.length === 0 || files.some(({ size }) => size < 1)) {
    throw new SecurityError("out_of_range", "no file, or a file of no bytes");
  }
  const manifest = files.map(
    ({ hash, size, type, name, state }) =>
      new Map<number, CborValue>([
        [0, hash],
        [1, size],
        [2, type],
        [3, name],
        [4, wordNumber(ATTACHMENT_STATES, state)],
      ]),
  );
  const fits =
    files.length <= ATTACHMENTS_MAX_FILES &&
    totalSize(files) <= ATTACHMENTS_MAX_BYTES &&
    files.every(({ name }) => utf8(name).length <= ATTACHMENT_NAME_MAX_BYTES) &&
    files.every(({ type }) => utf8(type).length <= ATTACHMENT_TYPE_MAX_BYTES) &&
    encodeCbor(manifest).length <= MANIFEST_MAX_BYTES;
  if (!fits) throw new SecurityError("too_long", "too many files, or too much of one");
  return manifest;
}

/** @param items what stands in the content @throws SecurityError `malformed` */
export function parseManifest(items: readonly CborValue[]): readonly ManifestEntry[] {
  const files = items.map((item) => {
    const reader = new CborReader(item);
    const file: ManifestEntry = {
      hash: reader.bytes(0, HASH_BYTES),
      size: reader.uint(1, ATTACHMENTS_MAX_BYTES, 1),
      type: reader.text(2, ATTACHMENT_TYPE_MAX_BYTES),
      name: reader.text(3, ATTACHMENT_NAME_MAX_BYTES),
      state: readWord(reader, 4, ATTACHMENT_STATES),
    };
    reader.end();
    return file;
  });
  const fits = totalSize(files) <= ATTACHMENTS_MAX_BYTES && encodeCbor(items).length <= MANIFEST_MAX_BYTES;
  if (files.length === 0 || !fits) throw new SecurityError("malformed", "no file, or too much of them");
  return files;
}

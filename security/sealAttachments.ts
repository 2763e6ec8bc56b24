/**
 * Sealing attachments on the reporter's page, a part at a time: memory does not grow with the files.
 *
 * The envelope names the stream's length and hash, so the stream is sealed first, once, and its parts go up as they are
 * made. Content key, envelope id and upload id are therefore drawn here, and used for one stream and one envelope: a key
 * that sealed two different streams would give away both.
 */
import { SecurityError } from "./errors.ts";
import { CONTENT_KEY_BYTES, ENVELOPE_ID_BYTES, PART_BYTES, PART_PLAINTEXT_BYTES, UPLOAD_ID_BYTES } from "./limits.ts";
import { encodeManifest, totalSize, type AttachmentFacts, type ManifestEntry } from "./manifest.ts";
import { incrementalSha256, type IncrementalSha256 } from "./primitives/incrementalSha256.ts";
import type { Primitives } from "./primitives/types.ts";
import { partsFor, sealPart, streamKey } from "./stream.ts";

/** What a browser's `File` and `Blob` are: bytes of a known number that can be read piece by piece. */
export interface Sliceable {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface AttachmentInput extends AttachmentFacts {
  readonly content: Sliceable;
}

/** A stream that was sealed, for the one envelope that may name it. */
export interface SealedAttachments {
  /** 32 bytes; secret. */
  readonly contentKey: Uint8Array;
  readonly envelopeId: Uint8Array;
  readonly uploadId: Uint8Array;
  /** Of the ciphertext, in bytes. */
  readonly streamLength: number;
  /** SHA-256 of the ciphertext. */
  readonly streamHash: Uint8Array;
  readonly files: readonly ManifestEntry[];
}

export interface AttachmentSealing {
  /** Random, 16 bytes: the parts go up under it, before the envelope. */
  readonly uploadId: Uint8Array;
  /** How many parts there will be: 1, 2, 4 … 128. */
  readonly partCount: number;
  /**
   * The parts in order, 262 208 bytes each. Each is made when it is asked for, and kept by nobody else: a part that the
   * server has not confirmed has to be sent again as it is. Returns what the envelope needs.
   * @throws SecurityError `malformed` when a file has changed since it was chosen; whatever reading a file throws
   */
  readonly parts: AsyncGenerator<Uint8Array, SealedAttachments, void>;
}

/**
 * Starts sealing; nothing is read before the first part is asked for.
 * @throws SecurityError `too_long` for more than 20 files, 32 MiB in all, or names and types that are too long;
 *   `out_of_range` for no file or an empty one
 */
export function sealAttachments(p: Primitives, files: readonly AttachmentInput[]): AttachmentSealing {
  const entries = files.map(({ name, type, state, content }) => ({ name, type, state, size: content.size }));
  encodeManifest(entries.map((entry) => ({ ...entry, hash: new Uint8Array(32) }))); // says now what will not fit
  const uploadId = p.randomBytes(UPLOAD_ID_BYTES);
  const partCount = partsFor(totalSize(entries));
  return { uploadId, partCount, parts: sealParts(p, files, uploadId, partCount) };
}

async function* sealParts(
  p: Primitives,
  files: readonly AttachmentInput[],
  uploadId: Uint8Array,
  partCount: number,
): AsyncGenerator<Uint8Array, SealedAttachments, void> {
  const contentKey = p.randomBytes(CONTENT_KEY_BYTES);
  const envelopeId = p.randomBytes(ENVELOPE_ID_BYTES);
  const key = await streamKey(p, contentKey, envelopeId);
  const streamHash = incrementalSha256();
  const reader = new FilesReader(files);
  for (let index = 0; index < partCount; index++) {
    const part = sealPart(p, key, { index, of: partCount }, await reader.read(PART_PLAINTEXT_BYTES));
    streamHash.update(part);
    yield part;
  }
  return {
    contentKey,
    envelopeId,
    uploadId,
    streamLength: partCount * PART_BYTES,
    streamHash: streamHash.digest(),
    files: reader.manifest(),
  };
}

/** Reads files one after the other as if they were one, and hashes each on the way. */
class FilesReader {
  readonly #files: readonly AttachmentInput[];
  readonly #hashes: IncrementalSha256[];
  #file = 0;
  #at = 0;

  constructor(files: readonly AttachmentInput[]) {
    this.#files = files;
    this.#hashes = files.map(() => incrementalSha256());
  }

  /** The next `length` bytes; zeros after the end of the last file. */
  async read(length: number): Promise<Uint8Array> {
    const out = new Uint8Array(length);
    let filled = 0;
    while (filled < length && this.#file < this.#files.length) {
      const piece = await this.#readPiece(length - filled);
      out.set(piece, filled);
      filled += piece.length;
    }
    return out;
  }

  /** At most `length` bytes of the file that it is at. */
  async #readPiece(length: number): Promise<Uint8Array> {
    const { content } = this.#files[this.#file] as AttachmentInput;
    const end = Math.min(content.size, this.#at + length);
    const piece = new Uint8Array(await content.slice(this.#at, end).arrayBuffer());
    if (piece.length !== end - this.#at) throw new SecurityError("malformed", "a file changed while it was read");
    this.#hashes[this.#file]?.update(piece);
    this.#at = end;
    if (end === content.size) {
      this.#file++;
      this.#at = 0;
    }
    return piece;
  }

  /** Once everything was read. */
  manifest(): ManifestEntry[] {
    return this.#files.map(({ name, type, state, content }, i) => {
      return { name, type, state, size: content.size, hash: (this.#hashes[i] as IncrementalSha256).digest() };
    });
  }
}

/**
 * Opening attachments in the officers' console: from the parts as they lie on the server, to files that are as they were. Each
 * file is opened by itself. PROTOCOL.md, section 10, says why the hash of the whole stream is not looked at.
 */
import { equalBytes } from "./bytes.ts";
import { openFailed } from "./errors.ts";
import { PART_PLAINTEXT_BYTES } from "./limits.ts";
import { totalSize, type ManifestEntry } from "./manifest.ts";
import { incrementalSha256, type IncrementalSha256 } from "./primitives/incrementalSha256.ts";
import type { Primitives } from "./primitives/types.ts";
import { openPart, partsFor, partsOfStream, streamKey, type Place } from "./stream.ts";

/** What an opened envelope says of its attachments. */
export interface AttachmentStream {
  /** 32 bytes; secret. */
  readonly contentKey: Uint8Array;
  readonly envelopeId: Uint8Array;
  readonly streamLength: number;
  readonly files: readonly ManifestEntry[];
}

/** Whether a stream of this length is the one for files of these sizes. */
export function streamFits(streamLength: number, files: readonly ManifestEntry[]): boolean {
  return partsOfStream(streamLength) === partsFor(totalSize(files));
}

/** The parts that hold a file: from `first` to `last`, both included, counted from 0. */
export function partsOfFile(
  { files }: Pick<AttachmentStream, "files">,
  index: number,
): { first: number; last: number } {
  const from = totalSize(files.slice(0, index));
  const to = totalSize(files.slice(0, index + 1)) - 1;
  return { first: Math.floor(from / PART_PLAINTEXT_BYTES), last: Math.floor(to / PART_PLAINTEXT_BYTES) };
}

/**
 * Opens one file from the parts that hold it, without the others: every chunk opens at its own place only, and the file's
 * hash must be the manifest's.
 * @param index its place in the manifest
 * @param fetchPart called for one part after the other
 * @throws SecurityError `open_failed`; whatever `fetchPart` throws
 */
export async function openAttachment(
  p: Primitives,
  stream: AttachmentStream,
  index: number,
  fetchPart: (part: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const file = stream.files[index];
  if (file === undefined) throw openFailed();
  const { first, last } = partsOfFile(stream, index);
  const opener = await openerOf(p, stream);
  const writer = new FileWriter(file);
  let skip = totalSize(stream.files.slice(0, index)) - first * PART_PLAINTEXT_BYTES;
  for (let part = first; part <= last; part++) {
    for (const chunk of opener(part, await fetchPart(part))) {
      writer.write(chunk.subarray(Math.min(skip, chunk.length)));
      skip = Math.max(0, skip - chunk.length);
    }
  }
  return writer.finish();
}

/** @throws SecurityError `open_failed` when the manifest is not this stream's */
async function openerOf(
  p: Primitives,
  stream: AttachmentStream,
): Promise<(index: number, part: Uint8Array) => Uint8Array[]> {
  const of = partsOfStream(stream.streamLength);
  if (of === null || !streamFits(stream.streamLength, stream.files)) throw openFailed();
  const key = await streamKey(p, stream.contentKey, stream.envelopeId);
  return (index, part) => {
    const place: Place = { index, of };
    const chunks = openPart(p, key, place, part);
    if (chunks === null) throw openFailed();
    return chunks;
  };
}

/** Fills one file. */
class FileWriter {
  readonly #file: ManifestEntry;
  readonly #hash: IncrementalSha256 = incrementalSha256();
  #bytes: Uint8Array | null = null;
  #at = 0;

  constructor(file: ManifestEntry) {
    this.#file = file;
  }

  get #missing(): number {
    return this.#file.size - this.#at;
  }

  /** Takes as much of `chunk` as belongs to the file. */
  write(chunk: Uint8Array): void {
    const taken = chunk.subarray(0, this.#missing);
    this.#bytes ??= new Uint8Array(this.#file.size);
    this.#bytes.set(taken, this.#at);
    this.#hash.update(taken);
    this.#at += taken.length;
  }

  /** The whole file; it lets go of it. @throws SecurityError `open_failed` */
  finish(): Uint8Array {
    const bytes = this.#bytes;
    this.#bytes = null;
    if (bytes === null || this.#missing > 0 || !equalBytes(this.#hash.digest(), this.#file.hash)) throw openFailed();
    return bytes;
  }
}

/** Every file of a stream, opened one after the other as a console opens one. */
import { openAttachment, type AttachmentStream, type ManifestEntry, type Primitives } from "../../security/index.ts";

export interface OpenedFile {
  /** Its place in the manifest. */
  readonly index: number;
  readonly file: ManifestEntry;
  readonly bytes: Uint8Array;
}

export type FetchPart = (part: number) => Promise<Uint8Array>;

/** A part that is not there is as good as an empty one: it does not open. */
export const fetchFrom =
  (parts: readonly Uint8Array[]): FetchPart =>
  (part) =>
    Promise.resolve(parts[part] ?? new Uint8Array(0));

/** @throws SecurityError `open_failed` at the first file that is not as it was sealed */
export async function openFiles(p: Primitives, stream: AttachmentStream, fetchPart: FetchPart): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  for (const [index, file] of stream.files.entries()) {
    opened.push({ index, file, bytes: await openAttachment(p, stream, index, fetchPart) });
  }
  return opened;
}

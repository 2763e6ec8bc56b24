/** The files of a report or a message: what its envelope says of them, and what may be shown of that. */
import {
  partsOfFile,
  type AttachmentStream,
  type AttachmentState,
  type ManifestEntry,
} from "../../../security/index.ts";
import type { ItemAttachments } from "../../../api/routes/cases/schema.ts";

/** `here`: all parts can be fetched; `waiting`: on their way; `missing`: they did not come. The server's word. */
export type Upload = ItemAttachments["state"];

export interface ItemFiles {
  readonly stream: AttachmentStream;
  readonly upload: Upload;
}

/**
 * The sealed manifest is the truth: what the server adds is only whether the parts are here. A server that says nothing of
 * files that the envelope names does not have them.
 */
export function filesOf(stream: AttachmentStream | null, told: ItemAttachments | null): ItemFiles | null {
  return stream === null ? null : { stream, upload: told?.state ?? "missing" };
}

/** How many parts hold a file: what fetching it takes. */
export function partCount(stream: Pick<AttachmentStream, "files">, index: number): number {
  const { first, last } = partsOfFile(stream, index);
  return last - first + 1;
}

/** A kept original stands right behind its cleaned copy. */
export function isOriginalOf(files: readonly ManifestEntry[], index: number): boolean {
  const state: AttachmentState | undefined = files[index]?.state;
  return state === "original" && files[index - 1]?.state === "cleaned";
}

/** Marks that turn letters around or hide: "cod.exe" must not read as "exe.doc". Control characters likewise. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** A name as it may stand on a page: on one line, every letter in its place. Empty when nothing is left. */
export const shownName = (name: string): string => name.replaceAll(INVISIBLE, "").trim();

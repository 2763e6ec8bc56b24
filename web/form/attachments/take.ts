/** From a file that somebody chose to what can be sent: a picture without its metadata, or a question about the rest. */
import { ATTACHMENTS_MAX_BYTES, concat } from "../../../security/index.ts";
import { clean, endingOf, isPicture, type Cleaned, type Reason } from "../clean/index.ts";
import { sniff } from "../clean/sniff.ts";
import type { Added } from "./added.ts";
import { inMemory, viewOf, type Content } from "./content.ts";
import { turned, TURNED_PIXELS_MAX } from "./upright.ts";

export type Taken =
  | { readonly kind: "added"; readonly added: Added }
  /** It cannot be cleaned: the person says whether it goes as it is. */
  | { readonly kind: "asks"; readonly file: File; readonly reason: Reason }
  | { readonly kind: "left"; readonly why: "empty" | "big" | "unreadable" };

/** Enough of a file to tell what it is. */
const HEAD_BYTES = 4096;

/** Reads no more than it must, and keeps nothing of a file in memory. */
export async function take(file: File): Promise<Taken> {
  if (file.size === 0) return { kind: "left", why: "empty" };
  if (file.size > ATTACHMENTS_MAX_BYTES) return { kind: "left", why: "big" };
  try {
    const is = sniff(await bytesOf(file.slice(0, HEAD_BYTES)), file.name, file.type);
    if (!isPicture(is)) return { kind: "asks", file, reason: is };
    const bytes = await bytesOf(file);
    const result = clean(bytes, file.name, file.type);
    if (result.kind === "uncleanable") return { kind: "asks", file, reason: result.reason };
    const { type } = result;
    const content = (await upright(file, bytes, result)) ?? viewOf(file, bytes, result.pieces, type);
    const ending = endingOf(file.name, type);
    return { kind: "added", added: { what: "picture", state: "cleaned", type, ending, content, original: file } };
  } catch {
    return { kind: "left", why: "unreadable" };
  }
}

/** A file that goes as it is, once the person has said so. */
export function uncleaned(file: File): Added {
  const type = /^[\w.+-]{1,19}\/[\w.+-]{1,80}$/.test(file.type) ? file.type : "";
  return { what: "file", state: "uncleaned", type, ending: endingOf(file.name), content: file };
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** The picture with its pixels turned, where it says that they should be and this browser can. */
async function upright(file: File, bytes: Uint8Array, cleaned: Cleaned): Promise<Content | null> {
  const { pieces, orientation, turn, type } = cleaned;
  if (!turn || turn.pixels > TURNED_PIXELS_MAX) return null;
  const untold = pieces.filter((piece) => piece !== turn.piece);
  const drawn = await turned(viewOf(file, bytes, untold, type), orientation);
  // What browsers write around a picture goes as well.
  const again = drawn && clean(drawn, "");
  return again?.kind === "cleaned" && again.type === type ? inMemory(concat(...again.pieces)) : null;
}

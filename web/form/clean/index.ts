/**
 * What is taken out of a file before it is sealed. JPEG, PNG and WebP are built anew from an allow-list; of everything else
 * the caller learns what it is, to warn and to ask. Nothing here touches the page, and nothing throws.
 */
import { cleanJpeg } from "./jpeg.ts";
import type { Orientation } from "./orientation.ts";
import { cleanPng } from "./png.ts";
import { Uncleanable, type Reason } from "./reader.ts";
import { sniff, type PictureType } from "./sniff.ts";
import { cleanWebp } from "./webp.ts";

export type { Orientation, PictureType, Reason };

export interface Cleaned {
  readonly kind: "cleaned";
  /**
   * The new file, in pieces one after the other. Most of them are views of the bytes given, which were not copied; the
   * others, a few bytes each, were written anew.
   */
  readonly pieces: readonly Uint8Array[];
  /** By content, whatever the name says. */
  readonly type: PictureType;
  /** Still told in the file when not 1. Who can decode and encode pictures may turn the pixels instead. */
  readonly orientation: Orientation;
  /**
   * Of a JPEG whose orientation is not 1: the one of the pieces that tells it, what is left without it showing the pixels as
   * they are stored; and how many pixels there are.
   */
  readonly turn?: { readonly piece: Uint8Array; readonly pixels: number };
}

export type CleanResult = Cleaned | { readonly kind: "uncleanable"; readonly reason: Reason };

const WALKERS = { "image/jpeg": cleanJpeg, "image/png": cleanPng, "image/webp": cleanWebp } as const;

export const isPicture = (type: string): type is PictureType => Object.hasOwn(WALKERS, type);

/**
 * @param bytes the whole file
 * @param name its name, looked at for its ending alone
 * @param declared the type that the browser tells, or ""
 */
export function clean(bytes: Uint8Array, name: string, declared = ""): CleanResult {
  try {
    const type = sniff(bytes, name, declared);
    if (!isPicture(type)) return { kind: "uncleanable", reason: type };
    return { kind: "cleaned", type, ...WALKERS[type](bytes) };
  } catch (error) {
    // Whatever it was, the person keeps their file and is asked what to do with it.
    return { kind: "uncleanable", reason: error instanceof Uncleanable ? error.reason : "damaged" };
  }
}

const ENDINGS: Readonly<Record<PictureType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
};

/** A picture takes the ending of what it is, anything else keeps its own when that is a short and plain one. */
export function endingOf(name: string, type?: PictureType): string {
  return type ? ENDINGS[type] : (/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "bin");
}

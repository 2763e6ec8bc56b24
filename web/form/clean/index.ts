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
  /** A new file; the one given is left as it is. */
  readonly bytes: Uint8Array;
  /** By content, whatever the name says. */
  readonly type: PictureType;
  /** Still told in the file when not 1. Who can decode and encode pictures may turn the pixels instead. */
  readonly orientation: Orientation;
}

export type CleanResult = Cleaned | { readonly kind: "uncleanable"; readonly reason: Reason };

const WALKERS = { "image/jpeg": cleanJpeg, "image/png": cleanPng, "image/webp": cleanWebp } as const;

const isPicture = (type: string): type is PictureType => Object.hasOwn(WALKERS, type);

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

/**
 * A name that says what a file is and nothing more: phones write the minute into it, people their own name. A picture takes
 * the ending of what it is, anything else keeps its own when that is a short and plain one.
 * @param number counts the files of one report, from 1
 */
export function neutralName(number: number, name: string, type?: PictureType): string {
  const own = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "bin";
  return `file-${number}.${type ? ENDINGS[type] : own}`;
}

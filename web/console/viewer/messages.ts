/** What the console and the viewer's frame say to each other. Neither trusts the other with more than this. */
import type { Catalog, ConsoleLanguage } from "../../locales/console/index.ts";
import type { Claim } from "./kinds.ts";

/** From the console, once, in answer to `ready`. */
export interface FileToView {
  /** The whole file; handed over, not copied. */
  readonly file: ArrayBuffer;
  /** Which one of its report or message, from 1. */
  readonly number: number;
  readonly claim: Claim;
  readonly language: ConsoleLanguage;
  readonly texts: Catalog["viewer"];
}

/**
 * From the frame: it is there; somebody moved or typed in it; how high its page is, in CSS pixels; that it shows a picture,
 * which takes what height it gets.
 */
export type FromViewer = "ready" | "touched" | "picture" | { readonly height: number };

const WORDS = ["ready", "touched", "picture"] as const;
const HEIGHT_MAX = 1000;

/** @returns `null` for anything else; a height is between 0 and 1000 */
export function parseFromViewer(data: unknown): FromViewer | null {
  const word = WORDS.find((each) => each === data);
  if (word !== undefined) return word;
  if (typeof data !== "object" || data === null || !("height" in data)) return null;
  const { height } = data;
  const sane = typeof height === "number" && height >= 0;
  return sane ? { height: Math.min(Math.ceil(height), HEIGHT_MAX) } : null;
}

/**
 * How far each text can be trusted. "reviewed": a person of the unit who speaks the language has read it against the
 * meaning. "stale": one has, and since then the meaning changed in English or French. "draft": nobody has read it as it
 * stands. Only the first is trusted; a page treats the others alike.
 *
 * A review is kept as two hashes: of what was read, and of what it was read against. Whoever changes a text thus takes the
 * review back without thinking of it. Reviews lie in `reviewed/<language>.txt`, apart from the catalogs: no page carries them.
 */
import { createHash } from "node:crypto";
import type { Language } from "../../../security/index.ts";
import { catalog as en, type Key, type Translation } from "./en.ts";
import { catalog as fr } from "./fr.ts";

export type TextState = "reviewed" | "stale" | "draft" | "missing";

/** What a text was read against, and the text, each as 12 hexadecimal digits of its SHA-256. */
export interface Review {
  readonly source: string;
  readonly text: string;
}
export type Reviews = ReadonlyMap<string, Review>;

/** English and French say the same; each is a source of all others, and of one another. */
export type Sources = Readonly<Record<"en" | "fr", Translation>>;
export const SOURCES: Sources = { en, fr };

const hashOf = (...texts: readonly string[]): string =>
  createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);

/** What a review of this text would say now. */
export function reviewNow(language: Language, key: Key, text: string, sources: Sources = SOURCES): Review {
  const read = (["en", "fr"] as const).filter((source) => source !== language);
  return { source: hashOf(...read.map((source) => sources[source][key] ?? "")), text: hashOf(text) };
}

export function stateOf(
  language: Language,
  key: Key,
  text: string | undefined,
  reviews: Reviews,
  sources: Sources = SOURCES,
): TextState {
  if (text === undefined || text.trim() === "") return "missing";
  const review = reviews.get(key);
  const now = reviewNow(language, key, text, sources);
  if (review?.text !== now.text) return "draft";
  return review.source === now.source ? "reviewed" : "stale";
}

const LINE = /^(\S+) ([0-9a-f]{12}) ([0-9a-f]{12})$/;

/**
 * Reads the reviews of one language: `key source text` on each line, `#` before a remark.
 * @throws Error naming the line
 */
export function parseReviews(file: string): Reviews {
  const reviews = new Map<string, Review>();
  for (const line of file.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, key, source, text] = LINE.exec(line) ?? [];
    if (key === undefined || source === undefined || text === undefined) throw new Error(`no review: ${line}`);
    reviews.set(key, { source, text });
  }
  return reviews;
}

const HEAD = "# Written by `npm run words -- mark`: the key, what it was read against, what was read.\n";

/** The file that `parseReviews` reads, in the order of the catalog. */
export function formatReviews(reviews: Reviews): string {
  const order = Object.keys(en);
  const lines = [...reviews]
    .filter(([key]) => order.includes(key))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([key, { source, text }]) => `${key} ${source} ${text}\n`);
  return HEAD + lines.join("");
}

/** A search index over passages: built and kept in memory, asked without any request. Loaded when somebody first searches. */
import MiniSearch from "minisearch";
import { wordsOf } from "./fold.ts";
import type { Passage } from "./passages.ts";

export interface Hit {
  readonly passage: Passage;
  /** The passage around the first word that was found, cut into what was found and what was not. */
  readonly excerpt: readonly Piece[];
}

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

export interface Found {
  /** The best ones first. */
  readonly hits: readonly Hit[];
  readonly count: number;
}

export type Search = (query: string) => Found;

const HITS_MAX = 50;
/** Letters before and after the first word that was found. */
const BEFORE = 60;
const AFTER = 160;
/** A longer word is found with one letter wrong; in a shorter one it would be another word. */
const FUZZY_FROM = 6;

const HAN = /\p{Script=Han}/u;

/** Every word of a query has to be in a passage, as it stands there or as its beginning. */
export function searchIn(passages: readonly Passage[]): Search {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const index = new MiniSearch<Passage>({
    fields: ["text"],
    tokenize: (text) => wordsOf(text, { alone: true }),
    processTerm: (term) => term,
  });
  index.addAll([...byId.values()]);
  return (query) => {
    const results = index.search(query, {
      combineWith: "AND",
      tokenize: (text) => wordsOf(text),
      processTerm: (term) => term,
      prefix: (term) => !HAN.test(term),
      fuzzy: (term) => (term.length >= FUZZY_FROM && !HAN.test(term) ? 1 : false),
    });
    const hits = results.slice(0, HITS_MAX).flatMap(({ id, terms }): Hit[] => {
      const passage = byId.get(String(id));
      return passage ? [{ passage, excerpt: excerptOf(passage.text, new Set(terms)) }] : [];
    });
    return { hits, count: results.length };
  };
}

/** A word as it is written, with the marks and joiners in it; a character of Chinese. */
const WRITTEN = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}\u200c\u200d])+/gu;

function excerptOf(text: string, terms: ReadonlySet<string>): Piece[] {
  const runs = foundIn(text, terms);
  const first = runs[0]?.[0] ?? 0;
  const from = first > BEFORE ? edge(text, first - BEFORE) : 0;
  const to = Math.max(edge(text, Math.min(text.length, first + AFTER)), runs[0]?.[1] ?? 0);
  const pieces: Piece[] = [];
  let at = from;
  for (const [start, end] of runs.filter(([, end]) => end <= to)) {
    pieces.push({ text: text.slice(at, start), found: false }, { text: text.slice(start, end), found: true });
    at = end;
  }
  pieces.push({ text: text.slice(at, to), found: false });
  const last = pieces.length - 1;
  return pieces
    .map((piece, i) => ({
      ...piece,
      text: `${i === 0 && from > 0 ? "…" : ""}${piece.text}${i === last && to < text.length ? "…" : ""}`,
    }))
    .filter(({ text: each }) => each !== "");
}

/** Between two words, or at least between two letters. */
function edge(text: string, at: number): number {
  const space = text.slice(at, at + 20).search(/\s/);
  if (space >= 0) return at + space;
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}

/** Where the terms stand, as [start, end) in the text; neighbours of Chinese are one. */
function foundIn(text: string, terms: ReadonlySet<string>): [number, number][] {
  const words = [...text.matchAll(WRITTEN)].map((match) => ({ start: match.index, word: match[0] }));
  const runs: [number, number][] = [];
  const add = (start: number, end: number): void => {
    const last = runs.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else runs.push([start, end]);
  };
  for (const [i, { start, word }] of words.entries()) {
    if (wordsOf(word).some((each) => terms.has(each))) add(start, start + word.length);
    const next = words[i + 1];
    const isPair = HAN.test(word) && next?.start === start + word.length;
    if (isPair && terms.has(`${word}${next.word}`)) add(start, next.start + next.word.length);
  }
  return runs;
}

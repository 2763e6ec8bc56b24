/**
 * Finds in free text what could tell who somebody is: numbers of papers, telephones, e-mail, plates, the follow-up code.
 * Everything happens on the device; the result is shown to the person and to nobody else.
 */
import { codesIn, type Span } from "./code.ts";
import { PATTERNS, type IdentifierKind, type Pattern } from "./patterns.ts";
import { toPlain } from "./plain.ts";

export type { IdentifierKind };

export interface Identifier extends Span {
  readonly kind: IdentifierKind;
  /** The very letters of the text, from `start` to `end` (UTF-16 units). */
  readonly text: string;
}

/** "$ 123456782", "123 456 782 dollars": an amount. */
const MONEY_BEFORE = /(?:[$€£¥₹]|\b(?:cad|usd|eur)) ?$/i;
const MONEY_AFTER = /^(?:[.,][0-9]{2})? ?(?:[$€£¥₹]|(?:dollars?|euros?|cad|usd|gourdes?|pesos?)\b)/i;

/** A match is whole when it is no piece of a longer word or number. */
function standsAlone(text: string, { start, end }: Span): boolean {
  const [before, first, last, after] = [text[start - 1] ?? "", text[start] ?? "", text[end - 1] ?? "", text[end] ?? ""];
  const digit = /[0-9]/;
  const letter = /[\p{L}0-9]/u;
  if (digit.test(first) ? digit.test(before) : letter.test(before)) return false;
  if (digit.test(last) ? digit.test(after) : letter.test(after)) return false;
  // "1234,50", "3.1415": a piece of a number with a fraction.
  if (digit.test(first) && /[0-9][.,]$/.test(text.slice(Math.max(0, start - 2), start))) return false;
  if (digit.test(last) && /^[.,][0-9]/.test(text.slice(end, end + 2))) return false;
  return !MONEY_BEFORE.test(text.slice(Math.max(0, start - 5), start)) && !MONEY_AFTER.test(text.slice(end, end + 12));
}

function* matchesOf(text: string, { pattern, fits }: Pattern): Generator<Span> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    // "hotel" does not announce a telephone. Other scripts join small words to what follows.
    const within =
      match.groups !== undefined &&
      match.index > 0 &&
      /^\p{Script=Latin}{2}$/u.test(text.slice(match.index - 1, match.index + 1));
    const it = match.groups?.["it"] ?? match[0];
    // What a word announces stands at the end of the match.
    const end = match.index + match[0].length;
    const span = { start: end - it.length, end };
    if (!within && standsAlone(text, span) && (fits?.(it) ?? true)) yield span;
    // The next one may begin inside of what did not hold.
    else pattern.lastIndex = match.index + 1;
  }
}

/** In the order of the text; no two overlap. Time grows with the length of the text, not faster. */
export function findIdentifiers(text: string): Identifier[] {
  const plain = toPlain(text);
  const taken = new Uint8Array(plain.text.length);
  const found: (Span & { readonly kind: IdentifierKind })[] = [];
  const take = (kind: IdentifierKind, span: Span): void => {
    if (taken.subarray(span.start, span.end).includes(1)) return;
    taken.fill(1, span.start, span.end);
    found.push({ ...span, kind });
  };
  for (const span of codesIn(plain.text)) take("code", span);
  for (const pattern of PATTERNS) for (const span of matchesOf(plain.text, pattern)) take(pattern.kind, span);
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ kind, start, end }) => {
      const [from, to] = [plain.starts[start] as number, plain.starts[end] as number];
      const own = text.slice(from, to).replace(/[\s\p{Z}\p{Cf}]+$/u, "");
      return { kind, start: from, end: from + own.length, text: own };
    });
}

/** Stands where something was taken out. No word, since it must not look like the person's own. */
const GAP = "[…]";

/** The text without these pieces of it. */
export function withoutIdentifiers(text: string, taken: readonly Span[]): string {
  return [...taken]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + GAP + rest.slice(end), text);
}

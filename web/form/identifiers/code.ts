/** The follow-up code in free text: it must never travel inside a report. */
import { CODE_DIGITS, parseCode } from "../../../security/index.ts";
import { toPlain } from "./plain.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Digits with at most a few spaces, line ends, dashes or stops between them. */
const DIGIT_RUN = /[0-9](?:[\s\-.,·]{0,3}[0-9])*/g;

function isCode(digits: string): boolean {
  try {
    return parseCode(digits) !== "";
  } catch {
    return false;
  }
}

/** Where codes stand in a text in its plain form. */
export function codesIn(plain: string): Span[] {
  const found: Span[] = [];
  for (const run of plain.matchAll(DIGIT_RUN)) {
    const places = Array.from(run[0].matchAll(/[0-9]/g), (digit) => run.index + digit.index);
    for (let at = 0; at + CODE_DIGITS <= places.length; at++) {
      const own = places.slice(at, at + CODE_DIGITS);
      if (!isCode(own.map((place) => plain[place]).join(""))) continue;
      found.push({ start: own[0] as number, end: (own.at(-1) as number) + 1 });
      at += CODE_DIGITS - 1;
    }
  }
  return found;
}

export const containsCode = (text: string): boolean => codesIn(toPlain(text).text).length > 0;

/** How many decimal digits of any script a text has. */
export const countDigits = (text: string): number => (text.match(/\p{Nd}/gu) ?? []).length;

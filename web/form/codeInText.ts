/** Finds a follow-up code in free text, so that it never travels inside a report. */
import { CODE_DIGITS, parseCode } from "../../security/index.ts";

/** Digits of any script with at most a few spaces, dashes or full stops between them. */
const DIGIT_RUN = /\p{Nd}(?:[\s\p{Z}\p{Pd}\p{Cf}.,·]{0,3}\p{Nd})*/gu;

export function containsCode(text: string): boolean {
  for (const [run] of text.matchAll(DIGIT_RUN)) {
    const digits = run.match(/\p{Nd}/gu) ?? [];
    for (let at = 0; at + CODE_DIGITS <= digits.length; at++) {
      if (isCode(digits.slice(at, at + CODE_DIGITS).join(""))) return true;
    }
  }
  return false;
}

function isCode(digits: string): boolean {
  try {
    return parseCode(digits) !== "";
  } catch {
    return false;
  }
}

/** How many decimal digits of any script a text has. */
export const countDigits = (text: string): number => (text.match(/\p{Nd}/gu) ?? []).length;

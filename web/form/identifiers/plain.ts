/** Free text in one plain form, so that a pattern meets a digit, a dash or a space written in one way only. */
import { toAsciiDigits } from "../../../security/index.ts";

export interface Plain {
  /** One UTF-16 unit per letter. */
  readonly text: string;
  /** Where in the original the letter at the same place begins; one more, for the end. */
  readonly starts: readonly number[];
}

/** What stands in for letters that no pattern knows. */
const OTHER = "\ufffd";

function plainLetter(letter: string): string {
  if (letter < "\x80") return letter === "\t" ? " " : letter;
  if (/^\p{Nd}$/u.test(letter)) return toAsciiDigits(letter);
  if (/^[\p{Pd}\u2212]$/u.test(letter)) return "-";
  if (/^\p{Z}$/u.test(letter)) return " ";
  // Nothing is seen of these: direction marks, joiners, soft hyphens; or little: accents and frames set apart.
  if (/^[\p{Cf}\u0300-\u036f\u20e3\ufe0f]$/u.test(letter)) return "";
  // Wide letters of East Asian keyboards.
  const wide = letter.codePointAt(0) ?? 0;
  if (wide > 0xff00 && wide < 0xff5f) return String.fromCodePoint(wide - 0xfee0);
  return letter.length === 1 ? letter : OTHER;
}

export function toPlain(text: string): Plain {
  const starts: number[] = [];
  let plain = "";
  let at = 0;
  for (const letter of text) {
    const one = plainLetter(letter);
    if (one !== "") {
      plain += one;
      starts.push(at);
    }
    at += letter.length;
  }
  starts.push(at);
  return { text: plain, starts };
}

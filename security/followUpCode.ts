/**
 * The follow-up code: 27 digits in nine groups of three, eight groups of secret and one check group. Digits, because
 * they can be written, read aloud and typed in any script.
 *
 * The check is g9 + Σ 7^i · g_i ≡ 0 mod 997, i = 1..8. No power of 7 up to the eighth is 1 mod 997, so no swap of two
 * groups passes; ISO 7064 MOD 97-10 would let 1 % pass. New codes use groups below 997 only, so that two groups are
 * never equal mod 997 without being equal; readers accept every group.
 */
import { readUnsigned } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { CODE_CHECK_MODULUS, CODE_DIGITS, CODE_GROUPS } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

const CHECK_BASE = 7;
/** Two random bytes give a group without bias below this: 65 × 997. */
const UNBIASED_BELOW = 65 * CODE_CHECK_MODULUS;

/** The check group of the eight secret groups, 0 to 996. */
export function checkGroup(groups: readonly number[]): number {
  let sum = 0;
  let weight = 1;
  for (const group of groups) {
    weight = (weight * CHECK_BASE) % CODE_CHECK_MODULUS;
    sum = (sum + weight * group) % CODE_CHECK_MODULUS;
  }
  return (CODE_CHECK_MODULUS - sum) % CODE_CHECK_MODULUS;
}

/** A fresh code, 27 ASCII digits. Also what the practice button shows. */
export function newFollowUpCode(p: Primitives): string {
  const groups: number[] = [];
  while (groups.length < CODE_GROUPS - 1) {
    const drawn = readUnsigned(p.randomBytes(2), 0, 2);
    if (drawn < UNBIASED_BELOW) groups.push(drawn % CODE_CHECK_MODULUS);
  }
  return [...groups, checkGroup(groups)].map((group) => String(group).padStart(3, "0")).join("");
}

/** The nine groups of a code that `newFollowUpCode` or `parseCode` returned. */
export function codeGroups(code: string): string[] {
  return code.match(/\d{3}/g) ?? [];
}

/**
 * Reads a code as typed: decimal digits of any script, with spaces, dashes and invisible marks between them ignored.
 * Returns 27 ASCII digits.
 * @throws SecurityError `code_invalid` when there are not 27 digits, something else stands there, or the check fails
 */
export function parseCode(text: string): string {
  const code = toAsciiDigits(text.replace(/[\s\p{Z}\p{Pd}\p{Cf}\u2212]/gu, ""));
  if (code.length !== CODE_DIGITS || !/^[0-9]*$/.test(code)) {
    throw new SecurityError("code_invalid", `a code has ${CODE_DIGITS} digits`);
  }
  const groups = codeGroups(code).map(Number);
  const check = groups.pop();
  if (check !== checkGroup(groups)) throw new SecurityError("code_invalid", "the check group does not fit");
  return code;
}

/** The same text with every decimal digit, of whatever script, as its ASCII digit. */
export function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, asciiDigit);
}

/** Unicode encodes the digits of a script in order from zero, in runs of ten; some runs stand side by side. */
function asciiDigit(digit: string): string {
  const at = digit.codePointAt(0) as number;
  let before = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(at - before - 1))) before++;
  return String(before % 10);
}

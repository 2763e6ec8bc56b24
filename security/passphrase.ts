/** Officers' passphrases: generated, never chosen. Six words of a list of 7776 are 77.5 bits. */
import { readUnsigned } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { PASSPHRASE_WORDS } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

/** Five dice: 6^5. */
export const PASSPHRASE_LIST_WORDS = 7776;

/** A multiple of 7776: two random bytes from here on are thrown away, or the first words would come up more often. */
const U16_LIMIT = Math.floor(0x1_0000 / PASSPHRASE_LIST_WORDS) * PASSPHRASE_LIST_WORDS;

/**
 * A new passphrase: six words from `words`, joined by spaces. The list is passed in, so that bundles decide what they carry.
 * @throws SecurityError `out_of_range` unless `words` holds 7776 different words without white space
 */
export function newPassphrase(p: Primitives, words: readonly string[]): string {
  const isList = words.length === PASSPHRASE_LIST_WORDS && new Set(words).size === words.length;
  if (!isList || words.some((word) => !/^\S+$/.test(word))) {
    throw new SecurityError("out_of_range", "a list of 7776 different words is needed");
  }
  return Array.from({ length: PASSPHRASE_WORDS }, () => words[randomIndex(p)] as string).join(" ");
}

/**
 * What is stretched: compatibility-normalised, lower case, words joined by one space. A passphrase typed on a telephone that
 * capitalises, or with two spaces, is still the same.
 */
export function normalizePassphrase(passphrase: string): string {
  return passphrase.normalize("NFKC").toLowerCase().trim().replace(/\s+/gu, " ");
}

function randomIndex(p: Primitives): number {
  for (;;) {
    const value = readUnsigned(p.randomBytes(2), 0, 2);
    if (value < U16_LIMIT) return value % PASSPHRASE_LIST_WORDS;
  }
}

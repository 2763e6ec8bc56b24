/**
 * Catalogs in languages that nobody speaks: each letter of the English becomes one of a script. What a page does for a
 * draft, for a script, or from right to left can be seen in them, whatever the real translations say and have reviewed.
 */
import type { Language } from "../../../../security/index.ts";
import type { Offered } from "../../../../web/build/catalogs.ts";
import { catalog as en, type Catalog } from "../../../../web/locales/form/en.ts";
import { CATALOGS } from "../../../../web/locales/form/index.ts";

/** For each letter from a to z, one of the script. */
const ALPHABETS = {
  ar: "ابتثجحخدذرزسشصضطظعغفقلمنهو",
  bn: "অকখগএঘচছইজটঠডনওপদরশসউতবমযহ",
  ta: "அகஙசஎஞடணஇதநனமயஒரலவழளஉறபஜஷஸ",
} as const satisfies Partial<Record<Language, string>>;

export type MadeUp = keyof typeof ALPHABETS;

function inAlphabet(text: string, alphabet: readonly string[]): string {
  return text.replace(/(\{\w+\})|[a-z]/gi, (found, placeholder?: string) => {
    if (placeholder !== undefined) return placeholder;
    return alphabet[found.toLowerCase().charCodeAt(0) - "a".charCodeAt(0)] ?? "";
  });
}

export function madeUp(language: MadeUp): Catalog {
  const alphabet = Array.from(ALPHABETS[language]);
  const texts = Object.entries(en).map(([key, text]) => [key, inAlphabet(text, alphabet)]);
  return Object.fromEntries(texts) as Catalog;
}

/** What is offered, and a draft from right to left in a made-up language where none is: pages for one are always looked at. */
const OFFERED: Offered = CATALOGS;
export const SEEN: Offered = OFFERED.ar === undefined ? { ...OFFERED, ar: madeUp("ar") } : OFFERED;
export const SEEN_LANGUAGES = Object.keys(SEEN) as Language[];

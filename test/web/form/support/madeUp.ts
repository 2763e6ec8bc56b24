/**
 * Catalogs in languages that nobody speaks: each letter of the English becomes one of a script. What a page does for a
 * draft, for a script, or from right to left can be seen in them, whatever the real translations say and have reviewed.
 */
import { LANGUAGES, type Language } from "../../../../security/index.ts";
import type { Offered } from "../../../../web/build/catalogs.ts";
import { catalog as en, type Catalog } from "../../../../web/locales/form/en.ts";
import { CATALOGS } from "../../../../web/locales/form/index.ts";
import { SCRIPTS } from "../../../../web/locales/form/languages.ts";

/** Letters of each script, as many as the Latin one has, of which no language that uses it would be surprised. */
const ALPHABETS: Readonly<Record<string, string>> = {
  Latin: "abcdefghijklmnopqrstuvwxyz",
  Arabic: "ابتثجحخدذرزسشصضطظعغفقلمنهو",
  Bengali: "অকখগএঘচছইজটঠডনওপদরশসউতবমযহ",
  Gurmukhi: "ਅਕਖਗਏਘਚਛਇਜਟਠਡਨਓਪਦਰਸਹਉਤਬਮਯਵ",
  Devanagari: "अकखगएघचछइजटठडनओपदरशसउतबमयह",
  Han: "一丁七上下不中乃之乎九也二于云五井亡亢交亦亨人仁今介",
  Tamil: "அகஙசஎஞடணஇதநனமயஒரலவழளஉறபஜஷஸ",
};

/** Two languages of one script begin elsewhere in its alphabet, so that no two catalogs are the same. */
export function madeUp(language: Language): Catalog {
  const letters = Array.from(ALPHABETS[SCRIPTS[language]] ?? "");
  const offset = LANGUAGES.indexOf(language) + 1;
  const letterFor = (latin: string): string => {
    const at = latin.toLowerCase().charCodeAt(0) - "a".charCodeAt(0);
    return letters[(at + offset) % letters.length] ?? "";
  };
  const texts = Object.entries(en).map(([key, text]) => [
    key,
    text.replace(/(\{\w+\})|[a-z]/gi, (found, placeholder?: string) => placeholder ?? letterFor(found)),
  ]);
  return Object.fromEntries(texts) as Catalog;
}

const OFFERED: Offered = CATALOGS;

/** What is offered, and a draft from right to left in a made-up language where none is: pages for one are always looked at. */
export const SEEN: Offered = OFFERED.ar === undefined ? { ...OFFERED, ar: madeUp("ar") } : OFFERED;
export const SEEN_LANGUAGES = Object.keys(SEEN) as Language[];

/** All fifteen languages, made up where a catalog is not offered yet: a page has to have room for them. */
export const ALL: Offered = Object.fromEntries(
  LANGUAGES.map((language) => [language, OFFERED[language] ?? madeUp(language)]),
);

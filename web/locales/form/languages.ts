/** The languages of the form: which are offered, what they are called, how they are written. */
import { LANGUAGES, type Language } from "../../../security/index.ts";

/**
 * Those that a person can choose, in the order in which they are shown, French first: each has a whole catalog beside this
 * file. Today that is every language that an envelope can name. One that is waiting for its catalog, or is taken back, is left
 * out here: out of `LANGUAGES` none ever goes, since its place there is on the wire. TRANSLATING.md says how one is brought in.
 */
export const FORM_LANGUAGES = LANGUAGES;

export type FormLanguage = (typeof FORM_LANGUAGES)[number];

/** What each language is called by those who speak it. No flags: a language is no country. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  fr: "Français",
  en: "English",
  es: "Español",
  ht: "Kreyòl ayisyen",
  ar: "العربية",
  bn: "বাংলা",
  pa: "ਪੰਜਾਬੀ",
  hi: "हिन्दी",
  "zh-Hans": "简体中文",
  pt: "Português",
  vi: "Tiếng Việt",
  fa: "فارسی",
  tl: "Tagalog",
  ta: "தமிழ்",
  ur: "اردو",
};

const RIGHT_TO_LEFT: readonly Language[] = ["ar", "fa", "ur"];

/** Which way a language is written, for `dir`. */
export const directionOf = (language: Language): "ltr" | "rtl" => (RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr");

/**
 * Numbers as a language groups them, but in the digits 0 to 9 everywhere. The follow-up code, emergency numbers and the
 * keypad have no others, and a count beside them in other digits would have to be matched by people who read little.
 * What is typed may be in the digits of any script. A browser that does not know a language (Haitian Creole) takes French.
 */
export const numberFormat = (language: Language, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat([language, "fr"], { numberingSystem: "latn", ...options });

/** The script that each language is written in: its name in Unicode. */
export const SCRIPTS: Readonly<Record<Language, string>> = {
  fr: "Latin",
  en: "Latin",
  es: "Latin",
  ht: "Latin",
  ar: "Arabic",
  bn: "Bengali",
  pa: "Gurmukhi",
  hi: "Devanagari",
  "zh-Hans": "Han",
  pt: "Latin",
  vi: "Latin",
  fa: "Arabic",
  tl: "Latin",
  ta: "Tamil",
  ur: "Arabic",
};

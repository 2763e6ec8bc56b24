/** The words of the chosen language. */
import type { Language, Subject } from "../../security/index.ts";
import type { Catalog, Key } from "../locales/form/en.ts";
import type { RareTexts } from "../locales/form/first.ts";
import { directionOf, numberFormat } from "../locales/form/languages.ts";
import type { SafetyKey } from "../locales/form/safety.ts";
import { el } from "../shared/dom.ts";

export type { Key };
/** Keys of texts that may be handled as plain strings. */
export type PlainKey = Exclude<Key, SafetyKey>;

/**
 * What a key says. For a draft on which safety hangs that is the text and an element with French and English: it goes into
 * an element, once, and never through a string.
 */
export type Words = string | readonly (string | Node)[];

/** For `{name}` in a text; a function where the value is another in each language. */
export type Values = Readonly<Record<string, string | number | ((language: Language) => string)>>;

/** What a script of texts gives, see web/build/catalogs.ts. */
export interface TextsScript {
  readonly catalog: Partial<Catalog>;
  /** French and English of the first texts of the catalog, as many as there are; none for French and English themselves. */
  readonly beside?: readonly [fr: readonly string[], en: readonly string[]];
}

/** The script that is fetched first: it says where the others of its language are. */
export interface FirstTexts extends TextsScript {
  readonly draft: boolean;
  readonly more: string;
  readonly rare: Readonly<Record<RareTexts, string>>;
}

/** The types see to it that no text on which safety hangs is taken for a plain string, see locales/form/safety.ts. */
interface Say {
  (key: PlainKey, values?: Values): string;
  (key: Key, values?: Values): Words;
}

export interface Texts {
  readonly language: Language;
  /** Some of the texts have been read by nobody of the unit yet: the page says so. */
  readonly draft: boolean;
  /** Where the other texts are: of the other screens, and of those that few people need. */
  readonly elsewhere: Pick<FirstTexts, "more" | "rare">;
  /** French and English stand beside what matters most. */
  readonly accompanied: boolean;
  /** What a key says, for an element; numbers as the language groups them. */
  readonly t: Say;
  /** The text alone, for what can hold no elements: an attribute, the label of a group of digits. */
  readonly plain: (key: Key, values?: Values) => string;
  /** The text as it fits who the report is about, where there is such a version. */
  readonly fitting: (key: Key, subject: Subject | undefined) => Words;
  /** Adds the texts that come with the other screens. */
  readonly learn: (more: TextsScript) => void;
}

/** @param first at least the texts that the first screen needs, see locales/form/first.ts */
export function makeTexts(language: Language, first: FirstTexts): Texts {
  const catalog: Partial<Record<string, string>> = {};
  const beside: Partial<Record<string, readonly [fr: string, en: string]>> = {};
  const learn = (script: TextsScript): void => {
    Object.assign(catalog, script.catalog);
    const keys = Object.keys(script.catalog);
    const [french = [], english = []] = script.beside ?? [];
    french.forEach((text, i) => (beside[keys[i] ?? ""] = [text, english[i] ?? ""]));
  };
  const plain = (key: Key, values?: Values): string => fillIn(catalog[key] ?? "", values, language);
  const t = (key: Key, values?: Values): Words => {
    const others = beside[key];
    if (!others) return plain(key, values);
    const other = (code: "fr" | "en", text: string): HTMLElement =>
      el("span", { lang: code, dir: "ltr" }, fillIn(text, values, code));
    return [
      plain(key, values),
      " ",
      el("span", { class: "beside" }, other("fr", others[0]), " ", el("br"), other("en", others[1])),
    ];
  };
  learn(first);
  return {
    language,
    draft: first.draft,
    elsewhere: first,
    accompanied: first.beside !== undefined,
    t: t as Say,
    plain,
    fitting: (key, subject) => {
      const fit = `${key}.${subject ?? "me"}`;
      return t((fit in catalog ? fit : key) as Key);
    },
    learn,
  };
}

/** Names, addresses and lists of numbers keep their own direction in a text from right to left. */
function fillIn(text: string, values: Values = {}, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const given = values[name] ?? "";
    if (typeof given === "number") return numberFormat(language).format(given);
    const value = typeof given === "string" ? given : given(language);
    return directionOf(language) === "rtl" ? `\u2068${value}\u2069` : value;
  });
}

/** One of two names; both where neither language is the reader's. */
export function nameIn(language: Language, { fr, en }: { readonly fr: string; readonly en: string }): string {
  if (language === "fr") return fr;
  return language === "en" || fr === en ? en : `${fr} / ${en}`;
}

/** Tells browser and screen reader which language the page is in now. */
export function announceLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

/** The words of the chosen language. */
import type { Catalog, Key } from "../locales/form/en.ts";
import { DIRECTIONS, type FormLanguage } from "../locales/form/languages.ts";
import type { Subject } from "../../security/index.ts";

export type { Key };

export interface Texts {
  readonly language: FormLanguage;
  /** The text of a key; `{name}` becomes `values.name`, a number as the language writes it. */
  readonly t: (key: Key, values?: Readonly<Record<string, string | number>>) => string;
  /** The text as it fits who the report is about, where there is such a version. */
  readonly fitting: (key: Key, subject: Subject | undefined) => string;
  /** Adds the texts that come with the other screens. */
  readonly learn: (more: Partial<Catalog>) => void;
}

/** @param first at least the texts that the first screen needs, see locales/form/first.ts */
export function makeTexts(language: FormLanguage, first: Partial<Catalog>): Texts {
  const catalog = { ...first } as Record<Key, string>;
  const numbers = new Intl.NumberFormat(language);
  const t: Texts["t"] = (key, values = {}) =>
    catalog[key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? numbers.format(value) : value;
    });
  const varied: Readonly<Record<string, string>> = catalog;
  return {
    language,
    t,
    fitting: (key, subject) => varied[`${key}.${subject ?? "me"}`] ?? t(key),
    learn: (more) => void Object.assign(catalog, more),
  };
}

/** Tells browser and screen reader which language the page is in now. */
export function announceLanguage(language: FormLanguage): void {
  document.documentElement.lang = language;
  document.documentElement.dir = DIRECTIONS[language];
}

/** The words of the chosen language. */
import type { Catalog, Key } from "../locales/form/en.ts";
import { directionOf, numberFormat, type FormLanguage } from "../locales/form/languages.ts";
import type { Subject } from "../../security/index.ts";

export type { Key };

export interface Texts {
  readonly language: FormLanguage;
  /** Some of the texts have been read by nobody of the unit yet: the page says so. */
  readonly draft: boolean;
  /** The text of a key; `{name}` becomes `values.name`, a number as the language writes it. */
  readonly t: (key: Key, values?: Readonly<Record<string, string | number>>) => string;
  /** The text as it fits who the report is about, where there is such a version. */
  readonly fitting: (key: Key, subject: Subject | undefined) => string;
  /** Adds the texts that come with the other screens. */
  readonly learn: (more: Partial<Catalog>) => void;
}

/** What the script of a catalog gives, see web/build/catalogs.ts. */
export interface TextsScript {
  readonly catalog: Partial<Catalog>;
  readonly draft: boolean;
}

/** @param first at least the texts that the first screen needs, see locales/form/first.ts */
export function makeTexts(language: FormLanguage, { catalog: first, draft }: TextsScript): Texts {
  const catalog = { ...first } as Record<Key, string>;
  const numbers = numberFormat(language);
  const t: Texts["t"] = (key, values = {}) =>
    catalog[key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? numbers.format(value) : value;
    });
  const varied: Readonly<Record<string, string>> = catalog;
  return {
    language,
    draft,
    t,
    fitting: (key, subject) => varied[`${key}.${subject ?? "me"}`] ?? t(key),
    learn: (more) => void Object.assign(catalog, more),
  };
}

/** Tells browser and screen reader which language the page is in now. */
export function announceLanguage(language: FormLanguage): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

/** Refuses catalogs that do not say the same things: the compiler finds a missing key, this finds a changed placeholder. */
import { catalog as en } from "../locales/form/en.ts";
import { catalog as fr } from "../locales/form/fr.ts";
import { comesFirst } from "../locales/form/first.ts";
import type { FormLanguage } from "../locales/form/languages.ts";

export const CATALOGS: Readonly<Record<FormLanguage, Readonly<Record<string, string>>>> = { fr, en };

const placeholders = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join();

/** @throws Error naming the language and the key */
export function checkCatalogs(catalogs: Readonly<Record<string, Readonly<Record<string, string>>>> = CATALOGS): void {
  for (const [language, texts] of Object.entries(catalogs)) {
    for (const key of new Set([...Object.keys(en), ...Object.keys(texts)])) {
      const [source, text] = [(en as Record<string, string>)[key], texts[key]];
      if (source === undefined) throw new Error(`${language}: ${key} is in no other catalog`);
      if (text === undefined || text.trim() === "") throw new Error(`${language}: ${key} is missing`);
      if (placeholders(source) !== placeholders(text)) throw new Error(`${language}: ${key} has other placeholders`);
      if (/[<>]/.test(text)) throw new Error(`${language}: ${key} has markup`);
    }
  }
}

const scriptOf = (texts: readonly (readonly [string, string])[]): string =>
  `export const catalog=${JSON.stringify(Object.fromEntries(texts))};`;

/** One catalog as two scripts: what the first screen needs, and the rest. */
export function catalogScripts(language: FormLanguage): { readonly first: string; readonly more: string } {
  const entries = Object.entries(CATALOGS[language]);
  return {
    first: scriptOf(entries.filter(([key]) => comesFirst(key))),
    more: scriptOf(entries.filter(([key]) => !comesFirst(key))),
  };
}

/** The console's languages. French first. */
import type { Catalog } from "./catalog.ts";
import { english } from "./en.ts";
import { french } from "./fr.ts";
import { words as wordsEn } from "./words.en.ts";
import { words as wordsFr } from "./words.fr.ts";

export type { Catalog } from "./catalog.ts";

export const CONSOLE_LANGUAGES = ["fr", "en"] as const;
export type ConsoleLanguage = (typeof CONSOLE_LANGUAGES)[number];

export const CATALOGS: Readonly<Record<ConsoleLanguage, Catalog>> = {
  fr: { ...french, words: wordsFr },
  en: { ...english, words: wordsEn },
};

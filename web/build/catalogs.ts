/** Catalogs as scripts for the page, refused when something is wrong with them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../../security/index.ts";
import type { Key } from "../locales/form/en.ts";
import { comesFirst, comesRarely, RARE_TEXTS, type RareTexts } from "../locales/form/first.ts";
import { CATALOGS } from "../locales/form/index.ts";
import { isSafety } from "../locales/form/safety.ts";
import { parseReviews, SOURCES, stateOf, type Reviews } from "../locales/form/states.ts";
import { faultsOf } from "./faults.ts";

export type Texts = Readonly<Record<string, string>>;
/** What is offered: a whole catalog for each language. */
export type Offered = Readonly<Partial<Record<Language, Texts>>>;

/** @throws Error with a line for each fault, naming language and key */
export function checkCatalogs(catalogs: Offered = CATALOGS): void {
  const faults = (Object.entries(catalogs) as [Language, Texts][]).flatMap(([language, texts]) =>
    faultsOf(language, texts),
  );
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** What people have read of a language; nothing when nobody has begun. */
export function reviewsOf(root: string, language: Language): Reviews {
  const file = reviewsFile(root, language);
  return parseReviews(existsSync(file) ? readFileSync(file, "utf8") : "");
}

export const reviewsFile = (root: string, language: Language): string =>
  join(root, "web/locales/form/reviewed", `${language}.txt`);

/** What stands beside the drafts on which safety hangs. */
type Beside = Readonly<Record<"fr" | "en", Texts>>;

function scriptOf(texts: Texts, draft: boolean, beside: Beside | null): string {
  const parts = [`catalog=${JSON.stringify(texts)}`, `draft=${String(draft)}`];
  if (beside !== null) parts.push(`beside=${JSON.stringify(beside)}`);
  return `export const ${parts.join(",")};`;
}

const only = (texts: Texts, wanted: (key: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => wanted(key)));

export interface CatalogScripts {
  readonly first: string;
  readonly more: string;
  readonly rare: Readonly<Record<RareTexts, string>>;
}

/**
 * One catalog as scripts: what the first screen needs, what few need, for each thing that few do, and the rest. Each says whether it holds drafts, and brings the
 * French and English of those on which safety hangs. French and English are the sources: nothing stands beside them.
 */
export function catalogScripts(language: Language, texts: Texts, reviews: Reviews): CatalogScripts {
  const isDraft = (key: string): boolean => stateOf(language, key as Key, texts[key], reviews) !== "reviewed";
  const draft = Object.keys(texts).some(isDraft);
  const isSource = language === "fr" || language === "en";
  const part = (wanted: (key: string) => boolean): string => {
    const needsBeside = (key: string): boolean => wanted(key) && isSafety(key) && isDraft(key);
    const beside = { fr: only(SOURCES.fr, needsBeside), en: only(SOURCES.en, needsBeside) };
    return scriptOf(only(texts, wanted), draft, isSource ? null : beside);
  };
  return {
    first: part(comesFirst),
    more: part((key) => !comesFirst(key) && !comesRarely(key)),
    rare: {
      attachments: part((key) => RARE_TEXTS.attachments.test(key)),
      voice: part((key) => RARE_TEXTS.voice.test(key)),
      changes: part((key) => RARE_TEXTS.changes.test(key)),
    },
  };
}

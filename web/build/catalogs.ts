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

/** Constants as a script, as `TextsScript` of web/form/texts.ts has them. */
const scriptOf = (constants: object): string =>
  `export const ${Object.entries(constants)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",")};`;

const only = (texts: Texts, wanted: (key: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => wanted(key)));

/** What a browser asks for to get each script of a language. */
export interface CatalogAddresses {
  readonly first: string;
  readonly more: string;
  readonly rare: Readonly<Record<RareTexts, string>>;
}

/**
 * One catalog as scripts: what the first screen needs, what few need, for each thing that few do, and the rest. They bring the French and English of
 * drafts on which safety hangs; French and English are the sources: nothing stands beside them. The first says whether the
 * language holds drafts at all, and where the others are: so a page carries one address for each language.
 * @param add gives what a browser asks for to get a script
 */
export function addCatalog(
  language: Language,
  texts: Texts,
  reviews: Reviews,
  add: (script: string) => string,
): CatalogAddresses {
  const isDraft = (key: string): boolean => stateOf(language, key as Key, texts[key], reviews) !== "reviewed";
  const isSource = language === "fr" || language === "en";
  const needsBeside = (key: string): boolean => !isSource && isSafety(key) && isDraft(key);
  const part = (wanted: (key: string) => boolean): object => {
    const alone = only(texts, (key) => wanted(key) && !needsBeside(key));
    const accompanied = only(texts, (key) => wanted(key) && needsBeside(key));
    const beside = (["fr", "en"] as const).map((source) =>
      Object.keys(accompanied).map((key) => SOURCES[source][key as Key]),
    );
    return { catalog: { ...accompanied, ...alone }, ...(!isSource && { beside }) };
  };
  const addRare = (name: RareTexts): string => add(scriptOf(part((key) => RARE_TEXTS[name].test(key))));
  const rare = {
    returning: addRare("returning"),
    attachments: addRare("attachments"),
    voice: addRare("voice"),
  };
  const more = add(scriptOf(part((key) => !comesFirst(key) && !comesRarely(key))));
  const draft = Object.keys(texts).some(isDraft);
  return { first: add(scriptOf({ ...part(comesFirst), draft, more, rare })), more, rare };
}

/**
 * `npm run words`: what is missing, stale and draft in each language of the form.
 *  - `npm run words -- bn` shows each text of a language that nobody has read yet, with its sources.
 *  - `npm run words -- mark bn q.danger.title 'code.*'` says that a person has read these texts as they stand.
 * Ends with 1 when a catalog lacks a text or has a fault.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LANGUAGES, type Language } from "../../security/index.ts";
import { catalog as en, type Key, type Translation } from "../locales/form/en.ts";
import { FORM_LANGUAGES, OWN_NAMES } from "../locales/form/languages.ts";
import { formatReviews, reviewNow, SOURCES, stateOf, type TextState } from "../locales/form/states.ts";
import { reviewsFile, reviewsOf } from "./catalogs.ts";
import { findRoot } from "./esbuild.ts";
import { faultsOf } from "./faults.ts";

const KEYS = Object.keys(en) as Key[];
const STATES: readonly TextState[] = ["missing", "stale", "draft", "reviewed"];

type Begun = Readonly<Partial<Record<Language, Translation>>>;

/** Every catalog that somebody has begun, offered or not. */
export async function catalogsIn(root: string): Promise<Begun> {
  const begun: Partial<Record<Language, Translation>> = {};
  for (const language of LANGUAGES) {
    const file = join(root, "web/locales/form", `${language}.ts`);
    if (!existsSync(file)) continue;
    const { catalog } = (await import(pathToFileURL(file).href)) as { catalog: Translation };
    begun[language] = catalog;
  }
  return begun;
}

/** The keys meant by `code.show`, `code.*` or `q.*.title`. */
export function keysNamed(names: readonly string[]): Key[] {
  const unknown = names.filter((name) => !KEYS.some((key) => isNamed(key, name)));
  if (unknown.length > 0) throw new Error(`no such text: ${unknown.join(" ")}`);
  return KEYS.filter((key) => names.some((name) => isNamed(key, name)));
}

const isNamed = (key: string, name: string): boolean =>
  new RegExp(
    `^${name
      .split("*")
      .map((part) => part.replaceAll(".", "\\."))
      .join(".*")}$`,
  ).test(key);

/** How many texts of a catalog are in each state. */
export function countStates(root: string, language: Language, texts: Translation): Record<TextState, number> {
  const reviews = reviewsOf(root, language);
  const counts: Record<TextState, number> = { missing: 0, stale: 0, draft: 0, reviewed: 0 };
  for (const key of KEYS) counts[stateOf(language, key, texts[key], reviews)]++;
  return counts;
}

/** A row for each language, then what is wrong. */
export function overview(
  root: string,
  begun: Begun,
  offered: readonly Language[] = FORM_LANGUAGES,
): { readonly lines: string[]; readonly whole: boolean } {
  const lines = [`${KEYS.length} texts`, `            ${STATES.map((state) => state.padStart(9)).join("")}`];
  const faults: string[] = [];
  for (const language of LANGUAGES) {
    const texts = begun[language];
    const name = `${language.padEnd(8)}${offered.includes(language) ? "    " : " not"}`;
    if (texts === undefined) {
      lines.push(`${name}   no catalog yet       ${OWN_NAMES[language]}`);
      continue;
    }
    const counts = countStates(root, language, texts);
    lines.push(`${name}${STATES.map((state) => String(counts[state]).padStart(9)).join("")}  ${OWN_NAMES[language]}`);
    faults.push(...faultsOf(language, texts));
  }
  lines.push("", '"not": not offered yet, see web/locales/TRANSLATING.md', ...faults);
  return { lines, whole: faults.length === 0 };
}

/** What a reader of one language has to do: each text that is not reviewed, beside its sources. */
export function worklist(root: string, begun: Begun, language: Language): string[] {
  const texts = begun[language];
  if (texts === undefined) throw new Error(`${language} has no catalog yet`);
  const reviews = reviewsOf(root, language);
  return KEYS.flatMap((key) => {
    const state = stateOf(language, key, texts[key], reviews);
    if (state === "reviewed") return [];
    const rows = (["en", "fr"] as const)
      .filter((source) => source !== language)
      .map((source) => [source, SOURCES[source][key]]);
    return [
      `${key} (${state})`,
      ...[...rows, [language, texts[key]]].map(([code, text]) => `  ${code ?? ""}: ${text ?? "—"}`),
    ];
  });
}

/** Writes down that a person of the unit has read these texts as they stand. @returns how many */
export function mark(root: string, begun: Begun, language: Language, names: readonly string[]): number {
  const reviews = new Map(reviewsOf(root, language));
  const keys = keysNamed(names);
  for (const key of keys) {
    const text = begun[language]?.[key];
    if (text === undefined) throw new Error(`${language}: ${key} is missing`);
    reviews.set(key, reviewNow(language, key, text));
  }
  const file = reviewsFile(root, language);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, formatReviews(reviews));
  return keys.length;
}

function languageNamed(name: string | undefined): Language {
  const language = LANGUAGES.find((code) => code === name);
  if (language === undefined) throw new Error(`the languages are ${LANGUAGES.join(" ")}`);
  return language;
}

async function main([first, ...rest]: readonly string[]): Promise<void> {
  const root = findRoot();
  const begun = await catalogsIn(root);
  const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);
  if (first === "mark") {
    const [name, ...keys] = rest;
    if (keys.length === 0) throw new Error("usage: npm run words -- mark language key…");
    return say(`${mark(root, begun, languageNamed(name), keys)} texts marked as read by a person`);
  }
  if (first !== undefined) return say(...worklist(root, begun, languageNamed(first)));
  const { lines, whole } = overview(root, begun);
  say(...lines);
  if (!whole) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

/**
 * How far each text can be trusted. "reviewed": a person of the unit who speaks the language has read it against the
 * meaning. "draft": nobody has yet. Kept apart from the catalogs, so that no page carries what it does not show.
 */
import type { Key } from "./en.ts";
import type { FormLanguage } from "./languages.ts";

export type TextState = "reviewed" | "draft";

/** Keys by their beginning. The questions' headings came with the design in both languages; the rest awaits a reader. */
const REVIEWED: Readonly<Record<FormLanguage, readonly RegExp[]>> = {
  fr: [/^q\.\w+\.title$/, /^q\.child\.first$/],
  en: [/^q\.\w+\.title$/, /^q\.child\.first$/, /^a\.\w+\.\w+$/],
};

export function stateOf(language: FormLanguage, key: Key): TextState {
  return REVIEWED[language].some((pattern) => pattern.test(key)) ? "reviewed" : "draft";
}

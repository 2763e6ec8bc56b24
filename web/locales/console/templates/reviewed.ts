/**
 * Which templates a person of the unit, who speaks the language, has read against French and English: for each the first 12
 * hexadecimal digits of the SHA-256 of the French, the English and the text, joined by line breaks. A test refuses a review
 * of words that were changed since, and says what it would be now. Nobody has read any yet.
 */
import type { Language } from "../../../../security/index.ts";
import type { Purpose } from "./purposes.ts";

export const REVIEWED: Readonly<Partial<Record<Language, Readonly<Partial<Record<Purpose, string>>>>>> = {};

/** "draft": nobody of the unit who speaks the language has read it as it stands. */
type TemplateState = "reviewed" | "draft";

export function templateState(language: Language, purpose: Purpose): TemplateState {
  const isSource = language === "fr" || language === "en";
  return isSource || REVIEWED[language]?.[purpose] !== undefined ? "reviewed" : "draft";
}

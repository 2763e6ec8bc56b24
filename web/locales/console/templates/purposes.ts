/**
 * Reply templates: what a unit often has to say, in every language of the form. French and English are the sources. Each
 * language is one file; pages load all of them at once, see index.ts.
 */
import type { Language } from "../../../../security/index.ts";
import { REVIEWED } from "./reviewed.ts";

/** In the order in which they are offered. */
export const PURPOSES = [
  "received",
  "safety",
  "careful",
  "question",
  "waiting",
  "meeting",
  "referral",
  "emergency",
  "cannotHelp",
  "newCode",
  "withdrawn",
  "closing",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What an officer fills in: `{place}` in a template. There are no others. */
export const FILL_INS = ["question", "place", "time", "service"] as const;
export type FillIn = (typeof FILL_INS)[number];

export type ReplyTemplates = Readonly<Record<Purpose, string>>;

/** "draft": nobody of the unit who speaks the language has read it as it stands. */
export type TemplateState = "reviewed" | "draft";

export function templateState(language: Language, purpose: Purpose): TemplateState {
  const isSource = language === "fr" || language === "en";
  return isSource || REVIEWED[language]?.[purpose] !== undefined ? "reviewed" : "draft";
}

/**
 * Reply templates: what a unit often has to say, in every language of the form. French and English are the sources. Each
 * language is one file; pages load all of them at once, see index.ts.
 */

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

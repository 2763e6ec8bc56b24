/** The languages of the form that have a catalog, French first, and how each is written. */
export const FORM_LANGUAGES = ["fr", "en"] as const;

export type FormLanguage = (typeof FORM_LANGUAGES)[number];

/** Which way a language is written, for `<html dir>`. */
export const DIRECTIONS: Readonly<Record<FormLanguage, "ltr" | "rtl">> = { fr: "ltr", en: "ltr" };

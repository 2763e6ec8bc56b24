/** In which languages a test that looks at texts on a screen goes through it. */
import { FORM_LANGUAGES, type FormLanguage } from "../../../../web/locales/form/languages.ts";
import { LONG } from "../../../tools/depth.ts";

/**
 * Those that stand for the others: the two sources, which have nothing beside their texts; one from right to left, a draft;
 * and one whose words are the longest, in letters that are the highest. What goes wrong in a language goes wrong in these:
 * a mirrored screen, a label too long for its button, a draft without French and English.
 */
export const TELLING: readonly FormLanguage[] = ["fr", "en", "ur", "ta"];

/** All of them in the deep run. In the modest one every language is walked once, by tongues.dom.test.ts. */
export const WALKED: readonly FormLanguage[] = LONG ? FORM_LANGUAGES : TELLING;

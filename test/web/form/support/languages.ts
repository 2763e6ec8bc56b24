/** In which languages a test that looks at texts on a screen goes through it. */
import { FORM_LANGUAGES, type FormLanguage } from "../../../../web/locales/form/languages.ts";
import { LONG } from "../../../tools/depth.ts";

/**
 * Those that stand for the others: a source, which has nothing beside its texts; one from right to left, a draft; and one
 * whose words are the longest, in letters that are the highest. What goes wrong in a language goes wrong in these: a
 * mirrored screen, a label too long for its button, a draft without French and English. English, the other source, is
 * French with shorter words.
 */
export const TELLING: readonly FormLanguage[] = ["fr", "ur", "ta"];

/** All of them in the deep run. In the modest one every language is walked once, by tongues.dom.test.ts. */
export const WALKED: readonly FormLanguage[] = LONG ? FORM_LANGUAGES : TELLING;

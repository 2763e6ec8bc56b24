/** Filling in a reply template. What is filled in stays in the text that is sealed, and is kept nowhere else. */
import { FILL_INS, type FillIn } from "../../locales/console/templates/purposes.ts";

const PLACEHOLDER = /\{([a-z]+)\}/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
/** First strong isolate, pop isolate: what stands between turns nothing around it. */
const [FSI, PDI] = ["\u2068", "\u2069"];

export type FillInValues = Readonly<Partial<Record<FillIn, string>>>;

/** What a template asks for, in the order of `FILL_INS`. */
export function fillInsOf(template: string): FillIn[] {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name]) => name);
  return FILL_INS.filter((each) => names.includes(each));
}

/**
 * Puts what was typed into a template; what was not stays in braces, with which no reply is sent. A Latin name or a number
 * in a text from right to left, and the other way round, is isolated: punctuation and digits would jump otherwise.
 *
 * @param blanks what the officer's language calls each blank
 */
export function fillTemplate(template: string, values: FillInValues, blanks: Readonly<Record<FillIn, string>>): string {
  const mayTurn = RIGHT_TO_LEFT.test(template);
  return template.replace(PLACEHOLDER, (_, name: FillIn) => {
    const typed = values[name]?.trim() ?? "";
    const value = typed === "" ? `{${blanks[name]}}` : typed;
    return mayTurn || RIGHT_TO_LEFT.test(value) ? `${FSI}${value}${PDI}` : value;
  });
}

/** Whether something is left to fill in. A reply has no other use for braces, so that half a placeholder counts too. */
export function isUnfilled(text: string): boolean {
  return /[{}]/.test(text);
}

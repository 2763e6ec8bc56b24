/** What is wrong with a catalog, as far as a machine can tell: it reads letters and counts words, and knows no meaning. */
import type { Language } from "../../security/index.ts";
import { SCRIPTS } from "../locales/form/languages.ts";
import { SOURCES } from "../locales/form/states.ts";

/** In the languages that the page is written in. */
export const WORDS_MAX = 15;
/** Letters of a catalog that must be of its language's script; the rest are names like UCI. */
const OWN_SHARE_MIN = 0.9;

type Texts = Readonly<Partial<Record<string, string>>>;
type Sources = Readonly<Record<"en" | "fr", Texts>>;

const withoutPlaceholders = (text: string): string => text.replace(/\{\w+\}/g, "");
const placeholders = (text: string): string => (text.match(/\{\w*\}/g) ?? []).sort().join();
const letters = (text: string): string[] => text.match(/\p{L}/gu) ?? [];
const inScript = (script: string): RegExp => new RegExp(`\\p{Script=${script}}`, "u");

export function sentences(text: string): string[] {
  return text
    .replaceAll("\u00a0", " ")
    .split(/(?<=[.!?…])\s+/)
    .filter((sentence) => sentence.trim() !== "");
}

/** Words as a reader counts them: punctuation that stands alone is none. */
export const wordsIn = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length;

/** Written the same by right in this language and in English or French. */
const SAME: Readonly<Partial<Record<Language, readonly string[]>>> = {
  fr: ["Consultant", "Police"],
  es: ["No"],
  ht: ["Non"],
};

/** Letters that machines borrow from a neighbour of the language. */
const BORROWED: Readonly<Partial<Record<Language, readonly [RegExp, string]>>> = {
  ar: [/[یکگچپژ]/u, "Persian or Urdu letters"],
  fa: [/[يك]/u, "Arabic yeh or kaf"],
  ur: [/[يك]/u, "Arabic yeh or kaf"],
  "zh-Hans": [
    /[們個這來說話請電網頁開關無與為後發對機檔實點選擇國學時間過還沒從給進會見讓應該誰嗎]/u,
    "traditional characters",
  ],
};

/** No-break before ": ; ? !" and within guillemets in French; nothing at all before them elsewhere. */
function typographyFault(language: Language, text: string): string | null {
  if (/['`´]/.test(text)) return "has an apostrophe that is not ’";
  if (language !== "fr") return /\s[:;?!]/.test(text) ? "has a space before a punctuation mark" : null;
  return /[^\u00a0][:;?!»]|«(?!\u00a0)/.test(text) ? "has no no-break space beside a punctuation mark" : null;
}

const EMBEDDINGS = /[\u202a-\u202e]/;
const ISOLATES = /[\u2066-\u2068]/g;
const POPS = /\u2069/g;

function unbalanced(text: string): boolean {
  return EMBEDDINGS.test(text) || (text.match(ISOLATES) ?? []).length !== (text.match(POPS) ?? []).length;
}

function scriptFault(language: Language, text: string): string | null {
  const own = inScript(SCRIPTS[language]);
  const found = letters(withoutPlaceholders(text));
  // Latin letters for what has no other name, the Shift key for one; common ones belong to several scripts.
  const allowed = /[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
  if (found.some((letter) => !own.test(letter) && !allowed.test(letter))) return "has letters of another script";
  if (found.length > 0 && !found.some((letter) => own.test(letter))) return "has no letter of the language's script";
  const [borrowed, name] = BORROWED[language] ?? [];
  return borrowed?.test(text) ? `has ${name ?? ""}` : null;
}

function faultOf(language: Language, key: string, text: string | undefined, sources: Sources): string | null {
  const source = sources.en[key];
  if (source === undefined) return "is in no other catalog";
  if (text === undefined || text.trim() === "") return "is missing";
  if (placeholders(source) !== placeholders(text)) return "has other placeholders";
  if (/[<>*`_#\\\n]|&#?\w+;/.test(withoutPlaceholders(text))) return "has markup";
  if (/^\s|\s$|\s\s/.test(text)) return "has stray spaces";
  if (/[\u200b\ufeff\p{Cn}\p{Co}\ufffd]/u.test(text)) return "has characters that cannot be seen";
  if (unbalanced(text)) return "has unbalanced marks of direction";
  if (/(?![0-9])\p{Nd}/u.test(text)) return "has digits other than 0 to 9";
  const typography = typographyFault(language, text);
  if (typography !== null) return typography;
  for (const [other, texts] of Object.entries(sources)) {
    if (other === language || letters(text).length === 0) continue;
    if (language !== "en" && texts[key] === text && !SAME[language]?.includes(text))
      return `is left as it is in ${other}`;
  }
  if (language === "fr" || language === "en") {
    const long = sentences(text).find((sentence) => wordsIn(sentence) > WORDS_MAX);
    if (long !== undefined) return `has a sentence of ${wordsIn(long)} words`;
  }
  return scriptFault(language, text);
}

/** One line per fault; none when there is none. */
export function faultsOf(language: Language, texts: Texts, sources: Sources = SOURCES): string[] {
  const keys = new Set([...Object.keys(sources.en), ...Object.keys(texts)]);
  const faults = [...keys].flatMap((key) => {
    const fault = faultOf(language, key, texts[key], sources);
    return fault === null ? [] : [`${language}: ${key} ${fault}`];
  });
  const script = inScript(SCRIPTS[language]);
  const all = Object.values(texts).flatMap((text = "") => letters(withoutPlaceholders(text)));
  const own = all.filter((letter) => script.test(letter)).length;
  if (own < all.length * OWN_SHARE_MIN) faults.push(`${language}: the catalog is mostly of another script`);
  return faults;
}

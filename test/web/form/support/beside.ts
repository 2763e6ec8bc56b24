/** Whether French and English stand beside every draft on which safety hangs. */
import type { Page } from "playwright-core";
import type { Language } from "../../../../security/index.ts";
import { reviewsOf } from "../../../../web/build/catalogs.ts";
import { findRoot } from "../../../../web/build/esbuild.ts";
import type { Key } from "../../../../web/locales/form/en.ts";
import { CATALOGS } from "../../../../web/locales/form/index.ts";
import { isSafety } from "../../../../web/locales/form/safety.ts";
import { SOURCES, stateOf } from "../../../../web/locales/form/states.ts";

/** What stands beside a key's text: French and English, or nothing. */
export function accompanying(language: Language, key: Key): readonly string[] {
  if (language === "fr" || language === "en" || !isSafety(key)) return [];
  const state = stateOf(language, key, CATALOGS[language][key], reviewsOf(findRoot(), language));
  return state === "reviewed" ? [] : [SOURCES.fr[key] ?? "", SOURCES.en[key] ?? ""];
}

const NUMBERS: readonly string[] = ["count", "from", "max", "minutes", "number", "to", "total"];

/** The text as it may stand on a page: anything in the place of what is filled in, or any number. */
function patternOf(text: string): RegExp {
  const parts = text.split(/\{(\w+)\}/).map((part, i) => {
    if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return NUMBERS.includes(part) ? "[\\d.,\\s]+" : ".*";
  });
  return new RegExp(`^${parts.join("")}$`, "su");
}

interface Shown {
  readonly text: string;
  /** Languages, directions and texts of what stands right after it. */
  readonly beside: readonly (readonly [lang: string | null, dir: string | null, text: string])[];
}

/** Every piece of text on the page, with what stands beside it. */
function textsOn(page: Page): Promise<Shown[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown: { text: string; beside: [string | null, string | null, string][] }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? "";
      // What a button is about, for those who do not see where it stands, stands whole beside it. The bar of a demonstration
      // is no text of the form.
      if (text === "" || node.parentElement?.closest("script, style, .demonstration, .beside, button .hidden"))
        continue;
      let next: Node | null = node.nextSibling;
      while (next !== null && next.nodeType === 3 && next.textContent?.trim() === "") next = next.nextSibling;
      const after =
        next instanceof HTMLElement && next.className === "beside" ? Array.from(next.querySelectorAll("[lang]")) : [];
      const beside = after.map((each): [string | null, string | null, string] => [
        each.getAttribute("lang"),
        each.getAttribute("dir"),
        each.textContent ?? "",
      ]);
      shown.push({ text, beside });
    }
    return shown;
  });
}

/** Whether a piece of text is what a key says here, French and English included when they have to be there. */
function isWhole({ beside }: Shown, wanted: readonly string[]): boolean {
  return wanted.every((text, i) => {
    const [lang, dir, words = ""] = beside[i] ?? [];
    return lang === ["fr", "en"][i] && dir === "ltr" && patternOf(text).test(words);
  });
}

/**
 * What a page says in no words of its language: left in English, say. Names are what they are, and numbers.
 * @param names of the unit, of its emergency numbers, of the languages
 */
export async function strangeWords(page: Page, language: Language, names: readonly string[]): Promise<string[]> {
  const own = Object.values(CATALOGS[language]).map(patternOf);
  const shown = (await textsOn(page)).map(({ text }) => text.replace(/[\u2066-\u2069]/g, ""));
  return shown.filter((text) => /\p{L}/u.test(text) && !names.includes(text) && !own.some((each) => each.test(text)));
}

/**
 * One line for each draft that stands alone, or beside something else than its French and English. A text that several
 * keys say has to be whole for one of them.
 */
export async function besideFaults(page: Page, language: Language): Promise<string[]> {
  const shown = await textsOn(page);
  const faults = shown.filter(({ text }) => text.includes("[object")).map(({ text }) => `"${text}"`);
  const keys = (Object.entries(CATALOGS[language]) as [Key, string][]).map(([key, text]) => ({
    key,
    pattern: patternOf(text),
    wanted: accompanying(language, key),
  }));
  for (const each of shown) {
    // The isolates around what is filled in are none of the text.
    const text = each.text.replace(/[\u2068\u2069]/g, "");
    const meant = keys.filter(({ pattern }) => pattern.test(text));
    if (meant.length > 0 && !meant.some(({ wanted }) => isWhole(each, wanted))) {
      faults.push(`${meant.map(({ key }) => key).join()} without French and English`);
    }
  }
  return faults;
}

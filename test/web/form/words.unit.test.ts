import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { CATALOGS, checkCatalogs } from "../../../web/build/catalogs.ts";
import { catalog as en, type Key } from "../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";
import { FORM_LANGUAGES } from "../../../web/locales/form/languages.ts";
import { stateOf } from "../../../web/locales/form/states.ts";

const WORDS_MAX = 15;

function sentences(text: string): string[] {
  return text
    .replaceAll("\u00a0", " ")
    .split(/(?<=[.!?…])\s+/)
    .filter((sentence) => sentence.trim() !== "");
}
/** Words as a reader counts them: punctuation that stands alone is none. */
const wordsIn = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length;

describe.each(FORM_LANGUAGES)("the catalog in %s", (language) => {
  const entries = Object.entries(CATALOGS[language]);

  it("has no sentence over fifteen words", () => {
    const long = entries.flatMap(([key, text]) =>
      sentences(text)
        .filter((sentence) => wordsIn(sentence) > WORDS_MAX)
        .map((sentence) => `${key}: ${wordsIn(sentence)} ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it("keeps its punctuation", () => {
    const space = language === "fr" ? /(?<!\u00a0)[?!:;»]|«(?!\u00a0)/ : /\u00a0| [?!:;]/;
    expect(entries.filter(([, text]) => space.test(text.replace(/\{\w+\}/g, ""))).map(([key]) => key)).toEqual([]);
  });

  it("uses one kind of apostrophe", () => {
    expect(entries.filter(([, text]) => text.includes("’")).map(([key]) => key)).toEqual([]);
  });
});

describe("wordsIn()", () => {
  it("finds a sentence that is too long", () => {
    expect(sentences("One two. Three?").map(wordsIn)).toEqual([2, 1]);
    expect(wordsIn("a ".repeat(16))).toBeGreaterThan(WORDS_MAX);
  });
});

describe("checkCatalogs()", () => {
  it("takes the catalogs as they are", () => {
    expect(() => checkCatalogs()).not.toThrow();
  });

  it.each<[string, Record<string, string>]>([
    ["a missing key", Object.fromEntries(Object.entries(fr).slice(1))],
    ["an empty text", { ...fr, continue: " " }],
    ["a key too many", { ...fr, other: "autre" }],
    ["a changed placeholder", { ...fr, progress: "Question {nombre}" }],
    ["markup", { ...fr, continue: "<b>Continuer</b>" }],
  ])("refuses %s", (_, broken) => {
    expect(() => checkCatalogs({ en, fr: broken })).toThrow(/^fr: /);
  });
});

describe("every key", () => {
  it("is used somewhere", () => {
    const root = join(import.meta.dirname, "../../../web/form");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const source = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    // Keys that are put together: answers, levels, stages, reasons, and what fits witnesses and helpers.
    const built =
      /^(a\.\w+\.\w+|done\.level\.\d|send\.(checking|sealing|sending)|refused\.(date|signature|old|broken)|.*\.(witness|helping))$/;
    const unused = Object.keys(en).filter((key) => !source.includes(`"${key}"`) && !built.test(key));
    expect(unused).toEqual([]);
  });
});

describe("a text in English", () => {
  it("is not left in the French catalog", () => {
    // The same in both languages by right.
    const same = ["a.signs.unknown", "a.accused.consultant", "a.accused.agency", "a.consent.police"];
    const left = (Object.keys(en) as Key[]).filter((key) => en[key] === fr[key] && !same.includes(key));
    expect(left).toEqual([]);
  });
});

describe("stateOf()", () => {
  it("knows what nobody has read yet", () => {
    expect(stateOf("fr", "q.danger.title")).toBe("reviewed");
    expect(stateOf("fr", "code.paper")).toBe("draft");
  });
});

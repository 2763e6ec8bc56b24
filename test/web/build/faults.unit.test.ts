import { describe, expect, it } from "@jest/globals";
import type { Language } from "../../../security/index.ts";
import { faultsOf, sentences, wordsIn, WORDS_MAX } from "../../../web/build/faults.ts";
import { checkCatalogs } from "../../../web/build/catalogs.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";
import { CATALOGS } from "../../../web/locales/form/index.ts";
import { FORM_LANGUAGES } from "../../../web/locales/form/languages.ts";

describe.each(FORM_LANGUAGES)("the catalog in %s", (language) => {
  const entries = Object.entries(CATALOGS[language]);

  it("has no fault", () => {
    expect(entries.length).toBeGreaterThan(300);
    expect(faultsOf(language, CATALOGS[language])).toEqual([]);
  });
});

describe("the punctuation", () => {
  const misplaced = (texts: object, space: RegExp): string[] =>
    Object.entries(texts)
      .filter(([, text]) => space.test(String(text).replace(/\{\w+\}/g, "0")))
      .map(([key]) => key);

  it("has a no-break space before it in French, and none in other languages", () => {
    const french = /(?<!\u00a0)[?!:;»]|«(?!\u00a0)/;
    expect(misplaced({ wrong: "Oui ?", right: "Oui\u00a0?" }, french)).toEqual(["wrong"]);
    expect(misplaced(fr, french)).toEqual([]);
    for (const language of FORM_LANGUAGES.filter((each) => each !== "fr")) {
      expect(misplaced(CATALOGS[language], /[\u00a0 ][?!:;؟،؛]/)).toEqual([]);
    }
  });
});

describe("wordsIn()", () => {
  it("counts what a reader counts", () => {
    expect(sentences("One two. Three? «\u00a0Four\u00a0»").map(wordsIn)).toEqual([2, 1, 1]);
    expect(wordsIn("a ".repeat(16))).toBeGreaterThan(WORDS_MAX);
  });
});

/** In place of a catalog: a text to look at, one with placeholders, and a long one that outweighs them. */
const sources = {
  en: { back: "Go back now", progress: "Question {number} of {total}", "intro.what": "You can say it." },
  fr: { back: "Revenir", progress: "Question {number} sur {total}", "intro.what": "Dites-le." },
};
const RIGHT: Readonly<Partial<Record<Language, string>>> = {
  fr: "Revenir",
  es: "Volver",
  vi: "Quay lại",
  ar: "رجوع",
  fa: "بازگشت به عقب",
  ur: "واپس جائیں",
  bn: "ফিরে যান",
  pa: "ਵਾਪਸ ਜਾਓ",
  hi: "वापस जाएँ",
  "zh-Hans": "返回",
  ta: "திரும்பு",
};
const faults = (language: Language, back: string, more: object = {}): string[] => {
  const right = RIGHT[language] ?? "";
  const long = Array.from({ length: 20 }, () => right).join(". ");
  return faultsOf(language, { progress: `${right} {number} {total}`, "intro.what": long, back, ...more }, sources);
};

describe("faultsOf()", () => {
  it.each(Object.entries(RIGHT) as [Language, string][])("takes what is right in %s", (language, text) => {
    expect(faults(language, text)).toEqual([]);
  });

  it.each<[string, Language, string]>([
    ["is missing", "es", " "],
    ["has other placeholders", "es", "Volver {nombre}"],
    ["has other placeholders", "es", "Volver {}"],
    ["has markup", "es", "<b>Volver</b>"],
    ["has markup", "es", "Volver&nbsp;ya"],
    ["has markup", "es", "**Volver**"],
    ["has stray spaces", "es", "Volver "],
    ["has stray spaces", "es", "Volver  ya"],
    ["has characters that cannot be seen", "es", "Vol\u200bver"],
    ["has unbalanced marks of direction", "ar", "\u2068رجوع"],
    ["has unbalanced marks of direction", "ar", "\u202bرجوع\u202c"],
    ["has digits other than 0 to 9", "ar", "رجوع ٣"],
    ["is left as it is in en", "es", "Go back now"],
    ["is left as it is in en", "fr", "Go back now"],
    ["is left as it is in fr", "es", "Revenir"],
    ["has a sentence of 16 words", "fr", "un ".repeat(16).trim()],
    ["has no letter of the language's script", "bn", "Fire jan"],
    ["has an apostrophe that is not ’", "fr", "Revenir d'ici"],
    ["has an apostrophe that is not ’", "es", "Volver d´aquí"],
    ["has no no-break space beside a punctuation mark", "fr", "Revenir ?"],
    ["has no no-break space beside a punctuation mark", "fr", "Revenir: ici"],
    ["has no no-break space beside a punctuation mark", "fr", "Appuyez sur « Retour »"],
    ["has a space before a punctuation mark", "es", "Volver : ya"],
    ["has a space before a punctuation mark", "es", "Volver\u00a0?"],
    ["has letters of another script", "es", "Vоlver"],
    ["has letters of another script", "pa", "ਵਾਪਸ जाओ"],
    ["has Persian or Urdu letters", "ar", "رجوع کن"],
    ["has Arabic yeh or kaf", "fa", "بازگشت كن"],
    ["has Arabic yeh or kaf", "ur", "واپس جائيں"],
    ["has traditional characters", "zh-Hans", "請返回"],
  ])("tells that a text %s (%s)", (fault, language, text) => {
    expect(faults(language, text)).toEqual([`${language}: back ${fault}`]);
  });

  it("takes the spaces of French in French", () => {
    expect(faults("fr", "Revenir\u00a0? Appuyez sur «\u00a0Retour\u00a0»\u00a0; c’est ici\u00a0: oui")).toEqual([]);
  });

  it("tells of a key too many, and of one that is not there", () => {
    expect(faults("es", "Volver", { other: "otra" })).toEqual(["es: other is in no other catalog"]);
    expect(faultsOf("es", { back: "Volver", "intro.what": "Dígalo" }, sources)).toEqual(["es: progress is missing"]);
  });

  it("tells of a catalog that is mostly of another script", () => {
    expect(faults("bn", "ফিরে Shift")).toEqual([]);
    expect(faults("bn", `ফিরে ${"go back to the page before this one ".repeat(9).trim()}`)).toEqual([
      "bn: the catalog is mostly of another script",
    ]);
  });

  it("leaves joiners and marks where languages need them", () => {
    expect(faults("fa", "می\u200cخواهم")).toEqual([]);
    expect(faults("hi", "क्\u200dष")).toEqual([]);
    expect(faults("ar", "\u2068SHIFT\u2069 رجوع")).toEqual([]);
  });
});

describe("checkCatalogs()", () => {
  it("takes what is offered, and refuses it with one fault", () => {
    expect(() => checkCatalogs()).not.toThrow();
    expect(() => checkCatalogs({ ...CATALOGS, fr: { ...fr, continue: "<b>Continuer</b>" } })).toThrow(
      /^fr: continue has markup$/,
    );
  });
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../../security/index.ts";
import { reviewsOf } from "../../../../web/build/catalogs.ts";
import { findRoot } from "../../../../web/build/esbuild.ts";
import { catalog as en } from "../../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../../web/locales/form/fr.ts";
import {
  formatReviews,
  parseReviews,
  reviewNow,
  SOURCES,
  stateOf,
  type Sources,
} from "../../../../web/locales/form/states.ts";

describe("stateOf()", () => {
  const text = "আপনি কি এখন বিপদে?";
  const key = "q.danger.title";
  const read = new Map([[key, reviewNow("bn", key, text)]]);
  const changed = (language: "en" | "fr"): Sources => ({
    ...SOURCES,
    [language]: { ...SOURCES[language], [key]: "Something else?" },
  });

  it("calls a text reviewed that a person has read as it stands", () => {
    expect(stateOf("bn", key, text, read)).toBe("reviewed");
  });

  it("calls it a draft when nobody has, or when the text was changed since", () => {
    expect(stateOf("bn", key, text, new Map())).toBe("draft");
    expect(stateOf("bn", key, `${text}!`, read)).toBe("draft");
  });

  it("calls it stale when the English or the French was changed since", () => {
    expect(stateOf("bn", key, text, read, changed("en"))).toBe("stale");
    expect(stateOf("bn", key, text, read, changed("fr"))).toBe("stale");
  });

  it("calls it missing when there is none", () => {
    expect(stateOf("bn", key, undefined, read)).toBe("missing");
    expect(stateOf("bn", key, " ", read)).toBe("missing");
  });

  it("holds French against English, and English against French", () => {
    const french = new Map([[key, reviewNow("fr", key, fr[key])]]);
    expect(stateOf("fr", key, fr[key], french)).toBe("reviewed");
    expect(stateOf("fr", key, fr[key], french, changed("en"))).toBe("stale");
    const english = new Map([[key, reviewNow("en", key, en[key])]]);
    expect(stateOf("en", key, en[key], english, changed("fr"))).toBe("stale");
  });
});

describe("parseReviews()", () => {
  const reviews = new Map([
    ["code.title", reviewNow("bn", "code.title", "x")],
    ["back", reviewNow("bn", "back", "y")],
  ]);

  it("reads what formatReviews() writes, in the order of the catalog and without keys that are gone", () => {
    const file = formatReviews(new Map([...reviews, ["gone", reviewNow("bn", "back", "z")]]));
    expect([...parseReviews(file)]).toEqual([...reviews].reverse());
    expect(parseReviews("")).toEqual(new Map());
  });

  it("refuses a line that is no review", () => {
    expect(() => parseReviews("back 0123456789ab 0123456789ab")).not.toThrow();
    expect(() => parseReviews("back 0123456789ab")).toThrow("no review: back 0123456789ab");
  });
});

describe("the reviews on file", () => {
  it("are of languages that we know, and of texts that are there", () => {
    const root = findRoot();
    const files = readdirSync(join(root, "web/locales/form/reviewed"));
    expect(files).toEqual(expect.arrayContaining(["en.txt", "fr.txt"]));
    for (const file of files) {
      const language = LANGUAGES.find((code) => file === `${code}.txt`);
      if (language === undefined) throw new Error(`${file} is of no language`);
      const keys = [...reviewsOf(root, language).keys()];
      expect(keys.filter((key) => !(key in en))).toEqual([]);
    }
  });

  it("know what nobody has read yet", () => {
    const reviews = reviewsOf(findRoot(), "fr");
    expect(stateOf("fr", "q.danger.title", fr["q.danger.title"], reviews)).toBe("reviewed");
    expect(stateOf("fr", "code.paper", fr["code.paper"], reviews)).toBe("draft");
  });
});

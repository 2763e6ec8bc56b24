import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../../security/index.ts";
import { words as wordsEn } from "../../../../web/locales/console/words.en.ts";
import { words as wordsFr } from "../../../../web/locales/console/words.fr.ts";
import { findRoot } from "../../../../web/build/esbuild.ts";
import { CATALOGS } from "../../../../web/locales/form/index.ts";
import {
  directionOf,
  FORM_LANGUAGES,
  numberFormat,
  OWN_NAMES,
  SCRIPTS,
} from "../../../../web/locales/form/languages.ts";

const folder = join(findRoot(), "web/locales/form");

describe("the languages that are offered", () => {
  it("are languages that a report can be in, French first, in the order of the list", () => {
    expect(FORM_LANGUAGES[0]).toBe("fr");
    expect(LANGUAGES.filter((code) => FORM_LANGUAGES.some((each) => each === code))).toEqual([...FORM_LANGUAGES]);
    expect(Object.keys(CATALOGS)).toEqual([...FORM_LANGUAGES]);
    for (const code of FORM_LANGUAGES) expect(existsSync(join(folder, `${code}.ts`))).toBe(true);
  });

  it("have no catalog beside them that no language bears the name of", () => {
    const ours = ["first", "index", "languages", "safety", "states"];
    const files = readdirSync(folder).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []));
    expect(files.filter((name) => !ours.includes(name) && !LANGUAGES.some((code) => code === name))).toEqual([]);
  });
});

describe.each(LANGUAGES)("the language %s", (code) => {
  it("has a name of its own, in its own script, and one in the console", () => {
    expect(OWN_NAMES[code]).toMatch(new RegExp(`^[\\p{Script=${SCRIPTS[code]}}\\p{M} ]+$`, "u"));
    expect(wordsEn.language[code]).toMatch(/^[A-Z]/);
    expect(wordsFr.language[code]).not.toBe("");
  });

  it("writes numbers in the digits of the follow-up code", () => {
    expect(
      numberFormat(code)
        .format(1_234_567)
        .replace(/[^0-9]/g, ""),
    ).toBe("1234567");
    expect(numberFormat(code).format(12)).toBe("12");
  });

  it("is written from the side that its script is", () => {
    expect(directionOf(code)).toBe(SCRIPTS[code] === "Arabic" ? "rtl" : "ltr");
  });
});

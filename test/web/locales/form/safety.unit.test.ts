import { describe, expect, it } from "@jest/globals";
import { catalog as en } from "../../../../web/locales/form/en.ts";
import { isSafety, SAFETY } from "../../../../web/locales/form/safety.ts";

/** Words, in a key or in its English, of texts on which safety may hang. */
const IN_KEY =
  /(^|\.)(exit|idle|erased?|danger|emergency|urgent|consent|child|code|hand|practice|phoneChecked|history|draft|withdraw\w*|rekey|kiosk)(\.|$)/i;
const IN_TEXT =
  /\b(911|danger|emergency|child(ren)?|secret|erases?d?|history|agrees?|your consent|follow-up code|your code|a code)\b/i;

/** Those that such a word is in, and that a wrong translation makes only harder to understand. */
const HARMLESS: readonly string[] = [
  // A reason in the service's own words.
  "fault.code",
  // That files may follow later.
  "files.none.later",
];

const suspects = Object.entries(en)
  .filter(([key, text]) => IN_KEY.test(key) || IN_TEXT.test(text))
  .map(([key]) => key);

describe("the list of texts on which safety hangs", () => {
  it("holds every text about danger, leaving, consent, children, the code, and hands that the device goes through", () => {
    expect(suspects.length).toBeGreaterThan(60);
    expect(suspects.filter((key) => !isSafety(key) && !HARMLESS.includes(key))).toEqual([]);
  });

  it("names nothing that no catalog has, and nothing twice", () => {
    const keys = Object.keys(en);
    const empty = SAFETY.filter(
      (beginning) => !keys.some((key) => key === beginning || key.startsWith(`${beginning}.`)),
    );
    expect(empty).toEqual([]);
    expect(new Set(SAFETY).size).toBe(SAFETY.length);
    expect(HARMLESS.filter((key) => !suspects.includes(key))).toEqual([]);
  });

  it("leaves the rest to the language alone: beside everything, nothing stands out", () => {
    const share = Object.keys(en).filter(isSafety).length / Object.keys(en).length;
    expect(share).toBeLessThan(0.5);
    expect(isSafety("continue")).toBe(false);
    expect(isSafety("back")).toBe(false);
    expect(isSafety("code.show")).toBe(true);
    expect(isSafety("codex")).toBe(false);
  });
});

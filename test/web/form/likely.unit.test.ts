import { describe, expect, it } from "@jest/globals";
import { likelyLanguage } from "../../../web/form/likely.ts";

describe("likelyLanguage()", () => {
  it.each([
    [["ht"], "ht"],
    [["wo-SN", "fr-FR", "ht"], "fr"],
    [["ar-EG"], "ar"],
    [["zh-Hant-TW"], "zh-Hans"],
    [["fil-PH", "en"], "tl"],
    [["FR-ca"], "fr"],
    [["fri", "e"], null],
    [[], null],
  ])("takes the first of %j that there is", (wanted, likely) => {
    expect(likelyLanguage(wanted, ["fr", "en", "ht", "ar", "zh-Hans", "tl"])).toBe(likely);
  });
});

import { describe, expect, it } from "@jest/globals";
import { voiceFor, type Voice } from "../../../web/form/listen/voice.ts";
import type { FormLanguage } from "../../../web/locales/form/languages.ts";

const own = (lang: string, more: Partial<Voice> = {}): Voice => ({
  name: `Voice ${lang}`,
  voiceURI: `urn:${lang}`,
  lang,
  localService: true,
  ...more,
});
/** Languages that have no catalog yet are asked for by their code as well. */
const pick = (language: string, ...voices: readonly Voice[]): string | null =>
  voiceFor(voices, language as FormLanguage)?.lang ?? null;

describe("voiceFor()", () => {
  it("takes a voice that the device has itself, and none that sends the words away", () => {
    expect(pick("fr", own("fr-FR"))).toBe("fr-FR");
    expect(pick("fr", own("fr-FR", { localService: false }))).toBeNull();
    expect(pick("fr", own("fr-CA", { localService: false }), own("fr-BE"))).toBe("fr-BE");
    expect(pick("fr")).toBeNull();
  });

  it.each([
    { name: "Microsoft Sylvie Online (Natural) - French (Canada)" },
    { name: "French", voiceURI: "fr-fr-x-vlf-network" },
    { name: "Chrome cloud voice" },
  ])("does not believe one that calls itself local and is named %j", (named) => {
    expect(pick("fr", own("fr-FR", { name: "Amélie" }))).toBe("fr-FR");
    expect(pick("fr", own("fr-FR", named))).toBeNull();
  });

  it.each<[string, string, readonly string[]]>([
    ["fr", "fr-CA", ["fr-BE", "fr-FR", "fr-CA"]],
    ["fr", "fr_FR", ["fr-BE", "fr_FR"]],
    ["en", "en-CA", ["en-US", "en-CA", "en-IN"]],
    ["es", "es-MX", ["es-ES", "es-MX"]],
    ["pt", "pt-BR", ["pt-PT", "pt-BR"]],
    ["ar", "ar-001", ["ar-001", "ar-EG"]],
    ["zh-Hans", "cmn-Hans-CN", ["zh-TW", "cmn-Hans-CN"]],
    ["zh-Hans", "zh-TW", ["zh-HK", "zh-TW"]],
    ["tl", "fil-PH", ["fil-PH"]],
    ["fa", "fa-IR", ["fr-CA", "fa-IR"]],
    ["pa", "pa-Guru-IN", ["pa-Arab-PK", "pa-Guru-IN"]],
    ["ur", "ur-PK", ["hi-IN", "ur-PK"]],
  ])("for %s takes %s out of %j", (language, expected, tags) => {
    expect(pick(language, ...tags.map((tag) => own(tag)))).toBe(expected);
  });

  it.each([
    ["fr", "fro"],
    ["ht", "fr-FR"],
    ["zh-Hans", "yue-Hans-CN"],
    ["zh-Hans", "zh-HK"],
    ["pa", "pa-PK"],
    ["ur", "hi-IN"],
  ])("for %s does not take %s", (language, tag) => {
    expect(pick(language, own(tag))).toBeNull();
  });
});

import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../../security/index.ts";
import { faultsOf } from "../../../../web/build/faults.ts";
import { fillInsOf, isUnfilled } from "../../../../web/console/domain/template.ts";
import { TEMPLATES } from "../../../../web/locales/console/templates/index.ts";
import { templates as en } from "../../../../web/locales/console/templates/en.ts";
import { templates as fr } from "../../../../web/locales/console/templates/fr.ts";
import { PURPOSES, type Purpose } from "../../../../web/locales/console/templates/purposes.ts";
import { REVIEWED, templateState } from "../../../../web/locales/console/templates/reviewed.ts";

/** What a review of a template would say now: see reviewed.ts. */
const reviewNow = (purpose: Purpose, text: string): string =>
  createHash("sha256").update([fr[purpose], en[purpose], text].join("\n")).digest("hex").slice(0, 12);

describe.each(LANGUAGES)("the reply templates in %s", (language) => {
  it("are whole, have the placeholders of the sources, and no fault that a machine can see", () => {
    const templates: Readonly<Record<string, string>> = TEMPLATES[language];
    expect(Object.keys(templates).toSorted()).toEqual([...PURPOSES].toSorted());
    expect(faultsOf(language, templates, { en, fr })).toEqual([]);
  });

  it("say the emergency number in digits, and nothing to fill in that has no field", () => {
    const templates: Readonly<Record<string, string>> = TEMPLATES[language];
    expect(templates["emergency"]).toContain("911");
    const known = Object.values(templates).map((text) =>
      fillInsOf(text).reduce((rest, name) => rest.replaceAll(`{${name}}`, ""), text),
    );
    expect(known.filter(isUnfilled)).toEqual([]);
  });

  it("are reviewed only where somebody has read the words that stand there", () => {
    const templates: Readonly<Record<string, string>> = TEMPLATES[language];
    const now = PURPOSES.filter((purpose) => REVIEWED[language]?.[purpose] !== undefined).map((purpose) => [
      purpose,
      reviewNow(purpose, templates[purpose] ?? ""),
    ]);
    expect(Object.fromEntries(now)).toEqual(REVIEWED[language] ?? {});
  });
});

describe("the check of the templates", () => {
  it("notices a placeholder that is missing, one that is unknown, and a text left out", () => {
    const broken = { ...en, meeting: en.meeting.replace("{place}", ""), closing: `${en.closing} {plase}`, waiting: "" };
    const faults = faultsOf("en", broken, { en, fr }).map((fault) => fault.split(" ")[1] ?? "");
    expect(faults.toSorted()).toEqual(["closing", "meeting", "waiting"]);
  });

  it("takes French and English for reviewed, and what nobody has read for a draft", () => {
    expect([templateState("fr", "meeting"), templateState("en", "meeting")]).toEqual(["reviewed", "reviewed"]);
    expect(templateState("ar", "meeting")).toBe("draft");
  });

  it("has a question, a place, a time and a service to fill in", () => {
    expect([fillInsOf(fr.question), fillInsOf(fr.meeting), fillInsOf(fr.referral)]).toEqual([
      ["question"],
      ["place", "time"],
      ["service"],
    ]);
  });
});

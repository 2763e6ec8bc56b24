import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { QUESTIONS } from "../../../web/form/questions.ts";
import { catalog as en, type Key } from "../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";

const WORDS =
  "name|nom|pr[ée]nom|surname|initials?|initiales|age|âge|gender|genre|sex|sexe|permit|permis|sin|nas|uci|iuc|gps|photo|selfie|phone|address|adresse";
const BEGINNINGS =
  "birth|naissance|nationalit|ethni|religion|status|statut|entry ?date|date d'entr|passport|passeport|t[ée]l[ée]phone|e-?mail|courriel|whatsapp|telegram|messag|location|position|how did you hear|comment nous";
/** What is never asked, as a question would call it. */
const NEVER = new RegExp(String.raw`(?<!\p{L})(${WORDS})(?!\p{L})|${BEGINNINGS}`, "iu");

/** Texts that say it is not wanted, that are about someone else's deed, or about whose eyes are on the device. */
const ALLOWED: ReadonlySet<string> = new Set([
  "q.phone.title",
  "q.narrative.hint",
  "q.narrative.hint.witness",
  "q.narrative.hint.helping",
  "q.place.title",
  "f.accusedName",
  "f.accusedName.hint",
  "a.kinds.status_threats",
  "a.kinds.hate.hint",
  "a.signs.phone_taken",
  "a.signs.forced_sex",
]);

const ASKED = (Object.keys(en) as Key[]).filter((key) => /^[qaf]\./.test(key));

describe("what is never asked", () => {
  it("is in no field's name", () => {
    const own =
      /name|birth|age|gender|sex|national|ethn|relig|status|permit|entry|passport|number|phone|mail|address|gps|position|photo/i;
    const names = QUESTIONS.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(names).toHaveLength(15);
    // Who else looks at the device, which is no number; and the name of who does harm, which may be left out.
    expect(names.filter((name) => own.test(name))).toEqual(["phoneChecked", "accusedName"]);
  });

  it.each([
    ["en", en],
    ["fr", fr],
  ] as const)("is in no question, answer, label or hint in %s but to say that it is not wanted", (_, catalog) => {
    expect(ASKED.filter((key) => NEVER.test(catalog[key]) && !ALLOWED.has(key))).toEqual([]);
  });

  it.each(["Your name", "Date of birth", "Votre courriel", "Quel âge avez-vous ?", "Phone", "Votre statut"])(
    "would be found: %s",
    (text) => {
      expect(NEVER.test(text)).toBe(true);
    },
  );

  it("has no input but those of the data file, one for a code, two for its groups, one for a message and today's date", () => {
    const folder = join(import.meta.dirname, "../../../web/form/screens");
    const files = readdirSync(folder).map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") }));
    const using = (what: RegExp): string[] => files.filter(({ source }) => what.test(source)).map(({ name }) => name);
    expect(using(/textField\(/).sort()).toEqual(["check.ts", "enter.ts", "message.ts", "question.ts"]);
    expect(using(/el\("(input|textarea|select)"/)).toEqual(["dateHere.ts"]);
  });
});

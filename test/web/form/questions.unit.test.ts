import { describe, expect, it } from "@jest/globals";
import {
  ACCUSED,
  CHILD,
  COME_BACK,
  CONSENT,
  DANGER,
  HELP,
  KINDS,
  PHONE_CHECKED,
  SIGNS,
  slipOf,
  STILL,
  SUBJECTS,
  WHEN,
} from "../../../security/index.ts";
import { newDraft, toAnswers } from "../../../web/form/draft.ts";
import { QUESTIONS, type FieldName } from "../../../web/form/questions.ts";
import { catalog as en } from "../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";

const FIELDS = QUESTIONS.flatMap((question) => question.fields);
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

/** The wording that was settled: https readers compare it with the form, so it is repeated here on purpose. */
const WORDING: readonly [string, string, string][] = [
  ["danger", "Are you in danger right now?", "Êtes-vous en danger en ce moment ?"],
  ["subject", "Who is this about?", "De qui s’agit-il ?"],
  ["phone", "Can someone check this phone or computer?", "Quelqu’un peut-il vérifier ce téléphone ou cet ordinateur ?"],
  ["kinds", "What is happening?", "Que se passe-t-il ?"],
  ["narrative", "Tell us, in your words and your language.", "Racontez, avec vos mots, dans votre langue."],
  ["when", "When was the last time?", "Quand était-ce la dernière fois ?"],
  ["accused", "Who is doing this?", "Qui fait cela ?"],
  ["place", "Where does it happen? (not your home address)", "Où cela se passe-t-il ? (pas votre adresse)"],
  ["signs", "Do any of these happen?", "Est-ce que cela arrive ?"],
  ["child", "Is a child under 18 hurt or in danger?", "Un enfant de moins de 18 ans est-il blessé ou en danger ?"],
  ["help", "What would help?", "Qu’est-ce qui vous aiderait ?"],
  ["consent", "May we tell another service?", "Pouvons-nous en parler à un autre service ?"],
  ["comeBack", "When might you come back to read our reply?", "Quand pourriez-vous revenir lire la réponse ?"],
];

/** What no question asks for. */
const ADDED_BY_PAGE = ["language", "wroteBefore"];

describe("QUESTIONS", () => {
  it("are the thirteen, in order, in the settled words", () => {
    expect(QUESTIONS.map(({ id, title }) => [id, en[title], plain(fr[title])])).toEqual(WORDING);
  });

  it("require three and no more", () => {
    expect(QUESTIONS.filter(({ required }) => required).map(({ id }) => id)).toEqual(["danger", "subject", "kinds"]);
  });

  it("say the law first where it may oblige", () => {
    const [child, ...others] = QUESTIONS.filter(({ first }) => first !== undefined);
    expect(others).toEqual([]);
    expect(child?.id).toBe("child");
    expect(en["q.child.first"]).toBe("The law may oblige us to tell youth protection.");
  });

  it.each<[FieldName, readonly string[]]>([
    ["danger", DANGER],
    ["subject", SUBJECTS],
    ["phoneChecked", PHONE_CHECKED],
    ["kinds", KINDS],
    ["when", WHEN],
    ["still", STILL],
    ["accused", ACCUSED],
    ["signs", [...SIGNS, "unknown"]],
    ["child", CHILD],
    ["help", [...HELP, "unknown"]],
    ["consent", CONSENT],
    ["comeBack", COME_BACK],
  ])("offer every word of the vocabulary for %s", (name, words) => {
    const field = FIELDS.find((each) => each.name === name);
    if (field === undefined || field.type === "text") throw new Error(`no choices for ${name}`);
    expect(field.choices.map(({ value }) => value)).toEqual(words);
  });

  it("leave nobody stuck: each choice has a way to say that one does not know, or may be left", () => {
    for (const question of QUESTIONS.filter(({ required }) => required)) {
      const values = question.fields.flatMap((field) => (field.type === "text" ? [] : field.choices));
      // Who it is about, the person does know.
      if (question.id !== "subject") expect(values.map(({ value }) => value)).toContain("unknown");
    }
  });
});

/** A draft in which every field has an answer. */
function fullDraft(): ReturnType<typeof newDraft> {
  const draft = newDraft();
  for (const field of FIELDS) {
    draft.values.set(field.name, field.type === "text" ? ["words"] : [field.choices[0]?.value ?? ""]);
  }
  return draft;
}

describe("toAnswers()", () => {
  it("gives exactly the fields of the form and what the page adds", () => {
    const names = [...FIELDS.map(({ name }) => name), ...ADDED_BY_PAGE];
    expect(Object.keys(toAnswers(fullDraft(), "fr")).sort()).toEqual(names.sort());
  });

  it("tells the slip what the data file says, and no text", () => {
    const slip = slipOf(toAnswers(fullDraft(), "fr"));
    const own = ["type", "desk", "language", "assisted"];
    const told = FIELDS.filter(({ inSlip }) => inSlip).map(({ name }) => name);
    expect(Object.keys(slip).sort()).toEqual([...told, ...own].sort());
    expect(FIELDS.filter(({ type }) => type === "text").some(({ inSlip }) => inSlip)).toBe(false);
  });

  it("takes silence for no consent", () => {
    expect(toAnswers(newDraft(), "en").consent).toEqual(["ask_first"]);
    const draft = newDraft();
    draft.values.set("consent", []);
    expect(toAnswers(draft, "en").consent).toEqual(["ask_first"]);
    draft.values.set("consent", ["support"]);
    expect(toAnswers(draft, "en").consent).toEqual(["support"]);
  });

  it("turns the page's own \"I don't know\" into an empty list", () => {
    const draft = fullDraft();
    draft.values.set("signs", ["unknown"]);
    draft.values.set("help", ["unknown"]);
    expect(toAnswers(draft, "en")).toMatchObject({ signs: [], help: [] });
  });
});

import type { Answers } from "../../security/index.ts";

const PLAIN: Answers = {
  danger: "no",
  subject: "me",
  kinds: ["pay"],
  narrative: "On ne me paie plus depuis deux mois.",
  accused: ["employer"],
  accusedName: "",
  place: "",
  signs: [],
  help: [],
  consent: ["ask_first"],
  language: "fr",
  wroteBefore: false,
};

/** Answers of a first report: about an employer, for the general desk, at level 3, save for what is given. */
export const answersWith = (more: Partial<Answers> = {}): Answers => ({ ...PLAIN, ...more });

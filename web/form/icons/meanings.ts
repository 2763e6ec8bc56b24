/**
 * Which drawing stands beside which words. What hurts most has a quiet one: a phone is watched, and a picture is
 * understood from farther away than a line of text. The same answer has the same drawing on every screen.
 */
import type { QuestionId } from "../questions.ts";
import type { Key } from "../texts.ts";
import { DRAWINGS, type Drawing } from "./drawings.ts";
import { icon } from "./icon.ts";

/** The keys of answers. The compiler asks for a drawing for each, a new one included. */
type AnswerKey = Exclude<Extract<Key, `a.${string}`>, `${string}.hint`>;

/** By the key of the answer's text. */
export const ANSWER_DRAWINGS: Readonly<Record<AnswerKey, Drawing>> = {
  "a.danger.now": "alert",
  "a.danger.soon": "hourglass",
  "a.danger.no": "safe",
  "a.danger.unknown": "unknown",
  "a.subject.me": "person",
  "a.subject.witness": "eye",
  "a.subject.helping": "support",
  "a.phoneChecked.yes": "yes",
  "a.phoneChecked.no": "no",
  "a.phoneChecked.unsure": "unknown",
  "a.kinds.pay": "money",
  "a.kinds.work_safety": "helmet",
  "a.kinds.recruiter_fraud": "contract",
  "a.kinds.housing": "house",
  "a.kinds.family": "people",
  "a.kinds.sexual_violence": "body",
  "a.kinds.sexual_exploitation": "profit",
  "a.kinds.trafficking": "chain",
  "a.kinds.locked_in": "door",
  "a.kinds.status_threats": "threat",
  "a.kinds.hate": "heartbreak",
  "a.kinds.police": "authority",
  "a.kinds.child": "child",
  "a.kinds.theft_fraud": "wallet",
  "a.kinds.other": "other",
  "a.kinds.unknown": "unknown",
  "a.when.today": "day",
  "a.when.week": "week",
  "a.when.month": "month",
  "a.when.year": "year",
  "a.when.before": "before",
  "a.when.unknown": "unknown",
  "a.still.yes": "yes",
  "a.still.no": "no",
  "a.still.unknown": "unknown",
  "a.accused.employer": "work",
  "a.accused.agency": "offices",
  "a.accused.consultant": "adviser",
  "a.accused.landlord": "key",
  "a.accused.partner_family": "people",
  "a.accused.police": "authority",
  "a.accused.city_service": "townHall",
  "a.accused.other": "other",
  "a.accused.unknown": "unknown",
  "a.signs.cannot_leave": "door",
  "a.signs.papers_taken": "papers",
  "a.signs.phone_taken": "phone",
  "a.signs.pay_withheld": "unpaid",
  "a.signs.threats": "threat",
  "a.signs.hurt": "bandage",
  "a.signs.forced_sex": "body",
  "a.signs.weapon": "caution",
  "a.signs.unknown": "unknown",
  "a.child.yes": "yes",
  "a.child.no": "no",
  "a.child.unknown": "unknown",
  "a.help.rights": "scales",
  "a.help.talk": "talk",
  "a.help.safe_place": "refuge",
  "a.help.make_it_stop": "stop",
  "a.help.just_so_you_know": "info",
  "a.help.unknown": "unknown",
  "a.consent.ask_first": "ask",
  "a.consent.support": "support",
  "a.consent.labour_housing": "townHall",
  "a.consent.police": "authority",
  "a.comeBack.days": "soon",
  "a.comeBack.week": "week",
  "a.comeBack.unknown": "unknown",
};

/** What a question is about. */
export const QUESTION_DRAWINGS: Readonly<Record<QuestionId, Drawing>> = {
  danger: "caution",
  subject: "people",
  phone: "phone",
  kinds: "ask",
  narrative: "words",
  when: "calendar",
  accused: "search",
  place: "place",
  signs: "list",
  child: "child",
  help: "lifebuoy",
  consent: "pass",
  comeBack: "back",
};

const isAnswer = (key: Key): key is AnswerKey => Object.hasOwn(ANSWER_DRAWINGS, key);

/** The drawing for an answer; none for a text that is no answer. */
export const answerIcon = (key: Key): SVGSVGElement | undefined =>
  isAnswer(key) ? icon(DRAWINGS[ANSWER_DRAWINGS[key]]) : undefined;

/** The drawing for what a question is about. */
export const questionIcon = (id: QuestionId): SVGSVGElement => icon(DRAWINGS[QUESTION_DRAWINGS[id]]);

/** The drawing for an answer of a screen that is no question of the data file. */
export const namedIcon = (name: Drawing): SVGSVGElement => icon(DRAWINGS[name]);

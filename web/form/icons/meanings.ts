/**
 * Which drawing stands beside which words. What hurts most has a quiet one: a phone is watched, and a picture is
 * understood from farther away than a line of text. The same answer has the same drawing on every screen.
 */
import type { QuestionId } from "../questions.ts";
import type { Key } from "../texts.ts";
import { DRAWINGS, type Drawing } from "./drawings.ts";
import { DANGER_DRAWINGS } from "./frequent.ts";
import { icon } from "./icon.ts";

/** The keys of answers. The compiler asks for a drawing for each, a new one included. */
type AnswerKey = Exclude<Extract<Key, `a.${string}`>, `${string}.hint`>;

/** Answers that many questions have, by the end of their key. */
const SHARED_DRAWINGS = {
  yes: "yes",
  no: "no",
  unknown: "unknown",
  unsure: "unknown",
  other: "other",
  police: "authority",
} as const satisfies Readonly<Record<string, Drawing>>;

type Shared = keyof typeof SHARED_DRAWINGS;
type Own = Exclude<AnswerKey, `a.${string}.${Shared}`> | "a.danger.no";

/** All others, by the whole key. */
const OWN_DRAWINGS: Readonly<Record<Own, Drawing>> = {
  "a.danger.now": DANGER_DRAWINGS.now,
  "a.danger.soon": DANGER_DRAWINGS.soon,
  "a.danger.no": DANGER_DRAWINGS.no,
  "a.subject.me": "person",
  "a.subject.witness": "eye",
  "a.subject.helping": "support",
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
  "a.kinds.child": "child",
  "a.kinds.theft_fraud": "wallet",
  "a.when.today": "day",
  "a.when.week": "week",
  "a.when.month": "month",
  "a.when.year": "year",
  "a.when.before": "before",
  "a.accused.employer": "work",
  "a.accused.agency": "offices",
  "a.accused.consultant": "adviser",
  "a.accused.landlord": "key",
  "a.accused.partner_family": "people",
  "a.accused.city_service": "townHall",
  "a.signs.cannot_leave": "door",
  "a.signs.papers_taken": "papers",
  "a.signs.phone_taken": "phone",
  "a.signs.pay_withheld": "unpaid",
  "a.signs.threats": "threat",
  "a.signs.hurt": "bandage",
  "a.signs.forced_sex": "body",
  "a.signs.weapon": "caution",
  "a.help.rights": "scales",
  "a.help.talk": "talk",
  "a.help.safe_place": "refuge",
  "a.help.make_it_stop": "stop",
  "a.help.just_so_you_know": "info",
  "a.consent.ask_first": "ask",
  "a.consent.support": "support",
  "a.consent.labour_housing": "townHall",
  "a.comeBack.days": "soon",
  "a.comeBack.week": "week",
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

/** The drawing for an answer, by the key of its text; none for a text that is no answer. */
export function drawingOf(key: Key): Drawing | undefined {
  const names: Readonly<Record<string, Drawing | undefined>> = OWN_DRAWINGS;
  const shared: Readonly<Record<string, Drawing | undefined>> = SHARED_DRAWINGS;
  return names[key] ?? (key.startsWith("a.") ? shared[key.slice(key.lastIndexOf(".") + 1)] : undefined);
}

export function answerIcon(key: Key): SVGSVGElement | undefined {
  const drawing = drawingOf(key);
  return drawing && icon(DRAWINGS[drawing]);
}

/** The drawing for what a question is about. */
export const questionIcon = (id: QuestionId): SVGSVGElement => icon(DRAWINGS[QUESTION_DRAWINGS[id]]);

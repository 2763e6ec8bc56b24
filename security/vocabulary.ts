/**
 * Words that machines compare: the answers a person picks from, and the two rules that stand on them, which desk and
 * which level. On the wire a word is its position in its list, so lists are only ever appended to. Texts for people are
 * in `web/locales`.
 */

/** Question 1: in danger right now. */
export const DANGER = ["now", "soon", "no", "unknown"] as const;
/** Question 2: who it is about. */
export const SUBJECTS = ["me", "witness", "helping"] as const;
/** Question 3: can someone check this phone. */
export const PHONE_CHECKED = ["yes", "no", "unsure"] as const;
/** Question 4, several: what is happening. */
export const KINDS = [
  "pay",
  "work_safety",
  "recruiter_fraud",
  "housing",
  "family",
  "sexual_violence",
  "sexual_exploitation",
  "trafficking",
  "locked_in",
  "status_threats",
  "hate",
  "police",
  "child",
  "theft_fraud",
  "other",
  "unknown",
] as const;
/** Question 6: the last time. */
export const WHEN = ["today", "week", "month", "year", "before", "unknown"] as const;
/** Question 6, second part: is it still happening. */
export const STILL = ["yes", "no", "unknown"] as const;
/** Question 7, several: who is doing it. */
export const ACCUSED = [
  "employer",
  "agency",
  "consultant",
  "landlord",
  "partner_family",
  "police",
  "city_service",
  "other",
  "unknown",
] as const;
/** Question 9, several. */
export const SIGNS = [
  "cannot_leave",
  "papers_taken",
  "phone_taken",
  "pay_withheld",
  "threats",
  "hurt",
  "forced_sex",
  "weapon",
] as const;
/** Question 10: is a child hurt or in danger. */
export const CHILD = ["yes", "no", "unknown"] as const;
/** Question 11, several: what would help. */
export const HELP = ["rights", "talk", "safe_place", "make_it_stop", "just_so_you_know"] as const;
/** Question 12, several: whom we may tell. `ask_first` is the default and stands alone. */
export const CONSENT = ["ask_first", "support", "labour_housing", "police"] as const;
/** Question 13: when the person may come back. */
export const COME_BACK = ["days", "week", "unknown"] as const;
/** BCP 47 tags. */
export const LANGUAGES = [
  "fr",
  "en",
  "es",
  "ht",
  "ar",
  "bn",
  "pa",
  "hi",
  "zh-Hans",
  "pt",
  "vi",
  "fa",
  "tl",
  "ta",
  "ur",
] as const;
/** What an envelope carries. */
export const ENVELOPE_TYPES = ["first", "message", "withdrawal", "rekey"] as const;
/**
 * What was done to an attachment before it was sealed: what tells of device and place was taken out; nothing was done;
 * kept as it was, for evidence, beside the cleaned copy that is the file before it; recorded on the page itself.
 */
export const ATTACHMENT_STATES = ["cleaned", "uncleaned", "original", "recorded"] as const;

export const DESK_GENERAL = 1;
export const DESK_RESTRICTED = 2;

export type AttachmentState = (typeof ATTACHMENT_STATES)[number];
export type Danger = (typeof DANGER)[number];
export type Subject = (typeof SUBJECTS)[number];
export type PhoneChecked = (typeof PHONE_CHECKED)[number];
export type Kind = (typeof KINDS)[number];
export type When = (typeof WHEN)[number];
export type Still = (typeof STILL)[number];
export type Accused = (typeof ACCUSED)[number];
export type Sign = (typeof SIGNS)[number];
export type Child = (typeof CHILD)[number];
export type Help = (typeof HELP)[number];
export type Consent = (typeof CONSENT)[number];
export type ComeBack = (typeof COME_BACK)[number];
export type Language = (typeof LANGUAGES)[number];
export type EnvelopeType = (typeof ENVELOPE_TYPES)[number];

/** The answers of a first report. A question that was skipped is absent, or an empty list or text. */
export interface Answers {
  readonly danger: Danger;
  readonly subject: Subject;
  readonly phoneChecked?: PhoneChecked;
  readonly kinds: readonly Kind[];
  readonly narrative: string;
  readonly when?: When;
  readonly still?: Still;
  readonly accused: readonly Accused[];
  readonly accusedName: string;
  readonly place: string;
  readonly signs: readonly Sign[];
  readonly child?: Child;
  readonly help: readonly Help[];
  readonly consent: readonly Consent[];
  readonly comeBack?: ComeBack;
  readonly language: Language;
  /** "I wrote before": an optional note to officers. */
  readonly wroteBefore: boolean;
}

/** The routing slip: what the desk and level rules need, and nothing else. */
export interface Slip {
  readonly type: EnvelopeType;
  readonly danger: Danger;
  readonly kinds: readonly Kind[];
  readonly when?: When;
  readonly still?: Still;
  readonly accused: readonly Accused[];
  readonly signs: readonly Sign[];
  readonly child?: Child;
  readonly desk: number;
  readonly language: Language;
  /** A helper filled the form in beside the person. */
  readonly assisted: boolean;
}

/**
 * The desk that may read a report. Whoever works beside the accused must not: police and city services go to the
 * restricted desk, whether they were named as who does it (question 7) or as what happens (question 4).
 * See decisions/0002.
 */
export function deskFor(answers: Pick<Answers, "accused" | "kinds">): number {
  const restricted =
    answers.accused.includes("police") || answers.accused.includes("city_service") || answers.kinds.includes("police");
  return restricted ? DESK_RESTRICTED : DESK_GENERAL;
}

/** The slip of a first report. */
export function slipOf(answers: Answers): Slip {
  const { danger, kinds, when, still, accused, signs, child, language } = answers;
  return {
    type: "first",
    danger,
    kinds,
    ...(when && { when }),
    ...(still && { still }),
    accused,
    signs,
    ...(child && { child }),
    desk: deskFor(answers),
    language,
    assisted: answers.subject === "helping",
  };
}

/** The shape of the console's texts. French is written first and sets the keys; a key that another language lacks fails the types. */
import type {
  ACCUSED,
  Answers,
  CHILD,
  COME_BACK,
  CONSENT,
  DANGER,
  ENVELOPE_TYPES,
  HELP,
  KINDS,
  LANGUAGES,
  PHONE_CHECKED,
  SIGNS,
  STILL,
  SUBJECTS,
  WHEN,
} from "../../../security/index.ts";
import type { french } from "./fr.ts";

type Labels<Words extends readonly string[]> = Readonly<Record<Words[number], string>>;

export interface VocabularyLabels {
  readonly danger: Labels<typeof DANGER>;
  readonly subject: Labels<typeof SUBJECTS>;
  readonly phoneChecked: Labels<typeof PHONE_CHECKED>;
  readonly kind: Labels<typeof KINDS>;
  readonly when: Labels<typeof WHEN>;
  readonly still: Labels<typeof STILL>;
  readonly accused: Labels<typeof ACCUSED>;
  readonly sign: Labels<typeof SIGNS>;
  readonly child: Labels<typeof CHILD>;
  readonly help: Labels<typeof HELP>;
  readonly consent: Labels<typeof CONSENT>;
  readonly comeBack: Labels<typeof COME_BACK>;
  readonly type: Labels<typeof ENVELOPE_TYPES>;
  readonly language: Labels<typeof LANGUAGES>;
  /** A short form of each question, for a dense page. */
  readonly question: Readonly<Record<keyof Answers, string>>;
}

/** Literal texts become `string`, functions keep their parameters. */
type Texts<T> = T extends string
  ? string
  : T extends (...values: infer A) => string
    ? (...values: A) => string
    : { readonly [K in keyof T]: Texts<T[K]> };

export type Screens = Texts<typeof french>;

export interface Catalog extends Screens {
  readonly words: VocabularyLabels;
}

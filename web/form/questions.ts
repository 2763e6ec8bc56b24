/**
 * The thirteen questions, as data: another city changes this file and the catalogs, and no code. What must never be asked
 * is held against this file by test/web/form/neverAsked.unit.test.ts.
 */
import {
  ACCUSED,
  ACCUSED_NAME_MAX_BYTES,
  CHILD,
  COME_BACK,
  CONSENT,
  DANGER,
  HELP,
  KINDS,
  NARRATIVE_MAX_BYTES,
  PHONE_CHECKED,
  PLACE_MAX_BYTES,
  SIGNS,
  STILL,
  SUBJECTS,
  WHEN,
} from "../../security/index.ts";
import type { Key } from "./texts.ts";

export interface Choice {
  readonly value: string;
  readonly text: Key;
  readonly hint?: Key;
}

/** The names are those of the report's answers. */
export type OneName = "danger" | "subject" | "phoneChecked" | "when" | "still" | "child" | "comeBack";
export type SeveralName = "kinds" | "accused" | "signs" | "help" | "consent";
export type TextName = "narrative" | "accusedName" | "place";
export type FieldName = OneName | SeveralName | TextName;

interface FieldBase {
  /** Names the field where the question's own heading does not. */
  readonly label?: Key;
  /** The heading says it already: for screen readers only. */
  readonly labelHidden?: boolean;
  readonly hint?: Key;
  /** Also told to the triage worker, in the routing slip. */
  readonly inSlip: boolean;
}
export interface OneField extends FieldBase {
  readonly type: "one";
  readonly name: OneName;
  readonly choices: readonly Choice[];
}
export interface SeveralField extends FieldBase {
  readonly type: "several";
  readonly name: SeveralName;
  readonly choices: readonly Choice[];
  /** An answer that excludes the others. */
  readonly alone?: string;
}
export interface TextField extends FieldBase {
  readonly type: "text";
  readonly name: TextName;
  readonly label: Key;
  /** In UTF-8, as it is sealed. */
  readonly maxBytes: number;
  readonly rows: number;
}
export type Field = OneField | SeveralField | TextField;

export type QuestionId =
  | "danger"
  | "subject"
  | "phone"
  | "kinds"
  | "narrative"
  | "when"
  | "accused"
  | "place"
  | "signs"
  | "child"
  | "help"
  | "consent"
  | "comeBack";

export interface Question {
  readonly id: QuestionId;
  readonly title: Key;
  /** Why it is asked, in one line. */
  readonly why: Key;
  readonly required: boolean;
  /** Said before the question is asked. */
  readonly first?: Key;
  /** The answer to which the page replies at once with emergency numbers. */
  readonly urgent?: string;
  readonly fields: readonly Field[];
}

/** Every word of a vocabulary as a choice: the compiler refuses one that has no text. */
function choices<N extends FieldName, V extends string>(
  name: N,
  values: readonly (`a.${N}.${V}` extends Key ? V : never)[],
  hints?: Readonly<Partial<Record<V, Key>>>,
): readonly Choice[] {
  return values.map((value) => {
    const text = `a.${name}.${value}` as Key;
    const hint = hints?.[value];
    return hint === undefined ? { value, text } : { value, text, hint };
  });
}

/** An answer of the page only, so that nobody is stuck: on the wire it is an empty list. */
const UNKNOWN = "unknown";

export const QUESTIONS: readonly Question[] = [
  {
    id: "danger",
    title: "q.danger.title",
    why: "q.danger.why",
    required: true,
    urgent: "now",
    fields: [{ type: "one", name: "danger", choices: choices("danger", DANGER), inSlip: true }],
  },
  {
    id: "subject",
    title: "q.subject.title",
    why: "q.subject.why",
    required: true,
    fields: [
      {
        type: "one",
        name: "subject",
        choices: choices("subject", SUBJECTS, { helping: "a.subject.helping.hint" }),
        inSlip: false,
      },
    ],
  },
  {
    id: "phone",
    title: "q.phone.title",
    why: "q.phone.why",
    required: false,
    fields: [{ type: "one", name: "phoneChecked", choices: choices("phoneChecked", PHONE_CHECKED), inSlip: false }],
  },
  {
    id: "kinds",
    title: "q.kinds.title",
    why: "q.kinds.why",
    required: true,
    fields: [
      {
        type: "several",
        name: "kinds",
        choices: choices("kinds", KINDS, {
          status_threats: "a.kinds.status_threats.hint",
          hate: "a.kinds.hate.hint",
        }),
        inSlip: true,
      },
    ],
  },
  {
    id: "narrative",
    title: "q.narrative.title",
    why: "q.narrative.why",
    required: false,
    fields: [
      {
        type: "text",
        name: "narrative",
        label: "f.narrative",
        hint: "q.narrative.hint",
        maxBytes: NARRATIVE_MAX_BYTES,
        rows: 9,
        inSlip: false,
      },
    ],
  },
  {
    id: "when",
    title: "q.when.title",
    why: "q.when.why",
    required: false,
    fields: [
      { type: "one", name: "when", label: "f.when", choices: choices("when", WHEN), inSlip: true },
      { type: "one", name: "still", label: "f.still", choices: choices("still", STILL), inSlip: true },
    ],
  },
  {
    id: "accused",
    title: "q.accused.title",
    why: "q.accused.why",
    required: false,
    fields: [
      {
        type: "several",
        name: "accused",
        label: "f.accused",
        labelHidden: true,
        choices: choices("accused", ACCUSED),
        inSlip: true,
      },
      {
        type: "text",
        name: "accusedName",
        label: "f.accusedName",
        hint: "f.accusedName.hint",
        maxBytes: ACCUSED_NAME_MAX_BYTES,
        rows: 1,
        inSlip: false,
      },
    ],
  },
  {
    id: "place",
    title: "q.place.title",
    why: "q.place.why",
    required: false,
    fields: [
      {
        type: "text",
        name: "place",
        label: "f.place",
        hint: "q.place.hint",
        maxBytes: PLACE_MAX_BYTES,
        rows: 3,
        inSlip: false,
      },
    ],
  },
  {
    id: "signs",
    title: "q.signs.title",
    why: "q.signs.why",
    required: false,
    fields: [
      { type: "several", name: "signs", choices: choices("signs", [...SIGNS, UNKNOWN]), alone: UNKNOWN, inSlip: true },
    ],
  },
  {
    id: "child",
    title: "q.child.title",
    why: "q.child.why",
    required: false,
    first: "q.child.first",
    fields: [{ type: "one", name: "child", choices: choices("child", CHILD), inSlip: true }],
  },
  {
    id: "help",
    title: "q.help.title",
    why: "q.help.why",
    required: false,
    fields: [
      { type: "several", name: "help", choices: choices("help", [...HELP, UNKNOWN]), alone: UNKNOWN, inSlip: false },
    ],
  },
  {
    id: "consent",
    title: "q.consent.title",
    why: "q.consent.why",
    required: false,
    fields: [
      { type: "several", name: "consent", choices: choices("consent", CONSENT), alone: "ask_first", inSlip: false },
    ],
  },
  {
    id: "comeBack",
    title: "q.comeBack.title",
    why: "q.comeBack.why",
    required: false,
    fields: [{ type: "one", name: "comeBack", choices: choices("comeBack", COME_BACK), inSlip: false }],
  },
];

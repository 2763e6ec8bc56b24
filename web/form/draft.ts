/** What has been typed so far. In memory only, and emptied when the person leaves. */
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
  STILL,
  SUBJECTS,
  WHEN,
  type Answers,
  type Language,
} from "../../security/index.ts";
import type { FieldName, OneName, SeveralName, TextName } from "./questions.ts";

export interface Draft {
  /** Answers as the page knows them: none, one, or several words; a text is one. */
  readonly values: Map<FieldName, readonly string[]>;
  wroteBefore: boolean;
  /** A helper has read the answers aloud and the person agrees. */
  readAloud: boolean;
}

export function newDraft(): Draft {
  return { values: new Map([["consent", ["ask_first"]]]), wroteBefore: false, readAloud: false };
}

export const valuesOf = (draft: Draft, name: FieldName): readonly string[] => draft.values.get(name) ?? [];
export const textOf = (draft: Draft, name: TextName | OneName): string => valuesOf(draft, name)[0] ?? "";

/** The answer to a question of one choice, if it is one of the words. */
export function oneOf<W extends string>(draft: Draft, name: OneName, words: readonly W[]): W | undefined {
  return words.find((word) => word === textOf(draft, name));
}

function someOf<W extends string>(draft: Draft, name: SeveralName, words: readonly W[]): W[] {
  return words.filter((word) => valuesOf(draft, name).includes(word));
}

/**
 * The answers to seal. Starred questions have been answered by then; should one not be, "unknown" and "me" are what an
 * officer can do most with. No consent at all means "ask me first".
 */
export function toAnswers(draft: Draft, language: Language): Answers {
  const phoneChecked = oneOf(draft, "phoneChecked", PHONE_CHECKED);
  const when = oneOf(draft, "when", WHEN);
  const still = oneOf(draft, "still", STILL);
  const child = oneOf(draft, "child", CHILD);
  const comeBack = oneOf(draft, "comeBack", COME_BACK);
  const consent = someOf(draft, "consent", CONSENT);
  return {
    danger: oneOf(draft, "danger", DANGER) ?? "unknown",
    subject: oneOf(draft, "subject", SUBJECTS) ?? "me",
    ...(phoneChecked && { phoneChecked }),
    kinds: someOf(draft, "kinds", KINDS),
    narrative: textOf(draft, "narrative").trim(),
    ...(when && { when }),
    ...(still && { still }),
    accused: someOf(draft, "accused", ACCUSED),
    accusedName: textOf(draft, "accusedName").trim(),
    place: textOf(draft, "place").trim(),
    signs: someOf(draft, "signs", SIGNS),
    ...(child && { child }),
    help: someOf(draft, "help", HELP),
    consent: consent.length === 0 || consent.includes("ask_first") ? ["ask_first"] : consent,
    ...(comeBack && { comeBack }),
    language,
    wroteBefore: draft.wroteBefore,
  };
}

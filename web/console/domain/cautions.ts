/**
 * What a reply should not hold: other cases, officers, what leads to the person, or leads away from the mailbox. A machine
 * reads letters and knows no meaning, so each is a caution: the officer looks again, and decides.
 */
import { fold, wordsOf } from "./fold.ts";

export type CautionKind = "officer" | "case" | "code" | "place" | "accused" | "phone" | "email" | "link";

export interface Caution {
  readonly kind: CautionKind;
  /** What was found, as it stands in the reply or as it is known. */
  readonly found: string;
}

/** What the console knows that a reply should not say. */
export interface Known {
  /** Names of the roster. */
  readonly officers: readonly string[];
  /** Aliases, two words each, of the cases that this console has seen. */
  readonly aliases: readonly string[];
  /** Where the report says it happens, and whom it accuses; empty where it does not. */
  readonly place: string;
  readonly accused: string;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const EMAIL = /[^\s@<>]+@[^\s@<>]+\.\p{L}{2,}/gu;
const LINK =
  /\b(?:https?:\/\/|www\.)\S+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|org|net|ca|qc|quebec|fr|info|gouv|gov|io|me|app|ly)\b(?:\/\S*)?/giu;
/** Digits with at most two separators between them, a plus before. */
const DIGITS = /\+?\d(?:[ .\-()/\u00a0\u202f]{0,2}\d)*/g;
/** Digits enough for a telephone, and more than any telephone has. */
const PHONE_MIN = 7;
const CODE_MIN = 16;
/** Four groups of three as a follow-up code is written: no telephone is. */
const CODE_GROUPS = /^\d{3}([ .\-\u00a0\u202f]+\d{3}){3,}/;
const DATE = /^(?:\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{4})$/;
/** Shorter names are words of too many languages. Letters. */
const NAME_PART_MIN = 4;

/** What to look at again, each thing once. */
export function cautionsOf(text: string, known: Known): Caution[] {
  const words = ` ${wordsOf(text).join(" ")} `;
  const holds = (phrase: string): boolean => {
    const looked = wordsOf(phrase).join(" ");
    return looked !== "" && words.includes(` ${looked} `);
  };
  const all: Caution[] = [
    ...known.officers
      .flatMap((name) => nameIn(text, name, holds))
      .map((found) => ({ kind: "officer" as const, found })),
    ...known.aliases.filter(holds).map((found) => ({ kind: "case" as const, found })),
    ...matches(text, UUID).map((found) => ({ kind: "case" as const, found })),
    ...numbersIn(text),
    ...quoted("place", known.place, holds),
    ...quoted("accused", known.accused, holds),
    ...matches(text, EMAIL).map((found) => ({ kind: "email" as const, found })),
    ...matches(text.replace(EMAIL, " "), LINK).map((found) => ({ kind: "link" as const, found })),
  ];
  const seen = new Set<string>();
  return all.filter(({ kind, found }) => !seen.has(`${kind} ${found}`) && seen.add(`${kind} ${found}`));
}

const matches = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

/** The whole name, or a part of it that is written as a name: in capitals at its head, where the script has any. */
function nameIn(text: string, name: string, holds: (phrase: string) => boolean): string[] {
  if (holds(name)) return [name];
  const asNames = new Set((text.match(/[\p{Lu}\p{Lo}][\p{L}\p{M}]*/gu) ?? []).map(fold));
  return wordsOf(name)
    .filter((part) => part.length >= NAME_PART_MIN && asNames.has(part))
    .slice(0, 1);
}

function quoted(kind: "place" | "accused", phrase: string, holds: (phrase: string) => boolean): Caution[] {
  const long = wordsOf(phrase).join("").length >= NAME_PART_MIN;
  return long && holds(phrase) ? [{ kind, found: phrase.trim() }] : [];
}

function numbersIn(text: string): Caution[] {
  return matches(digitsOf(text), DIGITS).flatMap((run): Caution[] => {
    const found = run.trim();
    const count = found.replace(/\D/g, "").length;
    if (count < PHONE_MIN || DATE.test(found)) return [];
    return [{ kind: count >= CODE_MIN || CODE_GROUPS.test(found) ? "code" : "phone", found }];
  });
}

/** Digits of every script as 0 to 9; everything else as it stands. */
const digitsOf = (text: string): string => text.replace(/\p{Nd}/gu, fold);

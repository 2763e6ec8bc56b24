/**
 * What an officer did with a case: the content of an entry of kind `action`. Every one fits the shortest entry, so that its
 * length does not tell it from another.
 *
 *     { 0: code, … }      what stands beside the code: see `CODES`
 */
import { exactly, U16_MAX, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import type { Level } from "./levels.ts";
import {
  ACTION_REASON_MAX_BYTES,
  ACTION_TEXT_MAX_BYTES,
  LABEL_MAX_BYTES,
  OBJECT_ID_BYTES,
  OFFICER_ID_BYTES,
  SLIP_COUNT_MAX,
} from "./limits.ts";

/** What can be ticked off; numbers are on the wire, so they are never used again. */
export const CHECKLIST = { safety: 1, child: 2, interpreter: 3, consent: 4, evidence: 5, referral: 6 } as const;
export type ChecklistItem = keyof typeof CHECKLIST;

/** How a case ended; numbers are on the wire, so they are never used again. */
export const OUTCOMES = {
  helped: 1,
  referred: 2,
  withdrawn: 3,
  noAnswer: 4,
  notForUs: 5,
  duplicate: 6,
  other: 7,
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** Outcomes that say nothing without a text: to whom, of which case, what. */
const OUTCOMES_WITH_TEXT: readonly Outcome[] = ["referred", "duplicate", "other"];
export const outcomeNeedsText = (outcome: Outcome): boolean => OUTCOMES_WITH_TEXT.includes(outcome);

/** How many items of a case have each level by their slips: of level 0, 1, 2, 3. Each at most 65 535. */
export type SlipCounts = readonly [number, number, number, number];
const LEVELS = 4;

export type Action =
  /** Passed the warning and read it, for the first time. */
  | { readonly code: "opened" }
  | { readonly code: "claimed" }
  /** Gave it back, with a word for whoever takes it up or without. */
  | { readonly code: "released"; readonly text?: string }
  /** A free word by which officers find a case again. */
  | { readonly code: "labelled" | "unlabelled"; readonly label: string }
  /** With another case of the same desk: its uuid, 16 bytes. */
  | { readonly code: "linked" | "unlinked"; readonly caseId: Uint8Array }
  | { readonly code: "ticked" | "unticked"; readonly item: ChecklistItem }
  /**
   * Set the level. `slips` are those the officer had seen: what comes later counts anew. Lowering without a reason explains
   * nothing to any console. `alone`: why no colleague read along where one should have, as below.
   */
  | {
      readonly code: "levelled";
      readonly level: Level;
      readonly reason?: string;
      readonly slips: SlipCounts;
      readonly alone?: string;
    }
  | { readonly code: "closed"; readonly outcome: Outcome; readonly text?: string; readonly alone?: string }
  | { readonly code: "reopened"; readonly text?: string }
  /** To another officer of the desk. */
  | { readonly code: "handedOver"; readonly officerId: Uint8Array; readonly text?: string }
  /** Asks a colleague to read along before the case is closed or lowered, and: has read along, and agrees. */
  | { readonly code: "secondAsked" | "secondRead"; readonly text?: string }
  /** Stepped back, because they know somebody in it; and: a lead lets that officer come back. */
  | { readonly code: "recused"; readonly text?: string }
  | { readonly code: "returned"; readonly officerId: Uint8Array; readonly text?: string }
  /** Moved it to another desk: written on the one that it left. */
  | { readonly code: "moved"; readonly to: number; readonly reason: string };
export type ActionCode = Action["code"];

/** On the wire, so numbers are never used again. */
const CODES: Readonly<Record<ActionCode, number>> = {
  opened: 1,
  claimed: 2,
  released: 3, // { 1?: text }
  labelled: 4, // { 1: text }
  unlabelled: 5, // { 1: text }
  linked: 6, // { 1: case id }
  unlinked: 7, // { 1: case id }
  ticked: 8, // { 1: number of the item }
  unticked: 9, // { 1: number of the item }
  levelled: 10, // { 1: level, 2?: reason, 3: [ how many items of level 0, 1, 2, 3 ], 4?: why alone }
  closed: 11, // { 1: number of the outcome, 2?: text, 3?: why alone }
  reopened: 12, // { 1?: text }
  handedOver: 13, // { 1: officer id, 2?: text }
  secondAsked: 14, // { 1?: text }
  secondRead: 15, // { 1?: text }
  recused: 16, // { 1?: text }
  returned: 17, // { 1: officer id, 2?: text }
  moved: 18, // { 1: desk, 2: reason }
};
const CODE_MAX = 18;
const DETAIL = 1;
/** Where something else is the detail. */
const TEXT = 2;

/** A label as it is written and compared: Unicode form C, one space between words, none around. */
export function normalizeLabel(typed: string): string {
  return typed.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}

/** Whether a text can be a label: normal, 1 to 100 bytes of UTF-8, without control characters. */
export function isLabel(text: string): boolean {
  return text !== "" && text === normalizeLabel(text) && !/\p{Cc}/u.test(text) && utf8(text).length <= LABEL_MAX_BYTES;
}

/**
 * @throws SecurityError `out_of_range` for a label that is none, an empty text, an outcome that lacks its text, a count that
 * is none, or an id that is not 16 bytes; `too_long`
 */
export function encodeAction(action: Action): Uint8Array {
  const fields = [CODES[action.code], ...fieldsOf(action)];
  return encodeCbor(new Map(fields.flatMap((value, key) => (value === undefined ? [] : [[key, value]]))));
}

/** What stands under 1, 2 …, in this order. */
function fieldsOf(action: Action): readonly (CborValue | undefined)[] {
  switch (action.code) {
    case "opened":
    case "claimed":
      return [];
    case "released":
    case "reopened":
    case "secondAsked":
    case "secondRead":
    case "recused":
      return [textOf(action.text)];
    case "labelled":
    case "unlabelled":
      if (!isLabel(action.label)) throw new SecurityError("out_of_range", "not a label");
      return [action.label];
    case "linked":
    case "unlinked":
      return [exactly(action.caseId, OBJECT_ID_BYTES, "case id")];
    case "levelled": {
      const { level, reason, slips, alone } = action;
      if (!slips.every(isSlipCount)) throw new SecurityError("out_of_range", "not a count of slips");
      return [level, textOf(reason), [...slips], textOf(alone, ACTION_REASON_MAX_BYTES)];
    }
    case "closed": {
      const { outcome, text, alone } = action;
      if (text === undefined && outcomeNeedsText(outcome)) throw new SecurityError("out_of_range", "it needs a text");
      return [OUTCOMES[outcome], textOf(text), textOf(alone, ACTION_REASON_MAX_BYTES)];
    }
    case "moved": {
      const { to, reason } = action;
      if (!isDesk(to)) throw new SecurityError("out_of_range", "not a desk");
      return [to, textOf(reason)];
    }
    case "handedOver":
    case "returned":
      return [exactly(action.officerId, OFFICER_ID_BYTES, "officer id"), textOf(action.text)];
    default:
      return [CHECKLIST[action.item]];
  }
}

function textOf(text: string | undefined, maxBytes = ACTION_TEXT_MAX_BYTES): string | undefined {
  if (text?.trim() === "") throw new SecurityError("out_of_range", "a word says something");
  if (text !== undefined && utf8(text).length > maxBytes)
    throw new SecurityError("too_long", `at most ${maxBytes} bytes`);
  return text;
}

const isDesk = (id: number): boolean => Number.isInteger(id) && id >= 1 && id <= U16_MAX;

const isSlipCount = (count: CborValue): count is number =>
  typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= SLIP_COUNT_MAX;

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseAction(content: Uint8Array): Action {
  const reader = CborReader.parse(content);
  const number = reader.uint(0, CODE_MAX, 1);
  const code = (Object.keys(CODES) as ActionCode[]).find((each) => CODES[each] === number) as ActionCode;
  const action = readAction(reader, code);
  reader.end();
  return action;
}

function readAction(reader: CborReader, code: ActionCode): Action {
  switch (code) {
    case "opened":
    case "claimed":
      return { code };
    case "released":
    case "reopened":
    case "secondAsked":
    case "secondRead":
    case "recused":
      return { code, ...optional("text", readText(reader, DETAIL)) };
    case "labelled":
    case "unlabelled":
      return { code, label: readLabel(reader) };
    case "linked":
    case "unlinked":
      return { code, caseId: reader.bytes(DETAIL, OBJECT_ID_BYTES) };
    case "levelled": {
      const level = reader.uint(DETAIL, LEVELS - 1) as Level;
      const reason = optional("reason", readText(reader, TEXT));
      return { code, level, ...reason, slips: readSlips(reader), ...readAlone(reader, 4) };
    }
    case "closed": {
      const outcome = nameOf(OUTCOMES, reader);
      const text = readText(reader, TEXT);
      if (text === undefined && outcomeNeedsText(outcome)) throw new SecurityError("malformed", "it needs a text");
      return { code, outcome, ...optional("text", text), ...readAlone(reader, 3) };
    }
    case "moved": {
      const to = reader.uint(DETAIL, U16_MAX, 1);
      const reason = readText(reader, TEXT);
      if (reason === undefined) throw new SecurityError("malformed", "it needs a reason");
      return { code, to, reason };
    }
    case "handedOver":
    case "returned":
      return { code, officerId: reader.bytes(DETAIL, OFFICER_ID_BYTES), ...optional("text", readText(reader, TEXT)) };
    default:
      return { code, item: nameOf(CHECKLIST, reader) };
  }
}

/** A field that is left out where nothing was said. */
function optional<Key extends string>(key: Key, text: string | undefined): { readonly [K in Key]?: string } {
  return (text === undefined ? {} : { [key]: text }) as { readonly [K in Key]?: string };
}

function readText(reader: CborReader, key: number, maxBytes = ACTION_TEXT_MAX_BYTES): string | undefined {
  if (!reader.has(key)) return undefined;
  const text = reader.text(key, maxBytes);
  if (text.trim() === "") throw new SecurityError("malformed", "a word that says nothing");
  return text;
}

const readAlone = (reader: CborReader, key: number): { readonly alone?: string } =>
  optional("alone", readText(reader, key, ACTION_REASON_MAX_BYTES));

function readLabel(reader: CborReader): string {
  const label = reader.text(DETAIL, LABEL_MAX_BYTES);
  if (!isLabel(label)) throw new SecurityError("malformed", "not a label");
  return label;
}

function readSlips(reader: CborReader): SlipCounts {
  const counts = reader.array(3, LEVELS);
  if (counts.length !== LEVELS || !counts.every(isSlipCount)) throw new SecurityError("malformed", "four counts");
  return counts as unknown as SlipCounts;
}

/** The word that a number of a closed list stands for. */
function nameOf<Word extends string>(numbers: Readonly<Record<Word, number>>, reader: CborReader): Word {
  const number = reader.uint(DETAIL);
  const word = (Object.keys(numbers) as Word[]).find((each) => numbers[each] === number);
  if (word === undefined) throw new SecurityError("malformed", "a number that stands for nothing");
  return word;
}

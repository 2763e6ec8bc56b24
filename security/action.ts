/**
 * What an officer did with a case: the content of an entry of kind `action`. Every one fits the shortest entry, so that its
 * length does not tell it from another.
 *
 *     { 0: code, … }      what stands beside the code: see `CODES`
 */
import { exactly, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { ACTION_TEXT_MAX_BYTES, LABEL_MAX_BYTES, OBJECT_ID_BYTES } from "./limits.ts";

/** What can be ticked off; numbers are on the wire, so they are never used again. */
export const CHECKLIST = { safety: 1, child: 2, interpreter: 3, consent: 4, evidence: 5, referral: 6 } as const;
export type ChecklistItem = keyof typeof CHECKLIST;

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
  | { readonly code: "ticked" | "unticked"; readonly item: ChecklistItem };
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
};
const CODE_MAX = 9;
const DETAIL = 1;

/** A label as it is written and compared: Unicode form C, one space between words, none around. */
export function normalizeLabel(typed: string): string {
  return typed.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}

/** Whether a text can be a label: normal, 1 to 100 bytes of UTF-8, without control characters. */
export function isLabel(text: string): boolean {
  return text !== "" && text === normalizeLabel(text) && !/\p{Cc}/u.test(text) && utf8(text).length <= LABEL_MAX_BYTES;
}

/** @throws SecurityError `out_of_range` for a label that is none, an empty text, or a case id that is not 16 bytes; `too_long` */
export function encodeAction(action: Action): Uint8Array {
  const detail = detailOf(action);
  const code: [number, CborValue] = [0, CODES[action.code]];
  return encodeCbor(new Map(detail === undefined ? [code] : [code, [DETAIL, detail]]));
}

function detailOf(action: Action): CborValue | undefined {
  switch (action.code) {
    case "opened":
    case "claimed":
      return undefined;
    case "released":
      if (action.text === undefined) return undefined;
      if (action.text.trim() === "") throw new SecurityError("out_of_range", "a word says something");
      if (utf8(action.text).length > ACTION_TEXT_MAX_BYTES) throw new SecurityError("too_long", "2 000 bytes at most");
      return action.text;
    case "labelled":
    case "unlabelled":
      if (!isLabel(action.label)) throw new SecurityError("out_of_range", "not a label");
      return action.label;
    case "linked":
    case "unlinked":
      return exactly(action.caseId, OBJECT_ID_BYTES, "case id");
    default:
      return CHECKLIST[action.item];
  }
}

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
      return reader.has(DETAIL) ? { code, text: readText(reader) } : { code };
    case "labelled":
    case "unlabelled":
      return { code, label: readLabel(reader) };
    case "linked":
    case "unlinked":
      return { code, caseId: reader.bytes(DETAIL, OBJECT_ID_BYTES) };
    default:
      return { code, item: readItem(reader) };
  }
}

function readText(reader: CborReader): string {
  const text = reader.text(DETAIL, ACTION_TEXT_MAX_BYTES);
  if (text.trim() === "") throw new SecurityError("malformed", "a word that says nothing");
  return text;
}

function readLabel(reader: CborReader): string {
  const label = reader.text(DETAIL, LABEL_MAX_BYTES);
  if (!isLabel(label)) throw new SecurityError("malformed", "not a label");
  return label;
}

function readItem(reader: CborReader): ChecklistItem {
  const number = reader.uint(DETAIL);
  const item = (Object.keys(CHECKLIST) as ChecklistItem[]).find((each) => CHECKLIST[each] === number);
  if (item === undefined) throw new SecurityError("malformed", "an item that no checklist has");
  return item;
}

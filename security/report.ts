/**
 * What a report says, as CBOR inside the payload; the first key of each content is its type.
 *
 *     first report   { 0: 0, 1: slip bstr, 2: answers map, 3: descriptor bstr 1312, 4?: manifest }
 *     later message  { 0: 1, 1: slip bstr, 2: mailbox id bstr 16, 3: text, 4?: manifest }
 *     withdrawal     { 0: 2, 1: slip bstr, 2: mailbox id bstr 16 }
 *     rekey          { 0: 3, 1: slip bstr, 2: mailbox id bstr 16, 3: new descriptor bstr 1312 }
 *
 * The manifest is there when the prefix names a stream of attachments, and only then.
 */
import { utf8 } from "./bytes.ts";
import { CborReader, type CborMap, type CborValue, encodeCbor } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import {
  ACCUSED_NAME_MAX_BYTES,
  ATTACHMENTS_MAX_FILES,
  DESCRIPTOR_BYTES,
  MAILBOX_ID_BYTES,
  MESSAGE_MAX_BYTES,
  NARRATIVE_MAX_BYTES,
  PLACE_MAX_BYTES,
} from "./limits.ts";
import { encodeManifest, parseManifest, type ManifestEntry } from "./manifest.ts";
import { encodeSlip, parseSlip } from "./slip.ts";
import {
  ACCUSED,
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
  type Answers,
  type EnvelopeType,
  type Slip,
} from "./vocabulary.ts";
import { optionalWord, readOptionalWord, readWord, readWords, wordNumber, wordNumbers } from "./words.ts";

export interface FirstContent {
  readonly type: "first";
  readonly slip: Slip;
  readonly answers: Answers;
  readonly descriptor: Uint8Array;
  readonly files?: readonly ManifestEntry[];
}

export interface MessageContent {
  readonly type: "message";
  readonly slip: Slip;
  readonly mailboxId: Uint8Array;
  readonly text: string;
  readonly files?: readonly ManifestEntry[];
}

/** The person takes the report back. */
export interface WithdrawalContent {
  readonly type: "withdrawal";
  readonly slip: Slip;
  readonly mailboxId: Uint8Array;
}

/** The person has a new code. */
export interface RekeyContent {
  readonly type: "rekey";
  readonly slip: Slip;
  /** Of the code that is given up. */
  readonly mailboxId: Uint8Array;
  /** Of the code that takes its place, 1312 bytes. */
  readonly descriptor: Uint8Array;
}

export type Content = FirstContent | MessageContent | WithdrawalContent | RekeyContent;

function fitting(text: string, maxBytes: number): string {
  if (utf8(text).length > maxBytes) throw new SecurityError("too_long", `at most ${maxBytes} bytes of UTF-8`);
  return text;
}

function encodeAnswers(a: Answers): CborMap {
  return new Map<number, CborValue>([
    [0, wordNumber(DANGER, a.danger)],
    [1, wordNumber(SUBJECTS, a.subject)],
    ...optionalWord(2, PHONE_CHECKED, a.phoneChecked),
    [3, wordNumbers(KINDS, a.kinds)],
    [4, fitting(a.narrative, NARRATIVE_MAX_BYTES)],
    ...optionalWord(5, WHEN, a.when),
    ...optionalWord(6, STILL, a.still),
    [7, wordNumbers(ACCUSED, a.accused)],
    [8, fitting(a.accusedName, ACCUSED_NAME_MAX_BYTES)],
    [9, fitting(a.place, PLACE_MAX_BYTES)],
    [10, wordNumbers(SIGNS, a.signs)],
    ...optionalWord(11, CHILD, a.child),
    [12, wordNumbers(HELP, a.help)],
    [13, wordNumbers(CONSENT, a.consent)],
    ...optionalWord(14, COME_BACK, a.comeBack),
    [15, wordNumber(LANGUAGES, a.language)],
    [16, a.wroteBefore],
  ]);
}

function readAnswers(reader: CborReader): Answers {
  const answers: Answers = {
    danger: readWord(reader, 0, DANGER),
    subject: readWord(reader, 1, SUBJECTS),
    ...readOptionalWord(reader, 2, PHONE_CHECKED, "phoneChecked"),
    kinds: readWords(reader, 3, KINDS),
    narrative: reader.text(4, NARRATIVE_MAX_BYTES),
    ...readOptionalWord(reader, 5, WHEN, "when"),
    ...readOptionalWord(reader, 6, STILL, "still"),
    accused: readWords(reader, 7, ACCUSED),
    accusedName: reader.text(8, ACCUSED_NAME_MAX_BYTES),
    place: reader.text(9, PLACE_MAX_BYTES),
    signs: readWords(reader, 10, SIGNS),
    ...readOptionalWord(reader, 11, CHILD, "child"),
    help: readWords(reader, 12, HELP),
    consent: readWords(reader, 13, CONSENT),
    ...readOptionalWord(reader, 14, COME_BACK, "comeBack"),
    language: readWord(reader, 15, LANGUAGES),
    wroteBefore: reader.bool(16),
  };
  reader.end();
  return answers;
}

/**
 * @throws SecurityError `too_long` for a text over its limit, `out_of_range` for a word outside the vocabulary; as
 *   `encodeManifest`
 */
export function encodeContent(content: Content): Uint8Array {
  return encodeCbor(
    new Map<number, CborValue>([
      [0, wordNumber(ENVELOPE_TYPES, content.type)],
      [1, encodeSlip(content.slip)],
      ...ownFields(content),
    ]),
  );
}

function ownFields(content: Content): [number, CborValue][] {
  if (content.type === "first") {
    return [[2, encodeAnswers(content.answers)], [3, content.descriptor], ...manifestField(content)];
  }
  const mailbox: [number, CborValue] = [2, content.mailboxId];
  if (content.type === "withdrawal") return [mailbox];
  if (content.type === "rekey") return [mailbox, [3, content.descriptor]];
  return [mailbox, [3, fitting(content.text, MESSAGE_MAX_BYTES)], ...manifestField(content)];
}

function manifestField({ files }: FirstContent | MessageContent): [number, CborValue][] {
  return files === undefined ? [] : [[4, encodeManifest(files)]];
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseContent(bytes: Uint8Array): Content {
  const reader = CborReader.parse(bytes);
  const type = readWord(reader, 0, ENVELOPE_TYPES);
  const slip = parseSlip(reader.bytes(1));
  const content = readOwnFields(reader, type, slip);
  reader.end();
  return content;
}

function readOwnFields(reader: CborReader, type: EnvelopeType, slip: Slip): Content {
  if (type === "first") {
    const answers = readAnswers(reader.map(2));
    return { type, slip, answers, descriptor: reader.bytes(3, DESCRIPTOR_BYTES), ...readManifest(reader) };
  }
  const mailboxId = reader.bytes(2, MAILBOX_ID_BYTES);
  if (type === "withdrawal") return { type, slip, mailboxId };
  if (type === "rekey") return { type, slip, mailboxId, descriptor: reader.bytes(3, DESCRIPTOR_BYTES) };
  return { type, slip, mailboxId, text: reader.text(3, MESSAGE_MAX_BYTES), ...readManifest(reader) };
}

function readManifest(reader: CborReader): { readonly files?: readonly ManifestEntry[] } {
  return reader.has(4) ? { files: parseManifest(reader.array(4, ATTACHMENTS_MAX_FILES)) } : {};
}

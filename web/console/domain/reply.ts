/** A reply to a reporter: measured while it is written, then signed and sealed part by part. */
import {
  encodeSentReply,
  MAILBOX_SLOTS,
  parseDescriptor,
  REPLY_TEXT_MAX_BYTES,
  sealReply,
  splitReply,
  toBase64Url,
  toHex,
  utf8,
  type DeskSecret,
  type KeyPair,
  type Primitives,
  type SentReply,
} from "../../../security/index.ts";
import type { SendRepliesRequest } from "../../../api/routes/replies/schema.ts";
import type { CaseCode } from "./codes.ts";
import { sealEntryTo } from "./writeEntry.ts";

/** A reply with more parts would push its own beginning out of the mailbox. */
const REPLY_PARTS_MAX = MAILBOX_SLOTS;

export interface ReplyMeasure {
  readonly parts: readonly string[];
  /** About how many more letters like those written go into the last part; `null` while nothing is written. */
  readonly lettersLeft: number | null;
  readonly fits: boolean;
}

/** White space around a reply is not sent. */
export function measureReply(text: string): ReplyMeasure {
  const parts = splitReply(text.trim());
  const last = parts.at(-1);
  return {
    parts,
    lettersLeft: last === undefined ? null : roomFor(last),
    fits: parts.length <= REPLY_PARTS_MAX,
  };
}

/**
 * A letter of French takes one byte or two, one of Bengali three, and its vowel signs as much again. So the room that is left
 * is told in letters like those of the part itself, rounded down: to tens where there are many.
 */
function roomFor(part: string): number {
  const bytes = utf8(part).length;
  const left = Math.floor(((REPLY_TEXT_MAX_BYTES - bytes) * lettersIn(part)) / bytes);
  return left > 100 ? left - (left % 10) : left;
}

/** Letters as people count them: signs that are written on a letter are no letters of their own. At least one. */
function lettersIn(text: string): number {
  return text.match(/[^\p{M}\p{Cf}]/gu)?.length ?? 1;
}

/** The number that the next reply to a mailbox gets, as far as the case tells: replies are counted from 1. */
export function nextSequence(replies: readonly SentReply[], mailboxId: Uint8Array): number {
  const mailbox = toHex(mailboxId);
  const used = replies.filter((reply) => toHex(reply.mailboxId) === mailbox).flatMap(({ sequences }) => sequences);
  return Math.max(0, ...used) + 1;
}

/**
 * The replies whose beginning or whole leaves the mailbox when parts `first`, `first` + 1 … come: it keeps eight. Whether
 * somebody has read them, nobody knows.
 */
export function repliesPushedOut<R extends SentReply>(
  replies: readonly R[],
  mailboxId: Uint8Array,
  { first, parts }: { readonly first: number; readonly parts: number },
): R[] {
  const mailbox = toHex(mailboxId);
  const gone = (sequence: number): boolean =>
    sequence > first - 1 - MAILBOX_SLOTS && sequence <= first + parts - 1 - MAILBOX_SLOTS;
  return replies.filter((reply) => toHex(reply.mailboxId) === mailbox && reply.sequences.some(gone));
}

export interface ReplyJob {
  readonly caseId: string;
  /** The code in use. */
  readonly code: CaseCode;
  /** The parts, in order: `measureReply(text).parts`. */
  readonly parts: readonly string[];
  readonly firstSequence: number;
  /** The desk's keys of the current epoch: replies are signed with them, the officers' copy is sealed to them. */
  readonly desk: DeskSecret;
  /** The entry's uuid. */
  readonly entryId: string;
  /** The case's newest entries: `CaseEntries.heads`. */
  readonly after: readonly Uint8Array[];
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
}

/**
 * Seals a reply for the reporter's mailbox and a signed copy for the officers of the desk. Nothing of the text is in the
 * result in the clear.
 * @throws SecurityError `too_long`, `out_of_range`
 */
export async function buildReply(p: Primitives, job: ReplyJob): Promise<SendRepliesRequest> {
  const { code, parts, firstSequence, desk, officer } = job;
  const { tokenHash } = parseDescriptor(code.descriptor);
  const sequences = parts.map((_, i) => firstSequence + i);
  const replies = await Promise.all(
    parts.map(async (text, i) => ({
      mailboxId: toBase64Url(code.mailboxId),
      tokenHash: toBase64Url(tokenHash),
      sequence: firstSequence + i,
      slot: toBase64Url(
        await sealReply(p, {
          descriptor: code.descriptor,
          sequence: firstSequence + i,
          deskId: desk.deskId,
          signing: desk.signing,
          text,
          part: i + 1,
          parts: parts.length,
        }),
      ),
    })),
  );
  const entry = await sealEntryTo(
    p,
    { deskId: desk.deskId, epoch: desk.epoch, deskKey: desk.sealing.publicKey },
    {
      caseId: job.caseId,
      id: job.entryId,
      after: job.after,
      officer,
      kind: "sentReply",
      content: encodeSentReply({ mailboxId: code.mailboxId, text: parts.join(""), sequences }),
    },
  );
  return { caseId: job.caseId, replies, entry };
}

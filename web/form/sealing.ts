/**
 * Everything that touches keys, as one script of its own: it is fetched while the person reads. The rest of the page asks
 * it in words and never holds a primitive.
 */
import {
  codeKeys,
  encodeMailboxRequest,
  encodePartBody,
  fromHex,
  newFollowUpCode,
  openMailbox,
  sealAttachments,
  sealFirstReport,
  sealLaterMessage,
  sealRekey,
  sealWithdrawal,
  verifyStatement,
  type Answers,
  type AttachmentInput,
  type AttachmentSealing,
  type CodeKeys,
  type Danger,
  type Language,
  type Reply,
  type Sealed,
  type SealedAttachments,
  type SeenStatement,
  type VerifiedStatement,
} from "../../security/index.ts";
import { noble } from "../../security/primitives/noble.ts";
import { UNIT } from "../shared/unit.ts";

/** A fresh follow-up code; also what practice shows. */
export const newCode = (): string => newFollowUpCode(noble);

/** @throws SecurityError `code_invalid` */
export const keysOf = (code: string): Promise<CodeKeys> => codeKeys(noble, code, fromHex(UNIT.unitId));

/** @throws SecurityError with the reason; then nothing may be sealed */
export const checkDirectory = (bytes: Uint8Array, today: number, seen?: SeenStatement): Promise<VerifiedStatement> =>
  verifyStatement(noble, bytes, UNIT, today, seen);

/** Starts sealing files, under ids of their own. @throws SecurityError when they do not fit one report */
export const sealFiles = (files: readonly AttachmentInput[]): AttachmentSealing => sealAttachments(noble, files);

/** The bytes to send for one part. */
export const partBody = encodePartBody;

/** Each call takes a new content key and new ids; those of the attachments where there are some. */
export const sealReport = (
  statement: VerifiedStatement,
  answers: Answers,
  keys: CodeKeys,
  attachments?: SealedAttachments,
): Promise<Sealed> => sealFirstReport(noble, statement, answers, keys, attachments);

export const sealMessage = (
  statement: VerifiedStatement,
  message: { readonly text: string; readonly danger: Danger; readonly language: Language; readonly desk: number },
  keys: CodeKeys,
  attachments?: SealedAttachments,
): Promise<Sealed> => sealLaterMessage(noble, statement, message, keys, attachments);

/** A new code in the place of the old one; without one, the report is taken back. */
export const sealChange = (
  statement: VerifiedStatement,
  route: { readonly language: Language; readonly desk: number },
  old: CodeKeys,
  fresh?: CodeKeys,
): Promise<Sealed> =>
  fresh ? sealRekey(noble, statement, route, { old, fresh }) : sealWithdrawal(noble, statement, route, old);

export const mailboxRequest = (keys: CodeKeys): Uint8Array => encodeMailboxRequest(keys);

export const readMailbox = (
  mailbox: Uint8Array,
  keys: CodeKeys,
  statement: VerifiedStatement,
): Promise<{ readonly replies: Reply[]; readonly refused: number }> => openMailbox(noble, mailbox, keys, statement);

/**
 * Everything that touches keys, as one script of its own: it is fetched while the person reads. The rest of the page asks
 * it in words and never holds a primitive.
 */
import {
  codeKeys,
  encodeMailboxRequest,
  fromHex,
  newFollowUpCode,
  openMailbox,
  sealFirstReport,
  sealLaterMessage,
  verifyStatement,
  type Answers,
  type CodeKeys,
  type Danger,
  type Language,
  type Reply,
  type Sealed,
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

/** Each call takes a new content key and new ids. */
export const sealReport = (statement: VerifiedStatement, answers: Answers, keys: CodeKeys): Promise<Sealed> =>
  sealFirstReport(noble, statement, answers, keys);

export const sealMessage = (
  statement: VerifiedStatement,
  message: { readonly text: string; readonly danger: Danger; readonly language: Language; readonly desk: number },
  keys: CodeKeys,
): Promise<Sealed> => sealLaterMessage(noble, statement, message, keys);

export const mailboxRequest = (keys: CodeKeys): Uint8Array => encodeMailboxRequest(keys);

export const readMailbox = (
  mailbox: Uint8Array,
  keys: CodeKeys,
  statement: VerifiedStatement,
): Promise<{ readonly replies: Reply[]; readonly refused: number }> => openMailbox(noble, mailbox, keys, statement);

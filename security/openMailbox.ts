/** Reading a mailbox with the follow-up code: which slots hold replies, and whether the unit signed them. */
import { equalBytes, fromUtf8 } from "./bytes.ts";
import type { CodeKeys } from "./codeKeys.ts";
import { SecurityError } from "./errors.ts";
import { hpkeOpen } from "./hpke.ts";
import { MAILBOX_BYTES, MAILBOX_SLOTS, MAILBOX_WRAPS, SLOT_BYTES, XCHACHA_NONCE_BYTES } from "./limits.ts";
import { unpad } from "./padding.ts";
import type { Primitives } from "./primitives/types.ts";
import { parseReplyPlaintext, replyInfo, replyMessage, signingKeyId, type ReplyHeader } from "./reply.ts";
import type { VerifiedStatement } from "./statement.ts";

export interface Reply extends ReplyHeader {
  /** The signing key of the desk epoch that signed it, 32 bytes. */
  readonly epochSigner: Uint8Array;
  readonly text: string;
}

type Keys = Pick<CodeKeys, "mailboxId" | "outerKey" | "reply">;

/**
 * Opens what a mailbox request brought back, 32 768 bytes. Replies come in order of their sequence numbers. `refused`
 * counts slots that were written for this mailbox (the outer layer opens), but whose inner layer, signature, signer or
 * numbers are wrong.
 * @throws SecurityError `malformed` for another length
 */
export async function openMailbox(
  p: Primitives,
  mailbox: Uint8Array,
  keys: Keys,
  statement: VerifiedStatement,
): Promise<{ readonly replies: Reply[]; readonly refused: number }> {
  if (mailbox.length !== MAILBOX_BYTES) throw new SecurityError("malformed", "not the length of a mailbox");
  const replies: Reply[] = [];
  let refused = 0;
  for (let slotIndex = 0; slotIndex < MAILBOX_SLOTS; slotIndex++) {
    const slot = mailbox.slice(slotIndex * SLOT_BYTES, (slotIndex + 1) * SLOT_BYTES);
    const outer = openOuter(p, slot, slotIndex, keys);
    if (outer === null) continue;
    const reply = await openInner(p, outer, keys, statement);
    if (reply) replies.push(reply);
    else refused++;
  }
  return { replies: replies.sort((a, b) => a.sequence - b.sequence), refused };
}

interface Outer {
  readonly sequence: number;
  readonly inner: Uint8Array;
}

/** The slot does not say its sequence number, so the reader tries those that would stand there. */
function openOuter(p: Primitives, slot: Uint8Array, slotIndex: number, { outerKey, mailboxId }: Keys): Outer | null {
  const nonce = slot.slice(0, XCHACHA_NONCE_BYTES);
  const sealed = slot.slice(XCHACHA_NONCE_BYTES);
  for (let wraps = 0; wraps < MAILBOX_WRAPS; wraps++) {
    const sequence = wraps * MAILBOX_SLOTS + slotIndex + 1;
    const inner = p.xchachaOpen(outerKey, nonce, sealed, replyInfo(mailboxId, sequence));
    if (inner) return { sequence, inner };
  }
  return null;
}

async function openInner(
  p: Primitives,
  { sequence, inner }: Outer,
  { reply: { secretKey }, mailboxId }: Keys,
  statement: VerifiedStatement,
): Promise<Reply | null> {
  const padded = await hpkeOpen(p, secretKey, replyInfo(mailboxId, sequence), inner);
  if (padded === null) return null;
  try {
    const { signature, keyId, signed, text, ...header } = parseReplyPlaintext(unpad(padded));
    if (header.sequence !== sequence) return null;
    const epochSigner = await signerOf(p, statement, header.deskId, keyId);
    if (!epochSigner || !p.ed25519Verify(signature, replyMessage(mailboxId, signed), epochSigner)) return null;
    return { ...header, epochSigner, text: fromUtf8(text) };
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}

/** The desk's signing key with this id, of this epoch or of an earlier one that the statement still lists. */
async function signerOf(
  p: Primitives,
  statement: VerifiedStatement,
  deskId: number,
  keyId: Uint8Array,
): Promise<Uint8Array | null> {
  const desk = statement.desks.find(({ id }) => id === deskId);
  if (!desk) return null;
  for (const key of [desk.signingKey, ...desk.earlierSigningKeys.map((earlier) => earlier.key)]) {
    if (equalBytes(await signingKeyId(p, key), keyId)) return key;
  }
  return null;
}

/**
 * The mailbox as the server sees it: an opaque request, a row key, and eight slots that look random whether or not
 * there is anything in them.
 *
 *     request      mailbox id 16 | token 32                     48 bytes
 *     answer       slot 0 | slot 1 | … | slot 7         8 × 4096 bytes
 */
import { concat, exactly, u8, utf8 } from "./bytes.ts";
import type { CodeKeys } from "./codeKeys.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  CHACHA_NONCE_BYTES,
  HASH_BYTES,
  MAILBOX_ID_BYTES,
  MAILBOX_REQUEST_BYTES,
  MAILBOX_SLOTS,
  SLOT_BYTES,
} from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

export function encodeMailboxRequest(keys: Pick<CodeKeys, "mailboxId" | "token">): Uint8Array {
  return exactly(concat(keys.mailboxId, keys.token), MAILBOX_REQUEST_BYTES, "a mailbox request");
}

/** @throws SecurityError `malformed` unless it is 48 bytes */
export function parseMailboxRequest(request: Uint8Array): { mailboxId: Uint8Array; token: Uint8Array } {
  if (request.length !== MAILBOX_REQUEST_BYTES) throw new SecurityError("malformed", "not a mailbox request");
  return { mailboxId: request.slice(0, MAILBOX_ID_BYTES), token: request.slice(MAILBOX_ID_BYTES) };
}

/**
 * HMAC(row secret, "abri/v1/mailbox-row" | mailbox id | token hash): the server's key for a mailbox's rows. An unknown
 * id and a wrong token are one miss.
 */
export function mailboxRowKey(
  p: Primitives,
  rowSecret: Uint8Array,
  mailboxId: Uint8Array,
  tokenHash: Uint8Array,
): Promise<Uint8Array> {
  exactly(rowSecret, 32, "the row secret");
  exactly(mailboxId, MAILBOX_ID_BYTES, "a mailbox id");
  exactly(tokenHash, HASH_BYTES, "a token hash");
  return p.hmacSha256(rowSecret, utf8(LABELS.mailboxRow), mailboxId, tokenHash);
}

/**
 * What stands in a slot that holds no reply, the same each time: ChaCha20 (RFC 8439, zero nonce, from block 1) under
 * HMAC(PRF key, "abri/v1/mailbox-prf" | mailbox id | slot u8). Returns 4096 bytes.
 */
export async function emptySlot(
  p: Primitives,
  prfKey: Uint8Array,
  mailboxId: Uint8Array,
  slotIndex: number,
): Promise<Uint8Array> {
  exactly(prfKey, 32, "the PRF key");
  exactly(mailboxId, MAILBOX_ID_BYTES, "a mailbox id");
  if (slotIndex >= MAILBOX_SLOTS) throw new SecurityError("out_of_range", "a mailbox has eight slots");
  const key = await p.hmacSha256(prfKey, utf8(LABELS.mailboxPrf), mailboxId, u8(slotIndex));
  const sealed = p.chachaSeal(key, new Uint8Array(CHACHA_NONCE_BYTES), new Uint8Array(SLOT_BYTES), new Uint8Array(0));
  return sealed.slice(0, SLOT_BYTES);
}

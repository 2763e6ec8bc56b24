/** The tag by which officers find the case of a later message, without the server learning which mailbox it belongs to. */
import { exactly, utf8 } from "./bytes.ts";
import { LABELS } from "./labels.ts";
import { MAILBOX_ID_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

/** The bytes of a desk's matching key. */
export const MATCHING_KEY_BYTES = 32;

/** HMAC-SHA256(matching key 32, label match | mailbox id 16): 32 bytes. */
export function matchTag(p: Primitives, matchingKey: Uint8Array, mailboxId: Uint8Array): Promise<Uint8Array> {
  exactly(matchingKey, MATCHING_KEY_BYTES, "matching key");
  return p.hmacSha256(matchingKey, utf8(LABELS.match), exactly(mailboxId, MAILBOX_ID_BYTES, "mailbox id"));
}

/**
 * What an officer's console records when it puts later items with the case they belong to: the content of an entry of kind
 * `attached`. For a rekey it is also what makes the new code the one that counts.
 *
 *     { 0: mailbox id 16, 1: [ envelope id 16 … ] }                         a later message, a withdrawal
 *     { …, 2: new mailbox id 16, 3: [ envelope id 16 … ] }                  a rekey: 3 is what the case held before
 *     { …, 4: case id 16 }                                                  the case that the items lay in
 *
 * Entries of the case named by 4 come along: they say their own case id, and this one says that they belong here now.
 */
import { exactly, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { ATTACHED_ITEMS_MAX, ENVELOPE_ID_BYTES, MAILBOX_ID_BYTES, OBJECT_ID_BYTES } from "./limits.ts";
import { MATCHING_KEY_BYTES } from "./matching.ts";
import type { Primitives } from "./primitives/types.ts";

export interface Attached {
  /** The mailbox of the case when the items came: the old one, for a rekey. */
  readonly mailboxId: Uint8Array;
  /** Envelope ids of what came, at least one. */
  readonly envelopeIds: readonly Uint8Array[];
  /** The uuid of the case that they lay in, 16 bytes, which is no more. */
  readonly from?: Uint8Array;
  readonly rekey?: {
    readonly newMailboxId: Uint8Array;
    /** Envelope ids of what was in the case by then: what the old code signed and is not among them, came after. */
    readonly before: readonly Uint8Array[];
  };
}

/** @throws SecurityError `out_of_range` for more than 2000 envelope ids, or none that came */
export function encodeAttached({ mailboxId, envelopeIds, from, rekey }: Attached): Uint8Array {
  if (envelopeIds.length === 0) throw new SecurityError("out_of_range", "something must have come");
  const map = new Map<number, CborValue>([
    [0, exactly(mailboxId, MAILBOX_ID_BYTES, "mailbox id")],
    [1, listOf(envelopeIds)],
  ]);
  if (rekey) {
    map.set(2, exactly(rekey.newMailboxId, MAILBOX_ID_BYTES, "new mailbox id"));
    map.set(3, listOf(rekey.before));
  }
  if (from) map.set(4, exactly(from, OBJECT_ID_BYTES, "case id"));
  return encodeCbor(map);
}

function listOf(ids: readonly Uint8Array[]): Uint8Array[] {
  if (ids.length > ATTACHED_ITEMS_MAX) throw new SecurityError("out_of_range", "too many envelope ids");
  return ids.map((id) => exactly(id, ENVELOPE_ID_BYTES, "envelope id"));
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseAttached(content: Uint8Array): Attached {
  const reader = CborReader.parse(content);
  const attached: Attached = {
    mailboxId: reader.bytes(0, MAILBOX_ID_BYTES),
    envelopeIds: readIds(reader, 1),
    ...(reader.has(2) && {
      rekey: { newMailboxId: reader.bytes(2, MAILBOX_ID_BYTES), before: readIds(reader, 3) },
    }),
    ...(reader.has(4) && { from: reader.bytes(4, OBJECT_ID_BYTES) }),
  };
  reader.end();
  if (attached.envelopeIds.length === 0) throw new SecurityError("malformed", "nothing came");
  return attached;
}

function readIds(reader: CborReader, key: number): Uint8Array[] {
  return reader.array(key, ATTACHED_ITEMS_MAX).map((id) => {
    if (!(id instanceof Uint8Array) || id.length !== ENVELOPE_ID_BYTES) {
      throw new SecurityError("malformed", "not an envelope id");
    }
    return id;
  });
}

/**
 * The id that the entry of a rekey has to have: the same for every rekey from one mailbox, so that a case can take one of
 * them and no other. HMAC-SHA256(matching key 32, label rekey-entry | old mailbox id 16)[0..16], with the marks of a UUID of
 * version 4 (RFC 9562), which it cannot be told from.
 */
export async function rekeyEntryId(
  p: Primitives,
  matchingKey: Uint8Array,
  oldMailboxId: Uint8Array,
): Promise<Uint8Array> {
  exactly(matchingKey, MATCHING_KEY_BYTES, "matching key");
  exactly(oldMailboxId, MAILBOX_ID_BYTES, "mailbox id");
  const id = (await p.hmacSha256(matchingKey, utf8(LABELS.rekeyEntry), oldMailboxId)).slice(0, OBJECT_ID_BYTES);
  id[6] = ((id[6] as number) & 0x0f) | 0x40;
  id[8] = ((id[8] as number) & 0x3f) | 0x80;
  return id;
}

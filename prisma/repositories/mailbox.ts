/**
 * Replies on their way to reporters. Rows carry no case, no officer, no day; a row key says nothing without the row
 * secret, which no database holds. Raw SQL: reads have to cost the same whether a mailbox exists or not.
 */
import { dbBytes } from "../values.ts";
import { MAILBOX_SLOTS, SLOT_BYTES } from "../../security/limits.ts";
import type { Database, Queryable } from "../client.ts";

/**
 * One query, eight rows, always; a row that is missing carries as many bytes over the wire as one that is there.
 * @param rowKey 32 bytes
 * @returns per slot its 4096 bytes, or null where no reply is
 */
export async function readSlots(db: Queryable, rowKey: Uint8Array): Promise<(Uint8Array | null)[]> {
  const rows = await db.$queryRaw<{ present: boolean; slot: Uint8Array }[]>`
    SELECT m.slot IS NOT NULL AS present, coalesce(m.slot, decode(repeat('00', ${SLOT_BYTES}::int), 'hex')) AS slot
    FROM generate_series(0, ${MAILBOX_SLOTS - 1}::int) AS i
    LEFT JOIN public.mailbox_slot m ON m.row_key = ${dbBytes(rowKey)} AND m.slot_index = i
    ORDER BY i`;
  return rows.map((row) => (row.present ? row.slot : null));
}

export interface NewReply {
  /** 32 bytes, HMAC(row secret, mailbox id | token hash) */
  rowKey: Uint8Array;
  /** 1 to 512; each reply of a mailbox takes a higher one than all before */
  sequence: number;
  /** 4096 bytes */
  slot: Uint8Array;
  /** leaves on the short tick: replies to cases of level 0 */
  urgent: boolean;
}

export type AddReplyResult = "added" | "same" | "sequence_taken";

/**
 * Puts a reply into the outbox; has to run in a transaction, which it serialises per mailbox.
 * @returns "same" when these very bytes were added under this sequence before, also after their release;
 * "sequence_taken" when another reply has this number or a higher one
 */
export async function addReply(tx: Queryable, reply: NewReply): Promise<AddReplyResult> {
  const rowKey = dbBytes(reply.rowKey);
  const slot = dbBytes(reply.slot);
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(encode(${rowKey}, 'hex'), 1))`;
  const newest = await tx.$queryRaw<{ sequence: number; same: boolean }[]>`
    SELECT sequence, digest = sha256(${slot}) AS same FROM public.outbox_reply
    WHERE row_key = ${rowKey} AND sequence >= ${reply.sequence}
    UNION ALL
    SELECT sequence, digest = sha256(${slot}) AS same FROM public.mailbox_slot
    WHERE row_key = ${rowKey} AND sequence >= ${reply.sequence}`;
  if (newest.length > 0) {
    return newest.some((row) => row.sequence === reply.sequence && row.same) ? "same" : "sequence_taken";
  }
  await tx.$executeRaw`
    INSERT INTO public.outbox_reply (row_key, sequence, slot, digest, urgent)
    VALUES (${rowKey}, ${reply.sequence}, ${slot}, sha256(${slot}), ${reply.urgent})`;
  return "added";
}

/**
 * Moves waiting replies to the slots where reporters find them: one statement, in random order, so that neither a
 * crash nor the rows' physical order shows which were written together. Of several replies for one slot the newest
 * stays; an older one never replaces a newer one.
 * @returns how many left the outbox
 */
export async function releaseReplies(db: Database, { urgentOnly }: { urgentOnly: boolean }): Promise<number> {
  const rows = await db.$queryRaw<{ moved: number }[]>`
    WITH taken AS (
      DELETE FROM public.outbox_reply WHERE urgent OR NOT ${urgentOnly}
      RETURNING row_key, ((sequence - 1) % ${MAILBOX_SLOTS}::int)::smallint AS slot_index, sequence, slot, digest
    ), newest AS (
      SELECT DISTINCT ON (row_key, slot_index) row_key, slot_index, sequence, slot, digest
      FROM taken
      ORDER BY row_key, slot_index, sequence DESC
    ), placed AS (
      INSERT INTO public.mailbox_slot (row_key, slot_index, sequence, slot, digest)
      SELECT row_key, slot_index, sequence, slot, digest
      FROM newest ORDER BY gen_random_uuid()
      ON CONFLICT (row_key, slot_index) DO UPDATE
        SET sequence = excluded.sequence, slot = excluded.slot, digest = excluded.digest
        WHERE mailbox_slot.sequence < excluded.sequence
    )
    SELECT count(*)::int AS moved FROM taken`;
  return rows[0]?.moved ?? 0;
}

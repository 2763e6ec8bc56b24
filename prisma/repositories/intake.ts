/** Sealed envelopes between the reporter's browser and the triage worker. Raw SQL: this is the one hot path. */
import { dateOfDay, dbBytes } from "../values.ts";
import { isUniqueViolation } from "../errors.ts";
import type { Queryable } from "../client.ts";

export interface NewEnvelope {
  /** 16 bytes, chosen by the reporter's browser */
  envelopeId: Uint8Array;
  /** 32 bytes, keyed hash of the envelope id */
  idMac: Uint8Array;
  /** 32 bytes, keyed hash of envelope and slip */
  bodyMac: Uint8Array;
  /** the last day on which the same bytes may still be sent again */
  keepUntilDay: number;
  envelope: Uint8Array;
  slip: Uint8Array;
}

export type StoreResult = "stored" | "same" | "id_reused";

/**
 * Stores an envelope once, however often and however concurrently it is sent, also after it has been triaged.
 * The receipt's unique key decides: whoever inserts it also inserts the envelope, in the same statement.
 * @returns "stored" | "same" (these bytes are stored, or were) | "id_reused" (this id came with other bytes)
 */
export async function storeEnvelope(db: Queryable, one: NewEnvelope): Promise<StoreResult> {
  if (await insertOnce(db, one)) return "stored";
  return (await receiptOf(db, one)) ?? "id_reused";
}

/** What became of an envelope that was sent before. @returns null when its id is not known */
export async function receiptOf(
  db: Queryable,
  { idMac, bodyMac }: Pick<NewEnvelope, "idMac" | "bodyMac">,
): Promise<"same" | "id_reused" | null> {
  const rows = await db.$queryRaw<{ same: boolean }[]>`
    SELECT body_mac = ${dbBytes(bodyMac)} AS same FROM public.intake_receipt WHERE id_mac = ${dbBytes(idMac)}`;
  if (rows[0] === undefined) return null;
  return rows[0].same ? "same" : "id_reused";
}

async function insertOnce(db: Queryable, one: NewEnvelope): Promise<boolean> {
  try {
    const rows = await db.$queryRaw<unknown[]>`
      WITH receipt AS (
        INSERT INTO public.intake_receipt (id_mac, body_mac, keep_until)
        VALUES (${dbBytes(one.idMac)}, ${dbBytes(one.bodyMac)}, ${dateOfDay(one.keepUntilDay)}::date)
        ON CONFLICT (id_mac) DO NOTHING
        RETURNING id_mac
      ), envelope AS (
        INSERT INTO public.intake_envelope (id, envelope, slip)
        SELECT ${dbBytes(one.envelopeId)}, ${dbBytes(one.envelope)}, ${dbBytes(one.slip)} FROM receipt
      )
      SELECT 1 FROM receipt`;
    return rows.length === 1;
  } catch (error) {
    // The id is stored under another keyed hash: the intake key was changed while it waited. Nothing was written.
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** @returns up to `limit` envelope ids (16 bytes) that wait for triage, in random order */
export async function listIntakeIds(db: Queryable, limit: number): Promise<Uint8Array[]> {
  const rows = await db.$queryRaw<{ id: Uint8Array }[]>`
    SELECT id FROM public.intake_envelope ORDER BY gen_random_uuid() LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** @param uploads 16 bytes each @returns those that an envelope in intake names, in its prefix from byte 128 */
export async function uploadsInIntake(db: Queryable, uploads: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const rows = await db.$queryRaw<{ upload: Uint8Array }[]>`
    SELECT DISTINCT substring(envelope FROM 129 FOR 16) AS upload FROM public.intake_envelope
    WHERE substring(envelope FROM 129 FOR 16) = ANY (${uploads.map(dbBytes)}::bytea[])`;
  return rows.map((row) => row.upload);
}

/**
 * Reads an envelope for triage and keeps other workers from it until the transaction ends.
 * The lock is an advisory one, because a row lock would need the right to change intake rows.
 * @returns null where another worker has it, or it is gone
 */
export async function takeIntake(
  tx: Queryable,
  id: Uint8Array,
): Promise<{ envelope: Uint8Array; slip: Uint8Array } | null> {
  const key = dbBytes(id);
  const lock = await tx.$queryRaw<{ got: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(encode(${key}, 'hex'), 0)) AS got`;
  if (lock[0]?.got !== true) return null;
  const rows = await tx.$queryRaw<{ envelope: Uint8Array; slip: Uint8Array }[]>`
    SELECT envelope, slip FROM public.intake_envelope WHERE id = ${key}`;
  return rows[0] ?? null;
}

/** Erases a triaged envelope and its slip; the receipt stays. @returns whether it was there */
export async function deleteIntake(tx: Queryable, id: Uint8Array): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM public.intake_envelope WHERE id = ${dbBytes(id)}`) === 1;
}

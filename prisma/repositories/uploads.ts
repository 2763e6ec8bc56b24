/** Parts of attachments between the reporter's browser and the worker that ties them to an envelope. Raw SQL throughout. */
import { dateOfDay, dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

/** In how many days after the one it came on an untied part may still be tied. */
const UPLOAD_KEPT_DAYS = 1;

export interface NewPart {
  /** 16 bytes, drawn by the reporter's browser */
  uploadId: Uint8Array;
  /** 0 to 127 */
  index: number;
  /** 262 208 bytes */
  bytes: Uint8Array;
  /** SHA-256 of `bytes` */
  digest: Uint8Array;
  /** days since 1970-01-01 UTC */
  day: number;
}

/**
 * Stores a part once, however often and however concurrently it is sent. Once it was tied to its envelope it is no longer
 * known here: sent again it is stored again, and deleted as what nobody names.
 * @returns "stored" | "same" | "reused" (this part of the upload is there with other bytes; those stay)
 */
export async function storePart(db: Queryable, part: NewPart): Promise<"stored" | "same" | "reused"> {
  const id = dbBytes(part.uploadId);
  const stored = await db.$executeRaw`
    INSERT INTO public.upload_part (upload_id, part_index, bytes, digest, day)
    VALUES (${id}, ${part.index}::smallint, ${dbBytes(part.bytes)}, ${dbBytes(part.digest)}, ${dateOfDay(part.day)}::date)
    ON CONFLICT (upload_id, part_index) DO NOTHING`;
  if (stored === 1) return "stored";
  const rows = await db.$queryRaw<{ same: boolean }[]>`
    SELECT digest = ${dbBytes(part.digest)} AS same FROM public.upload_part
    WHERE upload_id = ${id} AND part_index = ${part.index}::smallint`;
  // Gone between the two statements: tied to its envelope, so the upload was whole.
  return rows[0] === undefined || rows[0].same ? "same" : "reused";
}

/** How many parts wait to be tied, of all uploads together. */
export async function countParts(db: Queryable): Promise<number> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`SELECT count(part_index) AS count FROM public.upload_part`;
  return Number(rows[0]?.count ?? 0);
}

/**
 * Deletes the parts of abandoned uploads: of those that neither an envelope in intake names (its prefix does, from byte
 * 128) nor one that was triaged. What came on one day is there on the next, and gone the day after it.
 * @returns how many parts
 */
export async function purgeUploads(db: Queryable, today: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM public.upload_part u
    WHERE u.day < ${dateOfDay(today - UPLOAD_KEPT_DAYS)}::date
      AND NOT EXISTS (SELECT FROM public.attachment a WHERE a.upload_id = u.upload_id)
      AND NOT EXISTS (SELECT FROM public.intake_envelope e WHERE substring(e.envelope FROM 129 FOR 16) = u.upload_id)`;
}

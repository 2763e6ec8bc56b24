/** Parts of attachments between the reporter's browser and the worker that ties them to an envelope. */
import { dateOfDay, dbBytes } from "../values.ts";
import { uploadsInIntake } from "./intake.ts";
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
  const { index: partIndex } = part;
  const [uploadId, digest] = [dbBytes(part.uploadId), dbBytes(part.digest)];
  const { count } = await db.uploadPart.createMany({
    data: { uploadId, partIndex, bytes: dbBytes(part.bytes), digest, day: dateOfDay(part.day) },
    skipDuplicates: true,
  });
  if (count === 1) return "stored";
  const there = await db.uploadPart.findUnique({
    where: { uploadId_partIndex: { uploadId, partIndex } },
    select: { digest: true },
  });
  // Gone between the two statements: tied to its envelope, so the upload was whole.
  return there === null || Buffer.compare(there.digest, digest) === 0 ? "same" : "reused";
}

/** How many parts wait to be tied, of all uploads together. */
export async function countParts(db: Queryable): Promise<number> {
  return db.uploadPart.count();
}

/**
 * Deletes the parts of abandoned uploads: of those that neither an envelope in intake names nor one that was triaged. What
 * came on one day is there on the next, and gone the day after it.
 * @returns how many parts
 */
export async function purgeUploads(db: Queryable, today: number): Promise<number> {
  const old = { day: { lt: dateOfDay(today - UPLOAD_KEPT_DAYS) } };
  const uploads = (await db.uploadPart.groupBy({ by: "uploadId", where: old })).map(({ uploadId }) => uploadId);
  // Intake first: an envelope that is triaged in between is then found at its attachment.
  const inIntake = await uploadsInIntake(db, uploads);
  const triaged = await db.attachment.findMany({ where: { uploadId: { in: uploads } }, select: { uploadId: true } });
  const named = [...inIntake, ...triaged.flatMap(({ uploadId }) => uploadId ?? [])];
  const abandoned = uploads.filter((upload) => !named.some((one) => Buffer.compare(one, upload) === 0));
  return (await db.uploadPart.deleteMany({ where: { ...old, uploadId: { in: abandoned } } })).count;
}

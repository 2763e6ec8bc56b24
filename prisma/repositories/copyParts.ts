/** Raw SQL: Prisma would carry up to 32 MiB through this process and back. See security/decisions/0013-raw-sql.md. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

/**
 * Copies the parts of an upload, sealed, to where officers fetch them, inside the database.
 * @param stream upload id (16 bytes) and how many parts its envelope names @returns how many there were
 */
export async function copyParts(
  tx: Queryable,
  attachmentId: string,
  { uploadId, partCount }: { uploadId: Uint8Array; partCount: number },
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO public.attachment_part (attachment_id, part_index, bytes)
    SELECT ${attachmentId}::uuid, part_index, bytes FROM public.upload_part
    WHERE upload_id = ${dbBytes(uploadId)} AND part_index < ${partCount}::smallint`;
}

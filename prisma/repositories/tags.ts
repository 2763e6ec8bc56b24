/** Tags: by which officers find a case, its own, those of items that were attached to it, and those it had on an earlier desk. */
import { isUniqueViolation } from "../errors.ts";
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

/**
 * Writes the tag by which later messages find their case; it is written once, and once more on each desk that the case is moved
 * to. Items that are attached bring further ones.
 * @param tag 32 bytes, HMAC(desk matching key, mailbox id)
 * @returns "tag_taken" when another case has this tag, or this case another tag
 */
export async function setTag(
  db: Queryable,
  caseId: string,
  tag: Uint8Array,
): Promise<"set" | "same" | "tag_taken" | "not_found"> {
  const holder = await caseWithTag(db, tag);
  if (holder !== null) return holder.id === caseId ? "same" : "tag_taken";
  try {
    const { count } = await db.caseRecord.updateMany({ where: { id: caseId, tag: null }, data: { tag: dbBytes(tag) } });
    if (count === 1) return "set";
  } catch (error) {
    if (isUniqueViolation(error)) return "tag_taken";
    throw error;
  }
  const there = await db.caseRecord.findUnique({ where: { id: caseId }, select: { id: true } });
  return there === null ? "not_found" : "tag_taken";
}

/**
 * Gives items of a case a tag each, where they have none: after a move they lost theirs. One that is taken is left out.
 * @param tags 32 bytes each
 */
export async function setItemTags(
  db: Queryable,
  caseId: string,
  tags: readonly { id: string; tag: Uint8Array }[],
): Promise<void> {
  for (const { id, tag } of tags) {
    if ((await caseWithTag(db, tag)) !== null) continue;
    try {
      await db.queueItem.updateMany({ where: { id, caseId, tag: null }, data: { tag: dbBytes(tag) } });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

export interface Tagged {
  id: string;
  desk: number;
  /** the tag is one that the case had on an earlier desk */
  former: boolean;
}

/** The case that has a tag. @param tag 32 bytes */
export async function caseWithTag(db: Queryable, tag: Uint8Array): Promise<Tagged | null> {
  const by = { where: { tag: dbBytes(tag) } };
  const which = { select: { id: true, desk: true } };
  const own = await db.caseRecord.findUnique({ ...by, ...which });
  if (own !== null) return { ...own, former: false };
  const item = await db.queueItem.findUnique({ ...by, select: { case: which } });
  if (item !== null) return { ...item.case, former: false };
  const before = await db.formerTag.findUnique({ ...by, select: { case: which } });
  return before === null ? null : { ...before.case, former: true };
}

/** The tags of a case and of its items become former ones: they are of another desk's matching key from now on. */
export async function retireTags(tx: Queryable, caseId: string): Promise<void> {
  const own = await tx.caseRecord.findUnique({ where: { id: caseId }, select: { tag: true } });
  const items = await tx.queueItem.findMany({ where: { caseId, tag: { not: null } }, select: { tag: true } });
  const data = [own, ...items].flatMap((row) => (row?.tag ? [{ tag: dbBytes(row.tag), caseId }] : []));
  await tx.formerTag.createMany({ data, skipDuplicates: true });
  await tx.caseRecord.updateMany({ where: { id: caseId }, data: { tag: null } });
  await tx.queueItem.updateMany({ where: { caseId }, data: { tag: null } });
}

/** @returns whether a case has, or had on another desk, a tag: that of a first report */
export async function isTagged(tx: Queryable, caseId: string): Promise<boolean> {
  const row = await tx.caseRecord.findUnique({
    where: { id: caseId },
    select: { tag: true, formerTags: { select: { tag: true }, take: 1 } },
  });
  return row !== null && (row.tag !== null || row.formerTags.length > 0);
}

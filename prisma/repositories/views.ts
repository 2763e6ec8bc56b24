/** What officers look for in the queue: one sealed blob each, which the server cannot read. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface StoredViews {
  /** 8192 bytes */
  sealed: Uint8Array;
  counter: number;
}

export async function viewsOf(db: Queryable, officerId: string): Promise<StoredViews | null> {
  return db.officerViews.findUnique({ where: { officerId }, select: { sealed: true, counter: true } });
}

/** Keeps the views. @returns false when the counter does not go up: older views never replace newer ones */
export async function replaceViews(
  db: Queryable,
  { officerId, sealed, counter }: StoredViews & { officerId: string },
): Promise<boolean> {
  // One statement decides each: an update of a row with a lower counter, else an insert where there is no row.
  const data = { sealed: dbBytes(sealed), counter };
  const { count } = await db.officerViews.updateMany({ where: { officerId, counter: { lt: counter } }, data });
  if (count === 1) return true;
  return (await db.officerViews.createMany({ data: { officerId, ...data }, skipDuplicates: true })).count === 1;
}

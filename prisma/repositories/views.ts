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

/**
 * By how much a counter may go up at once. A console that has seen more than a restored database has steps over that; a stolen session
 * must not get to the end of the numbers, after which nobody keeps anything.
 */
export const VIEWS_STEP_MAX = 256;

/**
 * Keeps the views.
 * @returns false when the counter does not go up, or by more than 256: older views never replace newer ones
 */
export async function replaceViews(
  db: Queryable,
  { officerId, sealed, counter }: StoredViews & { officerId: string },
): Promise<boolean> {
  // One statement decides each: an update of a row with a lower counter, else an insert where there is no row.
  const data = { sealed: dbBytes(sealed), counter };
  const within = { lt: counter, gte: counter - VIEWS_STEP_MAX };
  const { count } = await db.officerViews.updateMany({ where: { officerId, counter: within }, data });
  if (count === 1) return true;
  if (counter > VIEWS_STEP_MAX) return false;
  return (await db.officerViews.createMany({ data: { officerId, ...data }, skipDuplicates: true })).count === 1;
}

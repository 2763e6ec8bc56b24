/** What the worker remembers of its notices to officers: one day, and one bit of each case. */
import { dateOfDay } from "../values.ts";
import type { Queryable } from "../client.ts";

/**
 * Takes it on to send the digest of `today`, and forgets earlier days. Committed before anything is sent: a worker that ends
 * in the middle leaves the day taken, so nobody sends a second digest.
 * @param today days since 1970-01-01 UTC
 * @returns false when that day has been taken already
 */
export async function takeDigestDay(db: Queryable, today: number): Promise<boolean> {
  const day = dateOfDay(today);
  const { count } = await db.digestDay.createMany({ data: { day }, skipDuplicates: true });
  if (count === 0) return false;
  await db.digestDay.deleteMany({ where: { day: { lt: day } } });
  return true;
}

/** Whether the digest of `today` was taken on. */
export async function isDigestDayTaken(db: Queryable, today: number): Promise<boolean> {
  return (await db.digestDay.count({ where: { day: dateOfDay(today) } })) > 0;
}

/** Gives the day back: the mail server took nothing, and the next tick tries again. */
export async function giveDigestDayBack(db: Queryable, today: number): Promise<void> {
  await db.digestDay.deleteMany({ where: { day: dateOfDay(today) } });
}

/** @returns the ids of open cases of level 0 for which no notice has gone out */
export async function listUnnoticed(db: Queryable): Promise<string[]> {
  const rows = await db.caseRecord.findMany({
    where: { level: 0, state: "open", noticed: false },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Marks cases whose notice has gone out. @param ids what `listUnnoticed` gave */
export async function markNoticed(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.caseRecord.updateMany({ where: { id: { in: [...ids] } }, data: { noticed: true } });
}

/** What time does to a case by itself: it rises, and its due hour goes. What goes altogether: `./purge.ts`. */
import { DAY_MS } from "../../security/limits.ts";
import { dateOfDay } from "../values.ts";
import type { Queryable } from "../client.ts";

/** Cases rise to this level at most. */
const HIGHEST_RAISED_LEVEL = 1;
const DUE_HOUR_KEPT_MS = DAY_MS;

/**
 * A case that nobody answered by its due day rises one level, once; its due day stays, so it stands first there.
 * @returns how many rose
 */
export async function raiseOverdue(db: Queryable, today: number): Promise<number> {
  const { count } = await db.caseRecord.updateMany({
    where: { state: "open", raised: false, level: { gt: HIGHEST_RAISED_LEVEL }, dueDay: { lt: dateOfDay(today) } },
    data: { level: { decrement: 1 }, raised: true },
  });
  return count;
}

/** Erases due hours of cases that are answered or closed, or whose hour passed a day ago. @returns how many */
export async function erasePastHours(db: Queryable, now: Date): Promise<number> {
  const { count } = await db.caseRecord.updateMany({
    where: {
      dueHour: { not: null },
      OR: [{ state: { not: "open" } }, { dueHour: { lt: new Date(now.getTime() - DUE_HOUR_KEPT_MS) } }],
    },
    data: { dueHour: null },
  });
  return count;
}

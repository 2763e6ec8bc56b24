/** How a due day reads beside today, in words the catalog has. Days are compared in UTC, as the server keeps them. */
import { dayOf } from "../../../security/index.ts";
import type { CaseHead } from "../../../api/routes/queue/schema.ts";
import type { Catalog } from "../../locales/console/index.ts";

export type DueHead = Pick<CaseHead, "dueDay" | "dueHour" | "overdue">;

const dayNumber = (isoDay: string): number => dayOf(Date.parse(`${isoDay}T00:00:00Z`));

/** Whole days from `today` to an ISO day; negative when it has passed. */
export function daysUntil(isoDay: string, today: number): number {
  return dayNumber(isoDay) - today;
}

/** Midnight belongs to the day that ends with it: "by 00:00" reads as if the whole day had passed. */
const isMidnight = (ms: number): boolean => new Date(ms).getHours() === 0 && new Date(ms).getMinutes() === 0;

/**
 * `level`: as the officer reads it, which may be more urgent than the server's. `nowMs`: milliseconds since 1970. `time`
 * writes an hour of the officer's own clock for people.
 */
export function dueText(
  head: DueHead,
  level: number,
  nowMs: number,
  texts: Catalog["due"],
  time: (ms: number) => string,
): string {
  if (head.dueHour !== null) {
    const at = Date.parse(head.dueHour);
    if (at <= nowMs) return texts.lateToday;
    return isMidnight(at) ? texts.endOfDay : texts.hour(time(at));
  }
  // Danger now is never due on another day, whatever day the server's own level gives.
  if (level === 0) return head.overdue ? texts.lateToday : texts.now;
  const days = daysUntil(head.dueDay, dayOf(nowMs));
  if (days < 0) return texts.lateDays(String(-days));
  if (head.overdue) return texts.lateToday;
  if (days === 0) return texts.today;
  if (days === 1) return texts.tomorrow;
  return texts.inDays(String(days));
}

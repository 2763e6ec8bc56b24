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

/** `nowMs`: milliseconds since 1970. `time` writes an hour for people. */
export function dueText(head: DueHead, nowMs: number, texts: Catalog["due"], time: (ms: number) => string): string {
  const days = daysUntil(head.dueDay, dayOf(nowMs));
  if (head.dueHour !== null) {
    const at = Date.parse(head.dueHour);
    return at <= nowMs ? texts.lateToday : texts.hour(time(at));
  }
  if (days < 0) return texts.lateDays(String(-days));
  if (head.overdue) return texts.lateToday;
  if (days === 0) return texts.today;
  if (days === 1) return texts.tomorrow;
  return texts.inDays(String(days));
}

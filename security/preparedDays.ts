/** When the versions of a key directory follow one another, when they are signed ahead. Pure. */
import { endOfMonth } from "./days.ts";
import { STATEMENT_RENEW_DAYS } from "./limits.ts";
import { lastAllowedDay, type StatementContent } from "./statementContent.ts";

/**
 * The issue days of the versions to sign behind `newest` so that the directory is valid through day `through`: one a week, and
 * one on the first day of each month, when desks get new keys. All are after `today`.
 */
export function preparedDays(
  newest: Pick<StatementContent, "issueDay" | "expiryDay" | "desks">,
  today: number,
  through: number,
): number[] {
  const days: number[] = [];
  let { issueDay, expiryDay } = newest;
  let epochEnd = Math.min(...newest.desks.map(({ epochLastDay }) => epochLastDay));
  while (expiryDay < through) {
    issueDay = Math.max(Math.min(issueDay + STATEMENT_RENEW_DAYS, epochEnd + 1), today + 1);
    if (issueDay > epochEnd) epochEnd = endOfMonth(issueDay);
    expiryDay = lastAllowedDay(issueDay, [{ epochLastDay: epochEnd }]);
    days.push(issueDay);
  }
  return days;
}

/** Days: whole days since 1970-01-01 UTC. Nothing about a reporter is ever stored finer than this. */
import { SecurityError } from "./errors.ts";
import { DAY_MS } from "./limits.ts";

/** 9999-12-31, the last day that has a four-digit year. */
export const DAY_MAX = 2_932_896;

/** The UTC day of a moment given in milliseconds since 1970 (`Date.now()`). */
export function dayOf(msSinceEpoch: number): number {
  return Math.floor(msSinceEpoch / DAY_MS);
}

/** `YYYY-MM-DD` of a day. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day written `YYYY-MM-DD`. @throws SecurityError `malformed` for another form or a day that is in no calendar */
export function parseIsoDay(text: string): number {
  const day = dayOf(Date.parse(`${text}T00:00:00Z`));
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !(day >= 0) || isoDay(day) !== text) {
    throw new SecurityError("malformed", "a day is written YYYY-MM-DD");
  }
  return day;
}

/** The last day of the calendar month (UTC) that `day` lies in: where a desk epoch ends. */
export function endOfMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
}

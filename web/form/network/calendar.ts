/** The date as the device has it, and as the person says it is. */
import { DAY_MS } from "../../../security/index.ts";

/** Year, month from 1, day of the month, as the calendar on the device's own wall shows them. */
export type CalendarDate = readonly [year: number, month: number, day: number];

/** @param now milliseconds since 1970, by the device's clock */
export function dateShown(now: number): CalendarDate {
  const date = new Date(now);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()];
}

const dayNumber = ([year, month, day]: CalendarDate): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** Whether there is such a date, in this century. */
export function isDate([year, month, day]: CalendarDate): boolean {
  if (!(year >= 2000 && year <= 2099)) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** By how many days the device is behind the true date; negative when it is ahead. */
export const daysBehind = (said: CalendarDate, shown: CalendarDate): number => dayNumber(said) - dayNumber(shown);

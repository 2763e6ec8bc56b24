/** What triage rules say of a moment. Pure: the same in the worker, in consoles and in tests. */
import type { Level } from "./levels.ts";
import { DAY_MS, HOUR_MS } from "./limits.ts";
import type { TriageRuleSet } from "./triageRules.ts";

/** 1970-01-01 was a Thursday; weekdays count from Monday. */
const EPOCH_WEEKDAY = 3;

/** The day (since 1970) and minute that clocks in a time zone show. @param ms milliseconds since 1970 */
export function localTime(ms: number, timeZone: string): { readonly day: number; readonly minute: number } {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
  return {
    day: Date.UTC(of("year"), of("month") - 1, of("day")) / DAY_MS,
    minute: of("hour") * 60 + of("minute"),
  };
}

/** Whether officers are there. @param ms milliseconds since 1970 */
export function isStaffedAt({ timeZone, week, holidays }: TriageRuleSet, ms: number): boolean {
  const { day, minute } = localTime(ms, timeZone);
  if (holidays.includes(day)) return false;
  const hours = week[(day + EPOCH_WEEKDAY) % 7];
  return hours !== undefined && hours !== null && minute >= hours.from && minute < hours.to;
}

/** Whose turn it is, 16 bytes; null before the first turn. @param ms milliseconds since 1970 */
export function onCallAt({ timeZone, turns }: TriageRuleSet, ms: number): Uint8Array | null {
  const { day } = localTime(ms, timeZone);
  return turns.findLast(({ firstDay }) => firstDay <= day)?.officerId ?? null;
}

/** When a level 0 has to be answered. @param triagedMs milliseconds since 1970, as the result */
export function urgentDueBy(rules: TriageRuleSet, triagedMs: number): number {
  return triagedMs + rules.urgentHours * HOUR_MS;
}

/** The day by which what is released `today` has to be answered. @throws RangeError `level_unknown` */
export function dueDayBy({ days }: TriageRuleSet, level: number, today: number): number {
  const of: Readonly<Record<Level, number>> = { 0: 0, 1: days[0], 2: days[1], 3: days[2] };
  const more = of[level as Level] as number | undefined;
  if (more === undefined) throw new RangeError("level_unknown");
  return today + more;
}

/**
 * Whether a level 0 that nobody holds goes to whoever is on call: at once when no officer is there, else when its time is over.
 * @param dueMs when it has to be answered; null when that hour is long past @param ms now; both milliseconds since 1970
 */
export function goesOnCall(rules: TriageRuleSet, dueMs: number | null, ms: number): boolean {
  if (onCallAt(rules, ms) === null) return false;
  return dueMs === null || ms >= dueMs || !isStaffedAt(rules, ms);
}

/** Triage rules as a lead types them, and what is wrong with each field. Pure. */
import {
  equalBytes,
  LEVEL_DAYS_MAX,
  localTime,
  MINUTES_PER_DAY,
  type RosterOfficer,
  type TriageRuleSet,
  URGENT_HOURS_MAX,
} from "../../../security/index.ts";

export interface DayDraft {
  readonly staffed: boolean;
  readonly from: string;
  readonly to: string;
}

export interface RulesDraft {
  readonly urgentHours: string;
  /** P1, P2, P3. */
  readonly days: readonly [string, string, string];
  readonly timeZone: string;
  /** Monday first. */
  readonly week: readonly DayDraft[];
  /** Days since 1970. */
  readonly holidays: readonly number[];
  readonly turns: TriageRuleSet["turns"];
}

export type RulesField = "p0" | "p1" | "p2" | "p3" | `day${number}` | "turns";
/** `hours` 1 to 12; `days` 1 to 60; `sooner` than the level before; no `time`; an end before the `order`; `gone` from the roster. */
export type RulesProblem = "hours" | "days" | "sooner" | "time" | "order" | "gone";
export type RulesProblems = ReadonlyMap<RulesField, RulesProblem>;

/** The minute of the day of `8`, `8:30`, `8h30` or `8 h 30`; null for anything else. */
export function readMinute(text: string): number | null {
  const [, hour, minute = "0"] = /^\s*(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?\s*$/.exec(text) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return hour === undefined || Number(minute) > 59 || at > MINUTES_PER_DAY ? null : at;
}

/** What no longer says anything about a day to come is left out: holidays past, and turns that the current one ended. */
export function withoutPast(rules: TriageRuleSet, ms: number): TriageRuleSet {
  const { day } = localTime(ms, rules.timeZone);
  const current = rules.turns.findLast(({ firstDay }) => firstDay <= day);
  return {
    ...rules,
    holidays: rules.holidays.filter((holiday) => holiday >= day),
    turns: rules.turns.filter((turn) => turn.firstDay > day || turn === current),
  };
}

/** Whether this officer is on call, or will be. @param ms now, milliseconds since 1970 */
export const hasTurn = (rules: TriageRuleSet, officerId: Uint8Array, ms: number): boolean =>
  withoutPast(rules, ms).turns.some((turn) => equalBytes(turn.officerId, officerId));

const OFFICE_HOURS = { from: 8 * 60, to: 17 * 60 };

/** @param clock how a minute of the day is written; `readMinute` has to read it */
export function draftOf(rules: TriageRuleSet, clock: (minute: number) => string): RulesDraft {
  const [p1, p2, p3] = rules.days;
  return {
    urgentHours: String(rules.urgentHours),
    days: [String(p1), String(p2), String(p3)],
    timeZone: rules.timeZone,
    week: rules.week.map((day) => {
      const { from, to } = day ?? OFFICE_HOURS;
      return { staffed: day !== null, from: clock(from), to: clock(to) };
    }),
    holidays: rules.holidays,
    turns: rules.turns,
  };
}

const numberIn = (text: string, max: number): number | null => {
  const value = /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= max ? value : null;
};

/** @param officers who may be on call: those of the newest roster */
export function readDraft(
  draft: RulesDraft,
  officers: readonly RosterOfficer[],
): { readonly rules: TriageRuleSet } | { readonly problems: RulesProblems } {
  const problems = new Map<RulesField, RulesProblem>();
  const urgentHours = numberIn(draft.urgentHours, URGENT_HOURS_MAX);
  if (urgentHours === null) problems.set("p0", "hours");
  const days = draft.days.map((text) => numberIn(text, LEVEL_DAYS_MAX));
  for (const [i, value] of days.entries()) {
    const before = days[i - 1] ?? 0;
    if (value === null) problems.set(`p${i + 1}` as RulesField, "days");
    else if (value < before) problems.set(`p${i + 1}` as RulesField, "sooner");
  }
  const week = draft.week.map(({ staffed, ...hours }, i) => {
    if (!staffed) return null;
    const [from, to] = [readMinute(hours.from), readMinute(hours.to)];
    if (from === null || to === null) problems.set(`day${i}`, "time");
    else if (from >= to) problems.set(`day${i}`, "order");
    else return { from, to };
    return null;
  });
  const isThere = (id: Uint8Array): boolean => officers.some((officer) => equalBytes(officer.id, id));
  if (!draft.turns.every(({ officerId }) => isThere(officerId))) problems.set("turns", "gone");

  const [p1, p2, p3] = days;
  if (problems.size > 0 || urgentHours === null || !p1 || !p2 || !p3) return { problems };
  const holidays = [...new Set(draft.holidays)].sort((a, b) => a - b);
  const turns = [...draft.turns].sort((a, b) => a.firstDay - b.firstDay);
  return { rules: { urgentHours, days: [p1, p2, p3], timeZone: draft.timeZone, week, holidays, turns } };
}

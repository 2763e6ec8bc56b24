/** What signing new triage rules changes, line by line: a lead reads it before anything is signed. Pure. */
import {
  equalBytes,
  localTime,
  MINUTES_PER_DAY,
  onCallAt,
  type Level,
  type Staffed,
  type TriageRuleSet,
} from "../../../security/index.ts";

type Turn = TriageRuleSet["turns"][number];

export type RulesChange =
  | { readonly what: "time"; readonly level: Level; readonly from: number; readonly to: number }
  | { readonly what: "zone"; readonly from: string; readonly to: string }
  | { readonly what: "day"; readonly weekday: number; readonly from: Staffed; readonly to: Staffed }
  | { readonly what: "holiday"; readonly day: number; readonly added: boolean }
  | { readonly what: "turn"; readonly turn: Turn; readonly added: boolean };

const sameHours = (a: Staffed, b: Staffed): boolean => a?.from === b?.from && a?.to === b?.to;
const sameTurn = (a: Turn, b: Turn): boolean => a.firstDay === b.firstDay && equalBytes(a.officerId, b.officerId);

/** Every difference between two sets of rules, in the order of the screen. */
export function rulesChanges(from: TriageRuleSet, to: TriageRuleSet): RulesChange[] {
  const times = (rules: TriageRuleSet): number[] => [rules.urgentHours, ...rules.days];
  const [before, after] = [times(from), times(to)];
  const changes: RulesChange[] = [];
  for (const [i, value] of after.entries()) {
    const was = before[i] ?? value;
    if (was !== value) changes.push({ what: "time", level: i as Level, from: was, to: value });
  }
  if (from.timeZone !== to.timeZone) changes.push({ what: "zone", from: from.timeZone, to: to.timeZone });
  for (const [weekday, hours] of to.week.entries()) {
    const was = from.week[weekday] ?? null;
    if (!sameHours(was, hours)) changes.push({ what: "day", weekday, from: was, to: hours });
  }
  const holiday = (day: number, added: boolean): RulesChange => ({ what: "holiday", day, added });
  changes.push(...from.holidays.filter((day) => !to.holidays.includes(day)).map((day) => holiday(day, false)));
  changes.push(...to.holidays.filter((day) => !from.holidays.includes(day)).map((day) => holiday(day, true)));
  const turn = (one: Turn, added: boolean): RulesChange => ({ what: "turn", turn: one, added });
  const lacks = (rules: TriageRuleSet, one: Turn): boolean => !rules.turns.some((each) => sameTurn(each, one));
  changes.push(...from.turns.filter((one) => lacks(to, one)).map((one) => turn(one, false)));
  changes.push(...to.turns.filter((one) => lacks(from, one)).map((one) => turn(one, true)));
  return changes;
}

const isAlwaysStaffed = ({ week, holidays }: TriageRuleSet): boolean =>
  holidays.length === 0 && week.every((day) => day !== null && day.from === 0 && day.to === MINUTES_PER_DAY);

/**
 * Whether a P0 can come while nobody is there and nobody is on call: at some hour of the week, or on a holiday.
 * @param ms now, milliseconds since 1970
 * @returns `never` when somebody always is; else until which day (since 1970), or `null` for no end
 */
export function uncovered(rules: TriageRuleSet, ms: number): { readonly until: number | null } | "never" {
  if (isAlwaysStaffed(rules) || onCallAt(rules, ms) !== null) return "never";
  const { day } = localTime(ms, rules.timeZone);
  return { until: rules.turns.find(({ firstDay }) => firstDay > day)?.firstDay ?? null };
}

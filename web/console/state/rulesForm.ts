/** The fields of triage rules while a lead changes them: one signal each, so that typing redraws one field. */
import { signal, type Signal } from "@preact/signals";
import type { TriageRuleSet } from "../../../security/index.ts";
import { draftOf, type RulesDraft } from "../domain/rulesDraft.ts";
import { texts } from "./language.ts";

export interface DayForm {
  readonly staffed: Signal<boolean>;
  readonly from: Signal<string>;
  readonly to: Signal<string>;
}

export interface RulesForm {
  readonly urgentHours: Signal<string>;
  readonly days: readonly [Signal<string>, Signal<string>, Signal<string>];
  readonly timeZone: Signal<string>;
  readonly week: readonly DayForm[];
  readonly holidays: Signal<RulesDraft["holidays"]>;
  readonly turns: Signal<RulesDraft["turns"]>;
}

/** A minute of the day, 0 to 1440, as the console writes times of rules. */
export function clockText(minute: number): string {
  return texts.value.rules.clock(String(Math.floor(minute / 60)), String(minute % 60).padStart(2, "0"));
}

export function openForm(rules: TriageRuleSet): RulesForm {
  const { urgentHours, days, timeZone, week, holidays, turns } = draftOf(rules, clockText);
  return {
    urgentHours: signal(urgentHours),
    days: [signal(days[0]), signal(days[1]), signal(days[2])],
    timeZone: signal(timeZone),
    week: week.map(({ staffed, from, to }) => ({ staffed: signal(staffed), from: signal(from), to: signal(to) })),
    holidays: signal(holidays),
    turns: signal(turns),
  };
}

export function draftIn({ urgentHours, days, timeZone, week, holidays, turns }: RulesForm): RulesDraft {
  return {
    urgentHours: urgentHours.value,
    days: [days[0].value, days[1].value, days[2].value],
    timeZone: timeZone.value,
    week: week.map(({ staffed, from, to }) => ({ staffed: staffed.value, from: from.value, to: to.value })),
    holidays: holidays.value,
    turns: turns.value,
  };
}

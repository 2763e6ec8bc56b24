/** The level rule: how soon a person should read an item. Pure; automation may only raise what it gives. */
import type { Sign, Slip } from "./vocabulary.ts";

/** 0 is the most urgent. */
export type Level = 0 | 1 | 2 | 3;

/** First human reply: within `hours` of triage. Cases store `days` after their release day, and hours for level 0 only. */
export const LEVEL_DUE: Readonly<Record<Level, { readonly hours: number; readonly days: number }>> = {
  0: { hours: 1, days: 0 },
  1: { hours: 24, days: 1 },
  2: { hours: 72, days: 3 },
  3: { hours: 168, days: 7 },
};

/**
 * The day by which what is released `today` has to be answered. @param today days since 1970-01-01 UTC @param level 0 to 3
 * @throws RangeError `level_unknown`
 */
export function dueDayOf(level: number, today: number): number {
  const due = LEVEL_DUE[level as Level] as (typeof LEVEL_DUE)[Level] | undefined;
  if (due === undefined) throw new RangeError("level_unknown");
  return today + due.days;
}

/** Stable words for why a slip has its level; texts for people are in `web/locales/console`. */
export const LEVEL_REASONS = [
  "danger_now",
  "weapon_still",
  "locked_in_still",
  "danger_soon",
  "child",
  "sexual_violence",
  "trafficking",
  "status_threats_still",
  "later_message",
  "still_happening",
  "past_or_information",
] as const;
export type LevelReason = (typeof LEVEL_REASONS)[number];

const TRAFFICKING_SIGNS: readonly Sign[] = ["cannot_leave", "papers_taken", "phone_taken", "pay_withheld", "threats"];

/** Said to be, or last seen today or this week and not said to be over. */
function stillHappening({ still, when }: Slip): boolean {
  return still === "yes" || (still !== "no" && (when === "today" || when === "week"));
}

/** Each reason that applies, by the level it asks for; level 3 asks for none. */
function reasonsByLevel(slip: Slip): readonly [LevelReason[], LevelReason[], LevelReason[]] {
  const { danger, kinds, signs } = slip;
  const now: LevelReason[] = danger === "now" ? ["danger_now"] : [];
  if (slip.type !== "first") return [now, ["later_message"], []];
  const still = stillHappening(slip);
  if (still && signs.includes("weapon")) now.push("weapon_still");
  if (still && (kinds.includes("locked_in") || signs.includes("cannot_leave"))) now.push("locked_in_still");
  const day: LevelReason[] = [];
  if (danger === "soon") day.push("danger_soon");
  if (slip.child === "yes" || kinds.includes("child")) day.push("child");
  if (kinds.includes("sexual_violence") || kinds.includes("sexual_exploitation") || signs.includes("forced_sex")) {
    day.push("sexual_violence");
  }
  const traffickingSigns = TRAFFICKING_SIGNS.filter((sign) => signs.includes(sign)).length;
  if (traffickingSigns >= 2 || kinds.includes("trafficking")) day.push("trafficking");
  if (still && kinds.includes("status_threats")) day.push("status_threats_still");
  return [now, day, still ? ["still_happening"] : []];
}

/** The level of a slip and the reasons that give it, never empty. See decisions/0002. */
export function explainLevel(slip: Slip): { readonly level: Level; readonly reasons: readonly LevelReason[] } {
  const byLevel = reasonsByLevel(slip);
  for (const level of [0, 1, 2] as const) if (byLevel[level].length > 0) return { level, reasons: byLevel[level] };
  return { level: 3, reasons: ["past_or_information"] };
}

export function levelOf(slip: Slip): Level {
  return explainLevel(slip).level;
}

/** When somebody has to have answered: the level rule's times, as cases store them. */
import { LEVEL_DUE } from "../security/index.ts";
import type { Level } from "../security/index.ts";

const HOUR_MS = 3_600_000;

/** For what is released with the day only. @param today days since 1970-01-01 UTC @param level 0 to 3 */
export function dueDayOf(level: number, today: number): number {
  const due = LEVEL_DUE[level as Level] as (typeof LEVEL_DUE)[Level] | undefined;
  if (due === undefined) throw new RangeError("level_unknown");
  return today + due.days;
}

/** For a P0, which counts in hours from its triage. */
export function urgentDue(nowMs: number): Date {
  return new Date(nowMs + LEVEL_DUE[0].hours * HOUR_MS);
}

/**
 * How urgent a case is, for its officers. The server says a level, which nobody signs; the sealed slips give one by the rule.
 * The more urgent of the two counts: automation raises levels, and nothing but a lie or a mistake lowers them.
 */
import { levelOf, slipOf, type Level, type Slip } from "../../../security/index.ts";
import type { JudgedItem } from "./caseFile.ts";

export interface CaseLevel {
  readonly level: Level;
  /** What both say, when the server's level is the less urgent one. */
  readonly lowered: { readonly server: number; readonly sealed: Level } | null;
}

/** @param server the level that the server gives @param slips those of the case that were opened */
export function caseLevel(server: number, slips: readonly Slip[]): CaseLevel {
  const sealed = slips.map(levelOf).sort((a, b) => a - b)[0];
  // Written so that a level which is no number counts as too low, not as right.
  if (sealed === undefined || server <= sealed) return { level: server as Level, lowered: null };
  return { level: sealed, lowered: { server, sealed } };
}

/** Every slip that a case holds: as triage sealed it, as the payload has it, and as the answers give it. */
export function slipsOf(items: readonly JudgedItem[]): readonly Slip[] {
  return items.flatMap((item) => {
    const told = item.summary === null ? [] : [item.summary.slip];
    if (item.state === "refused") return told;
    return [...told, item.slip, ...(item.state === "report" ? [slipOf(item.content.answers)] : [])];
  });
}

/** The more urgent first; what is alike stays in the order of the server. */
export function byUrgency<Row extends { readonly level: CaseLevel }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.level.level - b.level.level);
}

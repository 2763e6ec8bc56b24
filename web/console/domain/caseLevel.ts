/**
 * How urgent a case is, for its officers. The server says a level, which nobody signs; the sealed slips give one by the rule,
 * and an officer may have set one, in a signed entry. The more urgent of the server's and of what is sealed counts: automation
 * raises levels, and nothing but an entry, a lie or a mistake lowers them.
 */
import { levelOf, slipOf, type Level, type Slip, type SlipCounts } from "../../../security/index.ts";
import type { JudgedItem } from "./judgedItem.ts";

/** A level that an officer set, in an entry that holds. */
export interface SetLevel {
  readonly level: Level;
  /** Lowering without one explains nothing. */
  readonly reason: string | null;
  /** The items that the officer had seen, by their level: what came later counts anew. Not more than the case holds, or nothing is lowered. */
  readonly slips: SlipCounts;
}

export interface CaseLevel {
  readonly level: Level;
  /**
   * What both say, when the server's level is the less urgent one than what is sealed: in slips, or where `signed`, by an
   * officer's entry.
   */
  readonly lowered: { readonly server: number; readonly sealed: Level; readonly signed?: true } | null;
  /** Whether an officer's entry put the case below its slips. */
  readonly byOfficer: boolean;
}

/**
 * @param server the level that the server gives
 * @param slips of each item of the case that was opened, one
 * @param set the level that an officer set last
 * @param items how many items the case holds, opened or not
 */
export function caseLevel(
  server: number,
  slips: readonly Slip[],
  set: SetLevel | null = null,
  items = slips.length,
): CaseLevel {
  const levels = slips.map(levelOf);
  const bySlips = mostUrgent(levels);
  const byEntry = set === null ? undefined : setLevelNow(set, levels, items);
  const sealed = byEntry ?? bySlips;
  const byOfficer = byEntry !== undefined && bySlips !== undefined && byEntry > bySlips;
  // Written so that a level which is no number counts as too low, not as right.
  if (sealed === undefined || server <= sealed) return { level: server as Level, lowered: null, byOfficer };
  const signed = byEntry !== undefined && byEntry !== bySlips ? ({ signed: true } as const) : {};
  return { level: sealed, lowered: { server, sealed, ...signed }, byOfficer };
}

const mostUrgent = (levels: readonly Level[]): Level | undefined => levels.toSorted((a, b) => a - b)[0];

/** What an entry comes to now, with what came after it; nothing where it lowers and does not say why. */
function setLevelNow({ level, reason, slips }: SetLevel, levels: readonly Level[], items: number): Level | undefined {
  const lowers = level > (mostUrgent(levels) ?? level);
  if (lowers && reason === null) return undefined;
  // Whoever counts what is not there yet would have it lowered before anybody has seen it.
  if (lowers && slips.reduce((sum, each) => sum + each, 0) > items) return undefined;
  const later = ([0, 1, 2, 3] as const).filter((each) => levels.filter((of) => of === each).length > slips[each]);
  return mostUrgent([level, ...later]);
}

/** The most urgent slip of each item that a case holds: as triage sealed it, as the payload has it, as the answers give it. */
export function slipsOf(items: readonly JudgedItem[]): readonly Slip[] {
  return items.flatMap((item) => {
    const told = item.summary === null ? [] : [item.summary.slip];
    const sealed = item.state === "refused" ? [] : [item.slip];
    const answered = item.state === "report" ? [slipOf(item.content.answers)] : [];
    return [...told, ...sealed, ...answered].toSorted((a, b) => levelOf(a) - levelOf(b)).slice(0, 1);
  });
}

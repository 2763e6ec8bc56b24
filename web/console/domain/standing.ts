/**
 * How a case stands by what officers signed: the level one of them set, whether it is closed, who read along. The order is
 * that of the log. The server's word on any of it counts only as far as an entry bears it out.
 */
import type { Action, Level, Outcome, SlipCounts } from "../../../security/index.ts";
import type { SetLevel } from "./caseLevel.ts";

/** From this level on a second officer reads before a case is closed, or lowered below it: P0 and P1. */
export const SECOND_READER_LEVEL = 1;

interface By {
  /** Hexadecimal. */
  readonly signerId: string;
  readonly signerName: string | null;
  /** ISO day. */
  readonly day: string;
}

/** What was signed in this case, in the order of the log: an act, or that something the person sent was put in. */
export type Step = By & ({ readonly action: Action } | { readonly came: true });

/** `read`: another officer signed that they had read along. `alone`: it says why nobody did. */
export type SecondReading = "read" | "alone" | "none";

export interface Levelled extends SetLevel, By {
  readonly second: SecondReading;
}

export interface Closing extends By {
  readonly outcome: Outcome;
  readonly text: string | null;
  readonly second: SecondReading;
}

export interface Standing {
  /** The level that an officer set last. */
  readonly levelled: Levelled | null;
  /** Set while the last word on it is that it is closed: nobody opened it again, and nothing was put into it since. */
  readonly closing: Closing | null;
  /** Somebody asked for a second reading and none has come since. */
  readonly asked: By | null;
  /** Who has read along since anything came or was decided. */
  readonly readers: readonly By[];
}

export function standingOf(steps: readonly Step[]): Standing {
  let levelled: Levelled | null = null;
  let closing: Closing | null = null;
  let asked: By | null = null;
  let readers: By[] = [];
  for (const step of steps) {
    const { signerId, signerName, day } = step;
    const by: By = { signerId, signerName, day };
    const settle = (): void => {
      asked = null;
      readers = [];
    };
    if ("came" in step) {
      closing = null;
      settle();
      continue;
    }
    const { action } = step;
    switch (action.code) {
      case "levelled": {
        const { level, slips, reason = null } = action;
        levelled = { ...by, level, slips, reason, second: secondOf(readers, by, action.alone) };
        settle();
        break;
      }
      case "closed": {
        const { outcome, text = null } = action;
        closing = { ...by, outcome, text, second: secondOf(readers, by, action.alone) };
        settle();
        break;
      }
      case "reopened":
        closing = null;
        settle();
        break;
      case "secondAsked":
        asked = by;
        break;
      case "secondRead":
        asked = null;
        readers = [...readers, by];
        break;
      default: // all else decides nothing
    }
  }
  return { levelled, closing, asked, readers };
}

/** Whether somebody else than this officer has read along. @param officerId hexadecimal */
export const hasSecondReader = ({ readers }: Pick<Standing, "readers">, officerId: string): boolean =>
  readers.some(({ signerId }) => signerId !== officerId);

function secondOf(readers: readonly By[], { signerId }: By, alone: string | undefined): SecondReading {
  if (hasSecondReader({ readers }, signerId)) return "read";
  return alone === undefined ? "none" : "alone";
}

/** Whether a decision needs a second reader: closing a case of P0 or P1, or lowering it to less than that. */
export function needsSecondReader(level: number, to: Level | "closed"): boolean {
  return level <= SECOND_READER_LEVEL && (to === "closed" || to > SECOND_READER_LEVEL);
}

/** How many items of each level there are. */
export function countsOf(levels: readonly Level[]): SlipCounts {
  const of = (level: Level): number => levels.filter((each) => each === level).length;
  return [of(0), of(1), of(2), of(3)];
}

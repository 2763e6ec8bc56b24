/**
 * On which desk a case is by its own log. The server says a desk, which nobody signs; whoever moves a case writes an entry on the
 * desk that it leaves. So a case that is elsewhere than its log says was not moved by an officer; and what was written on an
 * earlier desk counts when the move away from there, or what was attached here, builds on it: once a case has left, nobody of
 * that desk adds anything to it, whatever a server hands out. The first move counts from the desk that the report was sealed to
 * alone: that one its sender chose, and officers of all others sign nothing away from it.
 */
import { toHex } from "../../../security/index.ts";

/** An entry as this needs it. */
export interface PlaceStep {
  /** SHA-256 of the sealed entry, 32 bytes. */
  readonly hash: Uint8Array;
  /** What it names; `null` for one that did not open. */
  readonly after: readonly Uint8Array[] | null;
  /** The desk that it was written on; `null` for one that did not open. */
  readonly deskId: number | null;
  /** Where it moves the case to; `null` for all others. */
  readonly movesTo: number | null;
  /** It puts what lay in another case into this one. */
  readonly attaches: boolean;
}

export interface Whereabouts<Of extends PlaceStep> {
  /** Where the last move went; `null` without one. */
  readonly movedTo: number | null;
  /** Entries of other desks that nothing vouches for. */
  readonly strangers: ReadonlySet<Of>;
}

interface Place {
  /** Where the server says that the case is. */
  readonly deskId: number;
  /** The desk that its report was sealed to; `null` where that is not known, and the first move counts from anywhere. */
  readonly home: number | null;
}

/** @param steps in the order of the log */
export function whereaboutsOf<Of extends PlaceStep>(steps: readonly Of[], { deskId, home }: Place): Whereabouts<Of> {
  const behind = ancestorsOf(steps);
  const named = new Set(steps.flatMap(({ after }) => (after ?? []).map(toHex)));
  const isBuiltOn = (step: Of): boolean => named.has(toHex(step.hash));
  const moves = steps.filter(({ movesTo }) => movesTo !== null);
  let last: Of | null = null;
  // Of two that do not build on each other, the one that others build on was there first.
  for (const move of [...moves.filter(isBuiltOn), ...moves.filter((each) => !isBuiltOn(each))]) {
    const follows: boolean =
      last === null ? home === null || move.deskId === home : move.deskId === last.movesTo && behind(move).has(last);
    if (follows) last = move;
  }
  const movedTo = last?.movesTo ?? null;
  // Where nobody signed the move, that is what has to be said, not that all of the log is strange: it is read where it leaves the case.
  const at = movedTo ?? home ?? deskId;
  const foreign = steps.filter((step) => step.deskId !== null && step.deskId !== at);
  const vouchers = [...(last === null ? [] : [last]), ...steps.filter((step) => step.attaches && step.deskId === at)];
  const known = new Set(vouchers.flatMap((step) => [step, ...behind(step)]));
  return { movedTo, strangers: new Set(foreign.filter((step) => !known.has(step))) };
}

/** All that an entry builds on, however far back. */
function ancestorsOf<Of extends PlaceStep>(steps: readonly Of[]): (step: Of) => ReadonlySet<Of> {
  const byHash = new Map(steps.map((step) => [toHex(step.hash), step]));
  return (step) => {
    const found = new Set<Of>();
    const waiting = [step];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const hash of next.after ?? []) {
        const before = byHash.get(toHex(hash));
        if (before === undefined || found.has(before)) continue;
        found.add(before);
        waiting.push(before);
      }
    }
    return found;
  };
}

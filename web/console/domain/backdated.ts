/**
 * Entries that cannot have been written when they say. Whoever left keeps the keys of the epochs that they were in, so their signature
 * under one of those holds for ever; but no entry is taken in an epoch that is over, and whoever writes in the next one has read the
 * case since. So the first who did names, near or far, all that was there; what none of them had seen came afterwards. Of those who are on
 * the desk still nothing is held against that: they need no old key to write, and a colleague who is first and names nothing
 * would make all fall that they ever wrote.
 */
import { toHex } from "../../../security/index.ts";

/** An entry as this needs it. */
export interface DatedStep {
  /** SHA-256 of the sealed entry, 32 bytes. */
  readonly hash: Uint8Array;
  /** What it names; `null` for one that did not open. */
  readonly after: readonly Uint8Array[] | null;
  /** The desk that it was signed for; `null` for one that does not hold. */
  readonly deskId: number | null;
  /** The epoch that it was signed for; any number for one that does not hold. */
  readonly epoch: number;
  /** Whoever signed it is not on that desk any more. */
  readonly hasLeft: boolean;
  /** What it builds on nobody here knows, since it opens to keys that are not held: of this epoch, as the server says. Else 0. */
  readonly shut: number;
  /** The case that it was written into, where it came along with something that was put in here; `null` for this one. Hexadecimal. */
  readonly from: string | null;
  /** Likewise the case that it puts in here. */
  readonly brings: string | null;
}

/**
 * What somebody who has left signed in an epoch of a desk is refused when somebody signed in a later one without having seen it, and nobody did who had
 * seen it before they saw that. Of two who write at once, one that has seen it is enough: nobody makes a colleague's entry fall by leaving
 * it out. Where nobody wrote in a later epoch, nothing tells.
 * @param steps in the order of the log
 */
export function backdatedOf<Of extends DatedStep>(steps: readonly Of[]): ReadonlySet<Of> {
  const { behind, shut } = cones(steps);
  return new Set(
    steps.filter((step, at) => {
      if (step.deskId === null || !step.hasLeft) return false;
      const later = [...steps.keys()].filter((i) => isLater(steps[i] as Of, step));
      const seen = later.filter((i) => has(behind, i, at));
      const unseen = later.filter((i) => !has(behind, i, at) && (shut[i] as number) < step.epoch);
      return unseen.length > 0 && seen.every((i) => unseen.some((each) => has(behind, i, each)));
    }),
  );
}

/** A case as this session saw it before. */
export interface SeenBefore {
  readonly caseId: string;
  /** On which it was. */
  readonly deskId: number;
  /** That desk's epoch by then: those before it were over. */
  readonly epoch: number;
  /** SHA-256 of each sealed entry that was there, in hexadecimal. */
  readonly hashes: ReadonlySet<string>;
}

/** Whether an entry was signed for an epoch that was over when the case was seen without it. What came along from another may be older. */
export function isNewAndOld({ hash, deskId, epoch, from }: DatedStep, before: SeenBefore): boolean {
  return from === null && deskId === before.deskId && epoch < before.epoch && !before.hashes.has(toHex(hash));
}

/** Whether its writer must have seen the other one, had it been there: of the same desk and case, or putting that case in here. */
const isLater = (one: DatedStep, than: DatedStep): boolean =>
  one.deskId === than.deskId &&
  one.epoch > than.epoch &&
  (one.from === than.from || (than.from !== null && one.brings === than.from));

interface Cones {
  /** For each, a bit for each that it builds on, however far back. */
  readonly behind: readonly Uint32Array[];
  /** For each, the newest epoch of what is shut behind it: whatever was written by then may be behind that. */
  readonly shut: readonly number[];
}

const BITS = 32;

function cones(steps: readonly DatedStep[]): Cones {
  const places = new Map(steps.map(({ hash }, i) => [toHex(hash), i]));
  const behind: Uint32Array[] = [];
  const shut: number[] = [];
  for (const step of steps) {
    const all = new Uint32Array(Math.ceil(steps.length / BITS));
    let newest = step.shut;
    for (const hash of step.after ?? []) {
      const i = places.get(toHex(hash));
      if (i === undefined) continue; // missing, which is an alarm of its own
      for (const [word, bits] of (behind[i] as Uint32Array).entries()) all[word] = (all[word] as number) | bits;
      all[i >>> 5] = (all[i >>> 5] as number) | (1 << (i & 31));
      newest = Math.max(newest, shut[i] as number);
    }
    behind.push(all);
    shut.push(newest);
  }
  return { behind, shut };
}

const has = (behind: Cones["behind"], one: number, other: number): boolean =>
  (((behind[one] as Uint32Array)[other >>> 5] as number) & (1 << (other & 31))) !== 0;

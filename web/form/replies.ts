/** From slots to letters: a long reply travels as several, and a mailbox keeps the newest eight. */
import { MAILBOX_SLOTS, type Reply } from "../../security/index.ts";

/** A reply as the officer wrote it: its parts joined. */
export interface Whole {
  /** The sequence numbers of the first and last of its parts that are here. */
  readonly from: number;
  readonly to: number;
  /** The numbers that all its parts have, here or not. */
  readonly numbers: readonly number[];
  readonly text: string;
  readonly deskId: number;
  /** False when a part is not there: it was replaced, or has not been released yet. */
  readonly complete: boolean;
}

/** Joins parts, given in order of their sequence numbers: part 1 of n, then 2 … n by consecutive numbers of one desk. */
export function joinReplies(replies: readonly Reply[]): Whole[] {
  const groups: [Reply, ...Reply[]][] = [];
  for (const reply of replies) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const joins =
      before !== undefined &&
      reply.deskId === before.deskId &&
      reply.parts === before.parts &&
      reply.part > before.part &&
      reply.sequence - before.sequence === reply.part - before.part;
    if (joins) last?.push(reply);
    else groups.push([reply]);
  }
  return groups.map((parts) => {
    const [first] = parts;
    const start = first.sequence - first.part + 1;
    return {
      from: first.sequence,
      to: parts.at(-1)?.sequence ?? first.sequence,
      numbers: Array.from({ length: first.parts }, (_, i) => start + i),
      text: parts.map(({ text }) => text).join(""),
      deskId: first.deskId,
      complete: parts.length === first.parts,
    };
  });
}

/** Replies that should be in the mailbox and are not, or are and do not verify. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export type Line = { readonly whole: Whole; readonly startGone: boolean } | { readonly gap: Gap };

export interface Letters {
  /** In order of their numbers. */
  readonly lines: readonly Line[];
  /** Replies came before the newest eight slots: others took their place, as they should. */
  readonly olderGone: boolean;
}

/**
 * What to say of a mailbox, from the replies that verify, in order of their sequence numbers. Of the newest eight numbers
 * each is here, or missing; which numbers came after the last one here, nobody but the server can say.
 */
export function lettersOf(replies: readonly Reply[]): Letters {
  const wholes = joinReplies(replies);
  const newest = replies.at(-1)?.sequence ?? 0;
  const oldestKept = Math.max(1, newest - MAILBOX_SLOTS + 1);
  const here = new Set(replies.map(({ sequence }) => sequence));
  const known = new Set(wholes.flatMap(({ numbers }) => numbers));
  const unknown = Array.from({ length: newest }, (_, i) => i + 1).filter((number) => !known.has(number));
  const lines: Line[] = [
    ...wholes.map((whole) => {
      const startGone = !whole.complete && whole.numbers.every((number) => here.has(number) || number < oldestKept);
      return { whole, startGone };
    }),
    ...runs(unknown.filter((number) => number >= oldestKept)).map((gap) => ({ gap })),
  ];
  return {
    lines: lines.sort((a, b) => placeOf(a).from - placeOf(b).from),
    olderGone: unknown.some((number) => number < oldestKept),
  };
}

function placeOf(line: Line): Gap {
  return "gap" in line ? line.gap : line.whole;
}

/** Ascending numbers as runs of consecutive ones. */
function runs(numbers: readonly number[]): Gap[] {
  const found: Gap[] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.to === number - 1) found[found.length - 1] = { from: last.from, to: number };
    else found.push({ from: number, to: number });
  }
  return found;
}

/** From slots to letters: a long reply travels as several. */
import type { Reply } from "../../security/index.ts";

/** A reply as the officer wrote it: its parts joined. */
export interface Whole {
  readonly text: string;
  readonly deskId: number;
  /** False when a part is not there: it was replaced, or has not been released yet. */
  readonly complete: boolean;
}

/** Joins parts, given in order of their sequence numbers: part 1 of n, then 2 … n by consecutive numbers of one desk. */
export function joinReplies(replies: readonly Reply[]): Whole[] {
  const groups: Reply[][] = [];
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
  return groups.map((parts) => ({
    text: parts.map(({ text }) => text).join(""),
    deskId: parts[0]?.deskId ?? 0,
    complete: parts.length === parts[0]?.parts,
  }));
}

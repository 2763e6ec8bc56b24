/** Putting one case into another: what came later finds the report that it belongs to. */
import { randomBytes } from "node:crypto";
import { lockCases } from "../locks.ts";
import { dbBytes } from "../values.ts";
import { carryRecusals } from "./recusals.ts";
import { areOfAll, dropRewraps, putRewraps, type Rewraps } from "./rewraps.ts";
import { caseWithTag, isTagged } from "./tags.ts";
import type { Queryable } from "../client.ts";

const TAG_BYTES = 32;

interface Attachment {
  from: string;
  into: string;
  /** the desks of whoever does it */
  desks: readonly number[];
  /** 32 bytes by which `into` is found as well from now on; random unless the item changes the person's code */
  tag: Uint8Array;
  /** of all that `from` holds, to the desk of `into`; null where both are on one desk */
  rewraps: Rewraps | null;
}

/**
 * Moves everything of one case into another, which is then open again with the more urgent level and due time of the
 * two. Every item that is moved gets a tag, whatever it is: so rows do not show which of them changed a code. Has to run in
 * a transaction.
 * @returns "tagged" when `from` is the case of a first report, which stays a case of its own; "tag_taken" when another case
 *   has this tag; "case_changed" when the cases are on two desks and the rewraps are not those of all that is moved
 */
export async function attachCase(
  tx: Queryable,
  { from, into, desks, tag, rewraps }: Attachment,
): Promise<"attached" | "not_found" | "tagged" | "tag_taken" | "case_changed"> {
  // One at a time: a chain of two attachments at once would move items into a case that is about to go.
  await lockCases(tx);
  const rows = await tx.caseRecord.findMany({ where: { id: { in: [from, into] }, desk: { in: [...desks] } } });
  const source = rows.find((row) => row.id === from);
  const target = rows.find((row) => row.id === into);
  if (source === undefined || target === undefined || source === target) return "not_found";
  if (await isTagged(tx, from)) return "tagged";
  if (source.desk !== target.desk && (rewraps === null || !(await areOfAll(tx, from, rewraps)))) return "case_changed";

  if ((await caseWithTag(tx, tag)) !== null) return "tag_taken";

  const { desk } = target;
  const moved = await tx.queueItem.findMany({ where: { caseId: from }, select: { id: true } });
  if (source.desk !== desk && rewraps !== null) {
    await dropRewraps(tx, from);
    await putRewraps(tx, from, source.desk, rewraps);
  }
  for (const [i, { id }] of moved.entries()) {
    const bytes = i === 0 ? tag : randomBytes(TAG_BYTES);
    await tx.queueItem.updateMany({ where: { id }, data: { caseId: into, desk, tag: dbBytes(bytes) } });
  }
  await tx.caseEntry.updateMany({ where: { caseId: from }, data: { caseId: into, desk } });
  // Nothing here lowers a level: consoles hold it against that of every sealed slip. A target that waits already keeps its
  // own clock where that is the sooner one; else the message's clock counts.
  const waiting = target.state === "open" ? [source, target] : [source];
  const level = Math.min(source.level, target.level);
  const dueHours = waiting.flatMap((row) => (row.dueHour === null ? [] : [row.dueHour.getTime()]));
  await tx.caseRecord.updateMany({
    where: { id: into },
    data: {
      state: "open",
      closedDay: null,
      reopened: false,
      level,
      raised: waiting.every((row) => row.raised),
      dueDay: new Date(Math.min(...waiting.map((row) => row.dueDay.getTime()))),
      dueHour: level === 0 && dueHours.length > 0 ? new Date(Math.min(...dueHours)) : null,
    },
  });
  await carryRecusals(tx, from, into);
  await tx.caseRecord.deleteMany({ where: { id: from } });
  return "attached";
}

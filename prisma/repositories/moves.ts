/** Moving a case to another desk: all that it holds goes along, with what opens it there. */
import { areOfAll, dropRewraps, putRewraps, type Rewraps } from "./rewraps.ts";
import { retireTags } from "./tags.ts";
import type { Queryable } from "../client.ts";

/**
 * Moves a case whose items and entries the rewraps are of. Nobody holds it afterwards. Has to run in a transaction, after
 * `lockCases`.
 * @returns "case_changed" when something was added to the case that has no rewrap
 */
export async function moveCase(
  tx: Queryable,
  { caseId, to, rewraps }: { caseId: string; to: number; rewraps: Rewraps },
): Promise<"moved" | "case_changed"> {
  // Items and entries follow by their foreign key, and whoever writes an entry for the old desk now waits, and is refused.
  await tx.caseRecord.updateMany({ where: { id: caseId }, data: { desk: to, readerWanted: false, handedTo: null } });
  if (!(await areOfAll(tx, caseId, rewraps))) return "case_changed";
  await dropRewraps(tx, caseId);
  await putRewraps(tx, caseId, to, rewraps);
  await retireTags(tx, caseId);
  await tx.caseLease.deleteMany({ where: { caseId } });
  return "moved";
}

/** Officers who stepped back from a case, because they know somebody in it: nothing of it is handed to them. */
import type { Queryable } from "../client.ts";

/** What of cases an officer may be handed: add it to the conditions of whatever looks for one. */
export const notRecused = (officerId: string) => ({ recusals: { none: { officerId } } });

/** The officer is handed nothing more of the case, and no longer holds it. Has to run in a transaction. */
export async function recuse(tx: Queryable, caseId: string, officerId: string): Promise<void> {
  await tx.caseRecusal.createMany({ data: { caseId, officerId }, skipDuplicates: true });
  await tx.caseLease.deleteMany({ where: { caseId, officerId } });
  await tx.caseRecord.updateMany({ where: { id: caseId, handedTo: officerId }, data: { handedTo: null } });
}

/** @returns whether the officer had stepped back */
export async function endRecusal(tx: Queryable, caseId: string, officerId: string): Promise<boolean> {
  return (await tx.caseRecusal.deleteMany({ where: { caseId, officerId } })).count === 1;
}

export async function isRecused(db: Queryable, caseId: string, officerId: string): Promise<boolean> {
  return (await db.caseRecusal.count({ where: { caseId, officerId } })) > 0;
}

/** Whoever stepped back from a case steps back from the one that it is put into. */
export async function carryRecusals(tx: Queryable, from: string, into: string): Promise<void> {
  const rows = await tx.caseRecusal.findMany({ where: { caseId: from }, select: { officerId: true } });
  const data = rows.map(({ officerId }) => ({ caseId: into, officerId }));
  await tx.caseRecusal.createMany({ data, skipDuplicates: true });
}

/** What items and entries are opened with on another desk, or in a later epoch: sealed by a console, kept beside what it opens. */
import { dbBytes } from "../values.ts";
import { notRecused } from "./recusals.ts";
import type { Queryable } from "../client.ts";

export interface Rewraps {
  /** of the desk that the case is on, or is moved to */
  epoch: number;
  /** 1186 bytes each */
  items: readonly { id: string; envelope: Uint8Array; summary: Uint8Array }[];
  entries: readonly { id: string; sealed: Uint8Array }[];
}

/** Whether these are of all that a case holds: no item and no entry was added since, and none is named that is not there. */
export async function areOfAll(tx: Queryable, caseId: string, { items, entries }: Rewraps): Promise<boolean> {
  const where = { where: { caseId }, select: { id: true } };
  const [there, written] = [await tx.queueItem.findMany(where), await tx.caseEntry.findMany(where)];
  return sameIds(there, items) && sameIds(written, entries);
}

interface WithId {
  readonly id: string;
}

function sameIds(one: readonly WithId[], other: readonly WithId[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return one.length === other.length && new Set(other.map(({ id }) => id)).size === one.length
    ? other.every(({ id }) => ids.has(id))
    : false;
}

/**
 * Writes them to what is on that desk, each in the place of one of an earlier epoch: what opens with this epoch's key, or a later
 * one's, stays. @returns how many rows took one
 */
export async function putRewraps(
  tx: Queryable,
  caseId: string,
  desk: number,
  { epoch, items, entries }: Rewraps,
): Promise<number> {
  const where = (id: string) => ({ id, caseId, desk, OR: [{ rewrapEpoch: null }, { rewrapEpoch: { lt: epoch } }] });
  let count = 0;
  for (const { id, envelope, summary } of items) {
    const data = { rewrapEpoch: epoch, envelopeRewrap: dbBytes(envelope), summaryRewrap: dbBytes(summary) };
    count += (await tx.queueItem.updateMany({ where: where(id), data })).count;
  }
  for (const { id, sealed } of entries) {
    const data = { rewrapEpoch: epoch, rewrap: dbBytes(sealed) };
    count += (await tx.caseEntry.updateMany({ where: where(id), data })).count;
  }
  return count;
}

/** A row that only a key of an epoch before this one opens. */
const before = (epoch: number) => ({
  OR: [{ rewrapEpoch: null, epoch: { lt: epoch } }, { rewrapEpoch: { lt: epoch } }],
});

/**
 * Cases of a desk that are not closed and hold something sealed to an epoch before this one. @param after the last id of the
 * page before @returns at most 20 ids, in their order
 */
export async function agingCases(
  db: Queryable,
  { desk, below, after, officerId }: { desk: number; below: number; after?: string | undefined; officerId: string },
): Promise<string[]> {
  const rows = await db.caseRecord.findMany({
    where: {
      desk,
      ...notRecused(officerId),
      state: { not: "closed" },
      OR: [{ items: { some: before(below) } }, { entries: { some: before(below) } }],
      ...(after !== undefined && { id: { gt: after } }),
    },
    orderBy: { id: "asc" },
    take: 20,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** What was sealed to another desk says nothing on this one: whatever is put there next counts. */
export async function dropRewraps(tx: Queryable, caseId: string): Promise<void> {
  await tx.queueItem.updateMany({
    where: { caseId },
    data: { rewrapEpoch: null, envelopeRewrap: null, summaryRewrap: null },
  });
  await tx.caseEntry.updateMany({ where: { caseId }, data: { rewrapEpoch: null, rewrap: null } });
}

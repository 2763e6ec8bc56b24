/** Quarantine as officers meet it: envelopes whose slip nobody could read, until a console opens one or they run out. */
import { dbBytes } from "../values.ts";
import { itemOf, newCase, type ReleasedItem } from "./released.ts";
import type { Queryable } from "../client.ts";

/** For consoles, in the order of the random ids. @param after the last id of the page before */
export async function listQuarantine(
  db: Queryable,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ id: string; receivedDay: Date; envelope: Uint8Array }[]> {
  return db.quarantine.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: "asc" },
    take: limit,
  });
}

/** @returns the envelope's bytes as they lie there; null when it lies there no more */
export async function quarantinedEnvelope(db: Queryable, id: string): Promise<Uint8Array | null> {
  const row = await db.quarantine.findUnique({ where: { id }, select: { envelope: true } });
  return row?.envelope ?? null;
}

/** What a console found out about an envelope that it opened: under an id that it drew, with the epoch of the key that opened it. */
export type OpenedItem = Pick<ReleasedItem, "id" | "desk" | "epoch" | "summary">;

export type QuarantineRelease =
  | { result: "released" | "same"; caseId: string }
  /** no longer in quarantine */
  | { result: "gone" }
  /** another item has this id; the transaction has to be given up */
  | { result: "id_taken" };

/**
 * Moves an envelope out of quarantine, as it lies there and with its attachments, into a case of its own. Has to run in a transaction. Of several
 * officers at once exactly one gets it; the same request again gives the same case.
 * @param at the level of the case, the day it is released on and the day by which somebody has to have answered
 */
export async function releaseQuarantined(
  tx: Queryable,
  quarantineId: string,
  item: OpenedItem,
  at: { level: number; today: number; dueDay: number },
): Promise<QuarantineRelease> {
  const row = await tx.quarantine.findUnique({
    where: { id: quarantineId },
    select: { envelope: true, attachmentId: true },
  });
  // The deletion decides: whoever else had read the row waits here, and then finds nothing to delete.
  const { count } = await tx.quarantine.deleteMany({ where: { id: quarantineId } });
  if (row === null || count === 0) return earlier(tx, item);
  const { desk } = item;
  const made = newCase({ desk, level: at.level, releasedDay: at.today, dueDay: at.dueDay });
  await tx.caseRecord.createMany({ data: made });
  const inserted = await tx.queueItem.createMany({ data: itemOf(made, { ...item, ...row }), skipDuplicates: true });
  return inserted.count === 1 ? { result: "released", caseId: made.id } : { result: "id_taken" };
}

/** The case that this very request made before; its item may have been attached to another case since. */
async function earlier(tx: Queryable, { id, desk, epoch, summary }: OpenedItem): Promise<QuarantineRelease> {
  const made = await tx.queueItem.findFirst({
    where: { id, desk, epoch, summary: dbBytes(summary) },
    select: { caseId: true },
  });
  return made === null ? { result: "gone" } : { result: "same", caseId: made.caseId };
}

/** What the triage worker makes of an opened slip. Everything here runs in the transaction that erases the slip. */
import { randomUUID } from "node:crypto";
import { dateOfDay, dayOfDate, dbBytes, hourBefore } from "../values.ts";
import { itemOf, newCase, type ReleasedItem } from "./released.ts";
import type { Queryable } from "../client.ts";

/** One sealed item, ready for a desk; its attachment is what `addAttachment` gave, when its envelope names attachments. */
export interface TriagedItem extends ReleasedItem {
  level: number;
}

/** Holds an item until the next release. */
export async function holdItem(tx: Queryable, item: TriagedItem): Promise<void> {
  await tx.heldItem.createMany({
    data: { ...item, envelope: dbBytes(item.envelope), summary: dbBytes(item.summary) },
  });
}

/**
 * Releases an item at once, as a case of its own: level 0 only.
 * @param due when somebody has to have answered; stored as the next whole hour, and only at level 0
 * @returns the case's id
 */
export async function releaseNow(tx: Queryable, item: TriagedItem, at: { today: number; due: Date }): Promise<string> {
  const { desk, level } = item;
  const dueHour = hourBefore(at.due);
  const made = newCase({
    desk,
    level,
    releasedDay: at.today,
    dueDay: dayOfDate(dueHour),
    dueHour: level === 0 ? dueHour : null,
  });
  await tx.caseRecord.createMany({ data: made });
  await tx.queueItem.createMany({ data: itemOf(made, item) });
  return made.id;
}

/**
 * Puts an envelope whose slip does not open where consoles find it.
 * @param attachmentId what `addAttachment` gave, when the envelope names attachments
 * @returns its id there
 */
export async function quarantineEnvelope(
  tx: Queryable,
  envelope: Uint8Array,
  today: number,
  attachmentId: string | null = null,
): Promise<string> {
  const id = randomUUID();
  await tx.quarantine.createMany({
    data: { id, envelope: dbBytes(envelope), receivedDay: dateOfDay(today), attachmentId },
  });
  return id;
}

/** How many envelopes are in quarantine: the worker raises an alarm above a limit, and never drops one for it. */
export async function countQuarantine(db: Queryable): Promise<number> {
  return db.quarantine.count();
}

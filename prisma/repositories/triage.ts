/** What the triage worker makes of an opened slip. Everything here runs in the transaction that erases the slip. */
import { randomUUID } from "node:crypto";
import { dateOfDay, dayOfDate, dbBytes, hourAfter } from "../values.ts";
import type { Queryable } from "../client.ts";

/** One sealed item, ready for a desk. */
export interface TriagedItem {
  /** random uuid; the summary is bound to it */
  id: string;
  level: number;
  desk: number;
  epoch: number;
  envelope: Uint8Array;
  /** 1392 bytes, sealed to the desk */
  summary: Uint8Array;
  /** what `addAttachment` gave, when its envelope names attachments */
  attachmentId?: string | null;
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
  const caseId = randomUUID();
  const dueHour = hourAfter(at.due);
  await tx.caseRecord.createMany({
    data: {
      id: caseId,
      desk: item.desk,
      level: item.level,
      raised: false,
      state: "open",
      releasedDay: dateOfDay(at.today),
      dueDay: dateOfDay(dayOfDate(dueHour)),
      dueHour: item.level === 0 ? dueHour : null,
    },
  });
  await tx.queueItem.createMany({
    data: {
      id: item.id,
      caseId,
      desk: item.desk,
      epoch: item.epoch,
      releasedDay: dateOfDay(at.today),
      envelope: dbBytes(item.envelope),
      summary: dbBytes(item.summary),
      attachmentId: item.attachmentId ?? null,
    },
  });
  return caseId;
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

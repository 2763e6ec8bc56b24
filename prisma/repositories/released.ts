/** What makes an item visible to officers, whoever releases it: a case of its own, and the item in it. */
import { randomUUID } from "node:crypto";
import { dateOfDay, dbBytes } from "../values.ts";
import type { Prisma } from "../generated/client.ts";

export interface ReleasedCase {
  desk: number;
  level: number;
  /** days since 1970-01-01 UTC, as `dueDay` */
  releasedDay: number;
  dueDay: number;
  /** a whole hour, at level 0 only */
  dueHour?: Date | null;
}

/** A case that waits for an answer, under a new random id. */
export function newCase(one: ReleasedCase): Prisma.CaseRecordCreateManyInput {
  return {
    id: randomUUID(),
    desk: one.desk,
    level: one.level,
    raised: false,
    state: "open",
    releasedDay: dateOfDay(one.releasedDay),
    dueDay: dateOfDay(one.dueDay),
    dueHour: one.dueHour ?? null,
    noticed: false,
    onCall: false,
    readerWanted: false,
    reopened: false,
  };
}

export interface ReleasedItem {
  /** random uuid; the summary is bound to it */
  id: string;
  desk: number;
  epoch: number;
  envelope: Uint8Array;
  /** 1392 bytes, sealed to the desk */
  summary: Uint8Array;
  attachmentId?: string | null;
}

/** The item of a case that `newCase` made. */
export function itemOf(made: Prisma.CaseRecordCreateManyInput, item: ReleasedItem): Prisma.QueueItemCreateManyInput {
  return {
    id: item.id,
    caseId: made.id,
    desk: item.desk,
    epoch: item.epoch,
    releasedDay: made.releasedDay,
    envelope: dbBytes(item.envelope),
    summary: dbBytes(item.summary),
    attachmentId: item.attachmentId ?? null,
  };
}

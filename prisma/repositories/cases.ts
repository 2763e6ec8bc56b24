/** Cases: an officer's view of one report and its thread. What a case holds is sealed; this moves and marks it. */
import { dayOfDate } from "../values.ts";
import { toStoredEntry, type StoredEntry } from "./entries.ts";
import { HOLDER, toHolder } from "./leases.ts";
import { isRecused, notRecused } from "./recusals.ts";
import { caseWithTag } from "./tags.ts";
import type { Holder } from "./leases.ts";
import type { Queryable } from "../client.ts";

export type CaseStateName = "open" | "answered" | "closed";

export interface CaseFacts {
  id: string;
  desk: number;
  level: number;
  state: CaseStateName;
  releasedDay: number;
  dueDay: number;
  /** a whole hour, only at level 0 and only until it is answered or long past */
  dueHour: Date | null;
  /** nobody took it in time, and it went to whoever is on call */
  onCall: boolean;
  holder: Holder | null;
  /** day of closing, while it is closed */
  closedDay: number | null;
  /** a colleague was asked to read along */
  readerWanted: boolean;
  /** to whom a colleague handed it, until somebody claims it */
  handedTo: { officerId: string; name: string } | null;
}

/** What to load with a case for its facts. */
export const HEAD = { lease: HOLDER, handed: { select: { id: true, name: true } } } as const;

export interface ItemFacts {
  id: string;
  desk: number;
  epoch: number;
  releasedDay: number;
  /** 1392 bytes, sealed to the desk, or to the one that the case came from */
  summary: Uint8Array;
  /** what opens it on its desk now, 1186 bytes; null where that is the desk it was sealed to, in an epoch not long ago */
  summaryRewrap: Uint8Array | null;
  rewrapEpoch: number | null;
}

export interface CaseRow {
  id: string;
  desk: number;
  level: number;
  state: CaseStateName;
  releasedDay: Date;
  dueDay: Date;
  dueHour: Date | null;
  onCall: boolean;
  closedDay: Date | null;
  readerWanted: boolean;
  lease: { officerId: string; untilMinute: Date; officer: { name: string } } | null;
  handed: { id: string; name: string } | null;
}

/** Lists what an item's head has: no other column of a row goes along. */
const toItemFacts = (row: Omit<ItemFacts, "releasedDay"> & { releasedDay: Date }): ItemFacts => ({
  id: row.id,
  desk: row.desk,
  epoch: row.epoch,
  releasedDay: dayOfDate(row.releasedDay),
  summary: row.summary,
  summaryRewrap: row.summaryRewrap,
  rewrapEpoch: row.rewrapEpoch,
});

export const toCaseFacts = (row: CaseRow, now: Date): CaseFacts => ({
  id: row.id,
  desk: row.desk,
  level: row.level,
  state: row.state,
  releasedDay: dayOfDate(row.releasedDay),
  dueDay: dayOfDate(row.dueDay),
  dueHour: row.dueHour,
  onCall: row.onCall,
  holder: toHolder(row.lease, now),
  closedDay: row.closedDay === null ? null : dayOfDate(row.closedDay),
  readerWanted: row.readerWanted,
  handedTo: row.handed === null ? null : { officerId: row.handed.id, name: row.handed.name },
});

/** Of an item's attachments: whether all parts can be fetched, are still awaited, or have not come. */
export type AttachmentStateName = "waiting" | "here" | "missing";

export interface CaseItemFacts extends ItemFacts {
  envelope: Uint8Array;
  envelopeRewrap: Uint8Array | null;
  /** null for an item without attachments */
  attachments: { state: AttachmentStateName; partCount: number } | null;
}

export interface CaseContent extends CaseFacts {
  items: CaseItemFacts[];
  entries: StoredEntry[];
}

/** What an officer may see of cases: those of their desks, but for those they stepped back from. */
export interface Sight {
  desks: readonly number[];
  /** left out, nobody's stepping back counts */
  officerId?: string | undefined;
}

const inSight = ({ desks, officerId }: Sight) => ({
  desk: { in: [...desks] },
  ...(officerId !== undefined && notRecused(officerId)),
});

/** A case without its content. @returns null where there is no such case, or it is another desk's */
export async function findCase(
  db: Queryable,
  id: string,
  { desks, officerId, now }: Sight & { now: Date },
): Promise<CaseFacts | null> {
  const row = await db.caseRecord.findFirst({ where: { id, ...inSight({ desks, officerId }) }, include: HEAD });
  return row === null ? null : toCaseFacts(row, now);
}

/**
 * Everything of one case that is sealed to the given desks.
 * @returns null where there is no such case, or it is another desk's
 */
export async function getCase(
  db: Queryable,
  id: string,
  { desks, officerId, now }: Sight & { now: Date },
): Promise<CaseContent | null> {
  const onDesks = { desk: { in: [...desks] } };
  const row = await db.caseRecord.findFirst({
    where: { id, ...inSight({ desks, officerId }) },
    include: {
      ...HEAD,
      items: {
        where: onDesks,
        orderBy: [{ releasedDay: "asc" }, { id: "asc" }],
        include: { attachment: { select: { state: true, partCount: true } } },
      },
      entries: { where: onDesks, orderBy: [{ day: "asc" }, { id: "asc" }] },
    },
  });
  if (row === null) return null;
  return {
    ...toCaseFacts(row, now),
    items: row.items.map((item) => ({
      ...toItemFacts(item),
      envelope: item.envelope,
      envelopeRewrap: item.envelopeRewrap,
      attachments: item.attachment,
    })),
    entries: row.entries.map(toStoredEntry),
  };
}

/**
 * @param tag 32 bytes
 * @returns the id of the case that has it, on one of these desks; else null, and the desk that the case has been moved to since
 */
export async function findByTag(
  db: Queryable,
  tag: Uint8Array,
  { desks, officerId }: Sight,
): Promise<{ caseId: string | null; movedTo?: number }> {
  const row = await caseWithTag(db, tag);
  if (row === null) return { caseId: null };
  if (desks.includes(row.desk)) {
    const hidden = officerId !== undefined && (await isRecused(db, row.id, officerId));
    return { caseId: hidden ? null : row.id };
  }
  return row.former ? { caseId: null, movedTo: row.desk } : { caseId: null };
}

/** How many items of these desks lie in a case. */
export async function countItems(db: Queryable, caseId: string, desks: readonly number[]): Promise<number> {
  return db.queueItem.count({ where: { caseId, desk: { in: [...desks] } } });
}

/** Somebody has answered: the case no longer waits. Its due hour goes at a later tick. */
export async function markAnswered(tx: Queryable, caseId: string): Promise<void> {
  await tx.caseRecord.updateMany({
    where: { id: caseId, state: "open" },
    data: { state: "answered", reopened: false },
  });
}

/** Cases: an officer's view of one report and its thread. What a case holds is sealed; this moves and marks it. */
import { randomBytes } from "node:crypto";
import { lockUntilEnd } from "../locks.ts";
import { isUniqueViolation } from "../errors.ts";
import { dayOfDate, dbBytes } from "../values.ts";
import { HOLDER, toHolder } from "./leases.ts";
import type { Holder } from "./leases.ts";
import type { Queryable } from "../client.ts";

const TAG_BYTES = 32;

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
  secondWanted: boolean;
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
  /** 1392 bytes, sealed to the desk */
  summary: Uint8Array;
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
  secondWanted: boolean;
  lease: { officerId: string; untilMinute: Date; officer: { name: string } } | null;
  handed: { id: string; name: string } | null;
}

/** Lists what an item's head has: no other column of a row goes along. */
export const toItemFacts = (row: Omit<ItemFacts, "releasedDay"> & { releasedDay: Date }): ItemFacts => ({
  id: row.id,
  desk: row.desk,
  epoch: row.epoch,
  releasedDay: dayOfDate(row.releasedDay),
  summary: row.summary,
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
  secondWanted: row.secondWanted,
  handedTo: row.handed === null ? null : { officerId: row.handed.id, name: row.handed.name },
});

/** Of an item's attachments: whether all parts can be fetched, are still awaited, or have not come. */
export type AttachmentStateName = "waiting" | "here" | "missing";

export interface CaseItemFacts extends ItemFacts {
  envelope: Uint8Array;
  /** null for an item without attachments */
  attachments: { state: AttachmentStateName; partCount: number } | null;
}

export interface CaseContent extends CaseFacts {
  items: CaseItemFacts[];
  entries: { id: string; desk: number; epoch: number; day: number; sealed: Uint8Array }[];
}

/** A case without its content. @returns null where there is no such case, or it is another desk's */
export async function findCase(
  db: Queryable,
  id: string,
  { desks, now }: { desks: readonly number[]; now: Date },
): Promise<CaseFacts | null> {
  const row = await db.caseRecord.findFirst({ where: { id, desk: { in: [...desks] } }, include: HEAD });
  return row === null ? null : toCaseFacts(row, now);
}

/**
 * Everything of one case that is sealed to the given desks.
 * @returns null where there is no such case, or it is another desk's
 */
export async function getCase(
  db: Queryable,
  id: string,
  { desks, now }: { desks: readonly number[]; now: Date },
): Promise<CaseContent | null> {
  const onDesks = { desk: { in: [...desks] } };
  const row = await db.caseRecord.findFirst({
    where: { id, ...onDesks },
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
      attachments: item.attachment,
    })),
    entries: row.entries.map((entry) => ({
      id: entry.id,
      desk: entry.desk,
      epoch: entry.epoch,
      day: dayOfDate(entry.day),
      sealed: entry.sealed,
    })),
  };
}

/**
 * Writes the tag by which later messages find their case; it is written once. Items that are attached bring further ones.
 * @param tag 32 bytes, HMAC(desk matching key, mailbox id)
 * @returns "tag_taken" when another case has this tag, or this case another tag
 */
export async function setTag(
  db: Queryable,
  caseId: string,
  tag: Uint8Array,
): Promise<"set" | "same" | "tag_taken" | "not_found"> {
  const bytes = dbBytes(tag);
  const holder = await caseWithTag(db, tag);
  if (holder !== null) return holder.id === caseId ? "same" : "tag_taken";
  try {
    const { count } = await db.caseRecord.updateMany({ where: { id: caseId, tag: null }, data: { tag: bytes } });
    if (count === 1) return "set";
  } catch (error) {
    if (isUniqueViolation(error)) return "tag_taken";
    throw error;
  }
  const there = await db.caseRecord.findUnique({ where: { id: caseId }, select: { id: true } });
  return there === null ? "not_found" : "tag_taken";
}

/** @param tag 32 bytes @returns the id of the case that has it, on one of these desks; else null */
export async function findByTag(db: Queryable, tag: Uint8Array, desks: readonly number[]): Promise<string | null> {
  const row = await caseWithTag(db, tag);
  return row !== null && desks.includes(row.desk) ? row.id : null;
}

/** The case that has a tag, its own or one of an item that was attached to it. */
async function caseWithTag(db: Queryable, tag: Uint8Array): Promise<{ id: string; desk: number } | null> {
  const bytes = dbBytes(tag);
  const which = { id: true, desk: true };
  const own = await db.caseRecord.findUnique({ where: { tag: bytes }, select: which });
  if (own !== null) return own;
  const item = await db.queueItem.findUnique({ where: { tag: bytes }, select: { case: { select: which } } });
  return item?.case ?? null;
}

export interface Attachment {
  from: string;
  into: string;
  /** the desks of whoever does it */
  desks: readonly number[];
  /** 32 bytes by which `into` is found as well from now on; random unless the item changes the person's code */
  tag: Uint8Array;
}

/**
 * Moves everything of one case into another, which is then open again with the more urgent level and due time of the
 * two. Every item that is moved gets a tag, whatever it is: so rows do not show which of them changed a code. Has to run in
 * a transaction.
 * @returns "tagged" when `from` is the case of a first report, which stays a case of its own; "tag_taken" when another case
 *   has this tag
 */
export async function attachCase(
  tx: Queryable,
  { from, into, desks, tag }: Attachment,
): Promise<"attached" | "not_found" | "tagged" | "tag_taken"> {
  // One at a time: a chain of two attachments at once would move items into a case that is about to go.
  await lockUntilEnd(tx, "attach");
  const rows = await tx.caseRecord.findMany({ where: { id: { in: [from, into] }, desk: { in: [...desks] } } });
  const source = rows.find((row) => row.id === from);
  const target = rows.find((row) => row.id === into);
  if (source === undefined || target === undefined || source === target) return "not_found";
  if (source.tag !== null) return "tagged";

  if ((await caseWithTag(tx, tag)) !== null) return "tag_taken";

  const moved = await tx.queueItem.findMany({ where: { caseId: from }, select: { id: true } });
  for (const [i, { id }] of moved.entries()) {
    const bytes = i === 0 ? tag : randomBytes(TAG_BYTES);
    await tx.queueItem.updateMany({ where: { id }, data: { caseId: into, tag: dbBytes(bytes) } });
  }
  await tx.caseEntry.updateMany({ where: { caseId: from }, data: { caseId: into } });
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
      level,
      raised: waiting.every((row) => row.raised),
      dueDay: new Date(Math.min(...waiting.map((row) => row.dueDay.getTime()))),
      dueHour: level === 0 && dueHours.length > 0 ? new Date(Math.min(...dueHours)) : null,
    },
  });
  await tx.caseRecord.deleteMany({ where: { id: from } });
  return "attached";
}

/** How many items of these desks lie in a case. */
export async function countItems(db: Queryable, caseId: string, desks: readonly number[]): Promise<number> {
  return db.queueItem.count({ where: { caseId, desk: { in: [...desks] } } });
}

/** Somebody has answered: the case no longer waits. Its due hour goes at a later tick. */
export async function markAnswered(tx: Queryable, caseId: string): Promise<void> {
  await tx.caseRecord.updateMany({ where: { id: caseId, state: "open" }, data: { state: "answered" } });
}

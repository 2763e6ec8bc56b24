/** Streams of attachments: what an envelope names, from its triage until officers can fetch the parts. */
import { randomUUID } from "node:crypto";
import { dateOfDay, dayOfDate, dbBytes } from "../values.ts";
import { copyParts } from "./copyParts.ts";
import { shuffled } from "./shuffle.ts";
import { notRecused } from "./recusals.ts";
import type { Sight } from "./cases.ts";
import type { Database, Queryable } from "../client.ts";

/** In how many days after triage parts that were missing may still come. */
const PARTS_AWAITED_DAYS = 1;
/** One move copies 32 MiB at most; a busy disk may take its time. Milliseconds. */
const MOVE_MS = 120_000;

/** As an envelope's prefix names it. */
export interface NamedStream {
  /** 16 bytes */
  uploadId: Uint8Array;
  /** 1, 2, 4 … 128 */
  partCount: number;
}

/**
 * Notes what an envelope names; has to run in the transaction that triages it. Whether the parts are there is found out
 * later. @returns the random id under which the item, held or not, points to it
 */
export async function addAttachment(tx: Queryable, stream: NamedStream, today: number): Promise<string> {
  const id = randomUUID();
  const { partCount } = stream;
  await tx.attachment.createMany({
    data: { id, uploadId: dbBytes(stream.uploadId), partCount, state: "waiting", day: dateOfDay(today) },
  });
  return id;
}

/** @returns ids of held items that still wait for parts, and were triaged today; from the next day on nothing holds them */
export async function heldBack(tx: Queryable, today: number): Promise<string[]> {
  const rows = await tx.heldItem.findMany({
    where: { attachment: { day: { gte: dateOfDay(today) } } },
    select: { id: true, attachment: { select: { uploadId: true, partCount: true } } },
  });
  const waiting = rows.flatMap(({ id, attachment }) => {
    if (attachment === null || attachment.uploadId === null) return [];
    return [{ id, uploadId: attachment.uploadId, partCount: attachment.partCount }];
  });
  const arrived = await countArrived(tx, waiting);
  return waiting.filter((one) => arrived(one) < one.partCount).map(({ id }) => id);
}

/** @returns how many of the parts that one of these streams names are here */
async function countArrived(db: Queryable, streams: readonly NamedStream[]): Promise<(stream: NamedStream) => number> {
  const parts = await db.uploadPart.findMany({
    where: { uploadId: { in: streams.map(({ uploadId }) => dbBytes(uploadId)) } },
    select: { uploadId: true, partIndex: true },
  });
  const indices = new Map<string, number[]>();
  for (const { uploadId, partIndex } of parts) {
    const key = toHex(uploadId);
    indices.set(key, [...(indices.get(key) ?? []), partIndex]);
  }
  return ({ uploadId, partCount }) => (indices.get(toHex(uploadId)) ?? []).filter((index) => index < partCount).length;
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/**
 * Gives the attachments of items that are being released new random ids and new places: theirs were drawn at triage, and
 * the order of their rows is the order of arrival. The old ones go with `dropAttachments`, after the held items.
 * @param ids in the order of the release, which is random
 * @returns the new id of each
 */
export async function renewAttachments(tx: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = new Map((await tx.attachment.findMany({ where: { id: { in: [...ids] } } })).map((row) => [row.id, row]));
  const renewed = ids.flatMap((id) => rows.get(id) ?? []).map((row) => ({ row, id: randomUUID() }));
  await tx.attachment.createMany({ data: renewed.map(({ row, id }) => ({ ...row, id })) });
  return new Map(renewed.map(({ row, id }) => [row.id, id]));
}

export async function dropAttachments(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.attachment.deleteMany({ where: { id: { in: [...ids] } } });
}

interface Waiting extends NamedStream {
  id: string;
  /** days since it was triaged */
  age: number;
}

/**
 * Moves the parts of released items, and of envelopes in quarantine, to where officers fetch them, each item's in one
 * transaction, in an order drawn at random. What has not come on the day of triage is marked as missing, and awaited one
 * day more. Several workers may do this at once.
 * @returns how many items changed for officers
 */
export async function collectAttachments(db: Database, today: number): Promise<number> {
  const rows = await db.attachment.findMany({
    where: { uploadId: { not: null }, heldItem: null },
    select: { id: true, uploadId: true, partCount: true, day: true },
  });
  const waiting = rows.flatMap(({ id, uploadId, partCount, day }): Waiting[] =>
    uploadId === null ? [] : [{ id, uploadId, partCount, age: today - dayOfDate(day) }],
  );
  const arrived = await countArrived(db, waiting);
  let changed = 0;
  for (const one of shuffled(waiting)) {
    if (arrived(one) === one.partCount) changed += (await moveParts(db, one)) ? 1 : 0;
    else if (one.age > 0) changed += await markMissing(db, one);
  }
  return changed;
}

/** Thrown to undo a move: another envelope named the same upload, and has just got its parts. */
class PartsGoneError extends Error {
  readonly code = "parts_gone";
}

/** @returns false where another worker was faster */
async function moveParts(db: Database, { id, uploadId, partCount }: Waiting): Promise<boolean> {
  const move = db.$transaction(
    async (tx) => {
      // Whoever changes the row moves the parts; others wait here, and find nothing to change.
      const { count } = await tx.attachment.updateMany({
        where: { id, uploadId: dbBytes(uploadId) },
        data: { uploadId: null, state: "here" },
      });
      if (count === 0) return false;
      if ((await copyParts(tx, id, { uploadId, partCount })) !== partCount) throw new PartsGoneError("parts_gone");
      await tx.uploadPart.deleteMany({ where: { uploadId: dbBytes(uploadId) } });
      return true;
    },
    { timeout: MOVE_MS },
  );
  return move.catch((error: unknown) => {
    if (error instanceof PartsGoneError) return false; // the next look finds them missing
    throw error;
  });
}

async function markMissing(db: Queryable, { id, age }: Waiting): Promise<number> {
  const { count } = await db.attachment.updateMany({ where: { id, state: "waiting" }, data: { state: "missing" } });
  // Its parts, if there are any, are then an upload that nobody names.
  if (age > PARTS_AWAITED_DAYS) await db.attachment.updateMany({ where: { id }, data: { uploadId: null } });
  return count;
}

/** How many parts the envelopes in quarantine name, here or not: they take room too. */
export async function countQuarantinedParts(db: Queryable): Promise<number> {
  const { _sum } = await db.attachment.aggregate({ _sum: { partCount: true }, where: { quarantine: { isNot: null } } });
  return _sum.partCount ?? 0;
}

/**
 * One sealed part of an item's attachments, 262 208 bytes, for an officer. @param desks the officer's
 * @returns null where there is no such item on these desks, no such part, or it is not here
 */
export async function readPart(
  db: Queryable,
  { itemId, index, desks, officerId }: { itemId: string; index: number } & Sight,
): Promise<Uint8Array | null> {
  const item = await db.queueItem.findFirst({
    where: { id: itemId, desk: { in: [...desks] }, ...(officerId !== undefined && { case: notRecused(officerId) }) },
    select: { attachmentId: true },
  });
  if (item?.attachmentId === null || item?.attachmentId === undefined) return null;
  const part = await db.attachmentPart.findUnique({
    where: { attachmentId_partIndex: { attachmentId: item.attachmentId, partIndex: index } },
    select: { bytes: true },
  });
  return part?.bytes ?? null;
}

/** The long tick: held items become cases that officers see. */
import { lockUntilEnd } from "../locks.ts";
import { dropAttachments, heldBack, renewAttachments } from "./attachments.ts";
import { itemOf, newCase } from "./released.ts";
import { shuffled } from "./shuffle.ts";
import type { Database, Queryable } from "../client.ts";

/** Envelopes held in memory at once. */
const CHUNK = 100;
/** A large backlog may take a while, and half of it must not become visible. Milliseconds. */
const RELEASE_MS = 300_000;

/**
 * Releases everything held, each item as a case of its own under a new random id, in an order drawn at random: neither
 * ids nor the physical order of rows say in which order envelopes came. All in one transaction. What waits for parts of
 * its attachments stays, until the day of its triage is over.
 * @param dueDay the day by which a case of this level has to be answered
 * @returns how many were released
 */
export async function releaseHeld(
  db: Database,
  { today, dueDay }: { today: number; dueDay: (level: number) => number },
): Promise<number> {
  return db.$transaction(
    async (tx) => {
      // Two releases at once would each try to move the same items.
      await lockUntilEnd(tx, "release");
      const held = (await tx.heldItem.findMany({ select: { id: true } })).map((row) => row.id);
      // Looked for after that: what was held in between is not among `held`, and waits for the next release anyway.
      const waiting = new Set(await heldBack(tx, today));
      const ids = shuffled(held.filter((id) => !waiting.has(id)));
      for (let at = 0; at < ids.length; at += CHUNK) await releaseChunk(tx, ids.slice(at, at + CHUNK), today, dueDay);
      return ids.length;
    },
    { timeout: RELEASE_MS },
  );
}

async function releaseChunk(
  tx: Queryable,
  ids: readonly string[],
  today: number,
  dueDay: (level: number) => number,
): Promise<void> {
  const rows = new Map((await tx.heldItem.findMany({ where: { id: { in: [...ids] } } })).map((row) => [row.id, row]));
  const items = ids.flatMap((id) => rows.get(id) ?? []);
  const attachments = items.flatMap(({ attachmentId }) => attachmentId ?? []);
  const renewed = await renewAttachments(tx, attachments);
  const made = items.map(({ attachmentId, ...item }) => {
    const { desk, level } = item;
    const ofItem = newCase({ desk, level, releasedDay: today, dueDay: dueDay(level) });
    const newId = attachmentId === null ? null : (renewed.get(attachmentId) ?? null);
    return { case: ofItem, item: itemOf(ofItem, { ...item, attachmentId: newId }) };
  });
  await tx.caseRecord.createMany({ data: made.map((one) => one.case) });
  await tx.queueItem.createMany({ data: made.map((one) => one.item) });
  await tx.heldItem.deleteMany({ where: { id: { in: [...ids] } } });
  await dropAttachments(tx, attachments);
}

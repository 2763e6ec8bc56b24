/**
 * What officers decide about a case: its level, that it is closed or open again, that a colleague should read along, to whom
 * it goes. Each has a signed entry beside it, written in the same transaction by whoever calls.
 */
import { dateOfDay, dayOfDate } from "../values.ts";
import { toStoredEntry, type StoredEntry } from "./entries.ts";
import type { Queryable } from "../client.ts";

/** By when somebody has to answer. */
export interface Due {
  /** days since 1970-01-01 UTC */
  day: number;
  /** a whole hour, at level 0 only */
  hour: Date | null;
}

/**
 * An officer sets the level, and the time to answer begins anew; a rise never gives a case that waits more time than it had.
 * It may rise by itself once more.
 * @param entryId the entry that says so
 */
export async function setLevel(
  tx: Queryable,
  caseId: string,
  { level, due, entryId }: { level: number; due: Due; entryId: string },
): Promise<void> {
  const before = await tx.caseRecord.findUniqueOrThrow({
    where: { id: caseId },
    select: { level: true, state: true, dueDay: true, dueHour: true },
  });
  const keepsDay = level <= before.level && before.state === "open";
  const hours = [due.hour, keepsDay ? before.dueHour : null].flatMap((hour) => (hour === null ? [] : [hour.getTime()]));
  await tx.caseRecord.updateMany({
    where: { id: caseId },
    data: {
      level,
      levelEntryId: entryId,
      raised: false,
      dueDay: dateOfDay(keepsDay ? Math.min(due.day, dayOfDate(before.dueDay)) : due.day),
      dueHour: level === 0 && before.state === "open" && hours.length > 0 ? new Date(Math.min(...hours)) : null,
      ...(level !== 0 && { onCall: false }),
    },
  });
}

/** Closes a case: from this day on retention runs. Whoever held it no longer does. */
export async function closeCase(tx: Queryable, caseId: string, today: number): Promise<void> {
  await tx.caseRecord.updateMany({
    where: { id: caseId },
    data: {
      state: "closed",
      closedDay: dateOfDay(today),
      reopened: false,
      readerWanted: false,
      handedTo: null,
      dueHour: null,
    },
  });
  await tx.caseLease.deleteMany({ where: { caseId } });
}

/** Opens a closed case again; it waits as if it had come now. @returns false when it is not closed */
export async function reopenCase(tx: Queryable, caseId: string, due: Due): Promise<boolean> {
  const { count } = await tx.caseRecord.updateMany({
    where: { id: caseId, state: "closed" },
    data: {
      state: "open",
      closedDay: null,
      reopened: true,
      raised: false,
      dueDay: dateOfDay(due.day),
      dueHour: due.hour,
    },
  });
  return count === 1;
}

/** Asks for a colleague to read along, or no longer. */
export async function setSecondWanted(tx: Queryable, caseId: string, wanted: boolean): Promise<void> {
  await tx.caseRecord.updateMany({ where: { id: caseId }, data: { readerWanted: wanted } });
}

/** Hands a case to an officer: nobody holds it then, and whoever claims it first has it. */
export async function handTo(tx: Queryable, caseId: string, officerId: string): Promise<void> {
  await tx.caseRecord.updateMany({ where: { id: caseId }, data: { handedTo: officerId } });
  await tx.caseLease.deleteMany({ where: { caseId } });
}

/** Somebody took the case: it is no longer offered to anybody. */
export async function takeUp(tx: Queryable, caseId: string): Promise<void> {
  await tx.caseRecord.updateMany({ where: { id: caseId, handedTo: { not: null } }, data: { handedTo: null } });
}

/** The entry of each case by which an officer set its level last, by the case's id. */
export async function levelEntriesOf(
  db: Queryable,
  cases: readonly { id: string; desk: number; levelEntryId: string | null }[],
): Promise<ReadonlyMap<string, StoredEntry>> {
  const wanted = new Map(cases.flatMap(({ id, levelEntryId }) => (levelEntryId === null ? [] : [[levelEntryId, id]])));
  if (wanted.size === 0) return new Map();
  const rows = await db.caseEntry.findMany({ where: { id: { in: [...wanted.keys()] } } });
  const desks = new Map(cases.map(({ id, desk }) => [id, desk]));
  return new Map(
    rows
      .filter(({ id, caseId, desk }) => wanted.get(id) === caseId && desks.get(caseId) === desk)
      .map((entry) => [entry.caseId, toStoredEntry(entry)]),
  );
}

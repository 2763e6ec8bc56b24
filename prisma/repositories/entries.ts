/** What officers wrote to a case, signed and sealed before it came here. */
import { dateOfDay, dayOfDate, dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface NewEntry {
  /** uuid chosen by the console; signature and seal are bound to it */
  id: string;
  caseId: string;
  desk: number;
  epoch: number;
  day: number;
  /** at most 65536 bytes */
  sealed: Uint8Array;
}

/** As consoles read it. */
export interface StoredEntry {
  id: string;
  desk: number;
  epoch: number;
  day: number;
  sealed: Uint8Array;
  /** what opens it where it was written on another desk, or long ago, with the case's desk's key of that epoch */
  rewrap: Uint8Array | null;
  rewrapEpoch: number | null;
}

export function toStoredEntry(row: Omit<StoredEntry, "day"> & { day: Date }): StoredEntry {
  const { id, desk, epoch, day, sealed, rewrap, rewrapEpoch } = row;
  return { id, desk, epoch, day: dayOfDate(day), sealed, rewrap, rewrapEpoch };
}

/** Adds an entry once. @returns "id_taken" when the id is there with other bytes or in another case */
export async function addEntry(tx: Queryable, entry: NewEntry): Promise<"added" | "same" | "id_taken"> {
  const sealed = dbBytes(entry.sealed);
  const { count } = await tx.caseEntry.createMany({
    data: { ...entry, day: dateOfDay(entry.day), sealed },
    skipDuplicates: true,
  });
  if (count === 1) return "added";
  const same = await tx.caseEntry.count({ where: { id: entry.id, caseId: entry.caseId, sealed } });
  return same === 1 ? "same" : "id_taken";
}

/**
 * Failed sign-ins by name, for names that exist and names that do not: one table, so that every process of the officer host
 * gives the same answers for both, and a restart forgets neither. Names are keyed hashes; the key is not in the database.
 */
import { dbBytes, minuteAfter } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface SignInFailures {
  /** in a row, since the last sign-in */
  failures: number;
  /** the first whole minute after the last one */
  failedMinute: Date;
}

/** @param nameMac 32 bytes @returns null when none is known */
export async function failuresOf(db: Queryable, nameMac: Uint8Array): Promise<SignInFailures | null> {
  return db.signInFailure.findUnique({
    where: { nameMac: dbBytes(nameMac) },
    select: { failures: true, failedMinute: true },
  });
}

/** Counts a failed sign-in, in one statement: of many at once each counts. @param nameMac 32 bytes */
export async function recordFailure(db: Queryable, nameMac: Uint8Array, now: Date): Promise<void> {
  const [key, failedMinute] = [dbBytes(nameMac), minuteAfter(now)];
  await db.signInFailure.upsert({
    where: { nameMac: key },
    create: { nameMac: key, failures: 1, failedMinute },
    update: { failures: { increment: 1 }, failedMinute },
    select: { failures: true },
  });
}

/** Forgets failures after a sign-in. @param nameMac 32 bytes */
export async function clearFailures(db: Queryable, nameMac: Uint8Array): Promise<void> {
  await db.signInFailure.deleteMany({ where: { nameMac: dbBytes(nameMac) } });
}

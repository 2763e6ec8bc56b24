/** Triage rules, version after version, and what they make of cases that nobody took. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

/** @returns the newest version's wire bytes, or null before the first */
export async function currentTriageRules(db: Queryable): Promise<Uint8Array | null> {
  const row = await db.triageRules.findFirst({ orderBy: { version: "desc" } });
  return row === null ? null : row.rules;
}

/** Every version's wire bytes, oldest first. */
export async function listTriageRules(db: Queryable): Promise<Uint8Array[]> {
  const rows = await db.triageRules.findMany({ orderBy: { version: "asc" } });
  return rows.map(({ rules }) => rules);
}

/** Stores the next version; the caller has verified it. @returns false when another publication was faster */
export async function addTriageRules(db: Queryable, version: number, rules: Uint8Array): Promise<boolean> {
  const { count } = await db.triageRules.createMany({ data: { version, rules: dbBytes(rules) }, skipDuplicates: true });
  return count === 1;
}

export interface UnclaimedCase {
  readonly id: string;
  /** A whole hour; null once erased. */
  readonly dueHour: Date | null;
}

/** Open cases of level 0 that nobody holds and that have not gone to whoever is on call. */
export async function listUnclaimed(db: Queryable, now: Date): Promise<UnclaimedCase[]> {
  return db.caseRecord.findMany({
    where: {
      level: 0,
      state: "open",
      onCall: false,
      OR: [{ lease: { is: null } }, { lease: { is: { untilMinute: { lt: now } } } }],
    },
    select: { id: true, dueHour: true },
  });
}

/** @param ids what `listUnclaimed` gave */
export async function markOnCall(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.caseRecord.updateMany({ where: { id: { in: [...ids] } }, data: { onCall: true } });
}

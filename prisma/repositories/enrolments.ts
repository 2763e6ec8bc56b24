/** Invitations to become an officer: used once, and only for a while. */
import { dbBytes, minuteAfter } from "../values.ts";
import type { OfficerRoleName } from "./officers.ts";
import type { Queryable } from "../client.ts";

export interface EnrolmentRecord {
  /** random uuid; the part of the code by which it is found */
  id: string;
  /** argon2id of the code's secret part */
  codeHash: string;
  role: OfficerRoleName;
  /** the id the officer will have */
  officerId: string;
  totpSealed: Uint8Array;
  expiresMinute: Date;
}

export async function createEnrolment(
  db: Queryable,
  { expires, ...one }: Omit<EnrolmentRecord, "expiresMinute"> & { expires: Date },
): Promise<void> {
  await db.enrolment.createMany({
    data: { ...one, totpSealed: dbBytes(one.totpSealed), expiresMinute: minuteAfter(expires), used: false },
  });
}

/** @returns an invitation that is neither used nor past its end; else null */
export async function findEnrolment(db: Queryable, id: string, now: Date): Promise<EnrolmentRecord | null> {
  const row = await db.enrolment.findFirst({ where: { id, used: false, expiresMinute: { gt: now } } });
  if (row === null) return null;
  return {
    id: row.id,
    codeHash: row.codeHash,
    role: row.role,
    officerId: row.officerId,
    totpSealed: row.totpSealed,
    expiresMinute: row.expiresMinute,
  };
}

/** Uses an invitation up. @returns whether this call did: of several at once exactly one does */
export async function useEnrolment(tx: Queryable, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.enrolment.updateMany({
    where: { id, used: false, expiresMinute: { gt: now } },
    data: { used: true },
  });
  return count === 1;
}

/** Invitations that somebody can still use, those that end first first. */
export async function listOpenEnrolments(
  db: Queryable,
  now: Date,
): Promise<Pick<EnrolmentRecord, "id" | "role" | "officerId" | "expiresMinute">[]> {
  return db.enrolment.findMany({
    where: { used: false, expiresMinute: { gt: now } },
    orderBy: [{ expiresMinute: "asc" }, { id: "asc" }],
    select: { id: true, role: true, officerId: true, expiresMinute: true },
  });
}

/** Withdraws an invitation. @returns whether there was one that nobody had used */
export async function withdrawEnrolment(db: Queryable, id: string): Promise<boolean> {
  const { count } = await db.enrolment.deleteMany({ where: { id, used: false } });
  return count === 1;
}

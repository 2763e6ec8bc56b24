/** Officers' sessions: only a hash of the token is here, and times to the minute. */
import { dbBytes, minuteAfter, minuteOf } from "../values.ts";
import type { OfficerRecord } from "./officers.ts";
import type { Queryable } from "../client.ts";

/** @param tokenHash 32 bytes, SHA-256 of the random token @param lifeMs how long it lasts at most */
export async function createSession(
  db: Queryable,
  { tokenHash, officerId, now, lifeMs }: { tokenHash: Uint8Array; officerId: string; now: Date; lifeMs: number },
): Promise<void> {
  await db.officerSession.createMany({
    data: {
      tokenHash: dbBytes(tokenHash),
      officerId,
      lastSeenMinute: minuteOf(now),
      expiresMinute: minuteAfter(new Date(now.getTime() + lifeMs)),
    },
  });
}

/**
 * Finds a session that is neither past its end nor idle for too long nor a removed officer's, and notes the minute.
 * @param background true for what a console does by itself, which must not keep a session alive: no minute is noted
 * @returns its officer, or null
 */
export async function touchSession(
  db: Queryable,
  { tokenHash, now, idleMs, background }: { tokenHash: Uint8Array; now: Date; idleMs: number; background?: boolean },
): Promise<OfficerRecord | null> {
  const hash = dbBytes(tokenHash);
  const minute = minuteOf(now);
  const row = await db.officerSession.findFirst({
    where: {
      tokenHash: hash,
      expiresMinute: { gt: now },
      lastSeenMinute: { gt: new Date(minute.getTime() - idleMs) },
      officer: { state: { not: "removed" } },
    },
    include: { officer: true },
  });
  if (row === null) return null;
  if (background !== true && row.lastSeenMinute < minute) {
    await db.officerSession.updateMany({ where: { tokenHash: hash }, data: { lastSeenMinute: minute } });
  }
  return row.officer;
}

/** Ends every session of everybody who has a grant of this epoch. @returns how many there were */
export async function deleteSessionsOfEpoch(db: Queryable, desk: number, epoch: number): Promise<number> {
  const grants = await db.deskGrant.findMany({ where: { desk, epoch }, select: { officerId: true } });
  const holders = { in: grants.map(({ officerId }) => officerId) };
  return (await db.officerSession.deleteMany({ where: { officerId: holders } })).count;
}

/** Ends one session. */
export async function deleteSession(db: Queryable, tokenHash: Uint8Array): Promise<void> {
  await db.officerSession.deleteMany({ where: { tokenHash: dbBytes(tokenHash) } });
}

/** Ends an officer's other sessions. @param tokenHash of the one that stays */
export async function deleteOtherSessions(db: Queryable, officerId: string, tokenHash: Uint8Array): Promise<void> {
  await db.officerSession.deleteMany({ where: { officerId, NOT: { tokenHash: dbBytes(tokenHash) } } });
}

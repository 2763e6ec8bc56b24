/** Deletes what has had its time. What leaves in another way (by triage, at a release) is not here. */
import { DAY_MS } from "../../security/limits.ts";
import { dateOfDay, minuteOf } from "../values.ts";
import { purgeUploads } from "./uploads.ts";
import type { Database, Queryable } from "../client.ts";

const QUARANTINE_DAYS = 30;
const SIGN_IN_FAILURE_KEPT_MS = DAY_MS;
/** How many names' failed sign-ins are kept: a flood of names is forgotten, the longest untouched first. */
const SIGN_IN_FAILURES_KEPT = 10_000;

export interface Purged {
  quarantine: number;
  /** of uploads that no envelope names */
  parts: number;
  receipts: number;
  sessions: number;
  signInFailures: number;
  leases: number;
  enrolments: number;
  usedChallenges: number;
}

/** Deletes what has run out. @param sessionIdleMs how long a session may rest unused */
export async function purge(
  db: Database,
  { today, now, sessionIdleMs }: { today: number; now: Date; sessionIdleMs: number },
): Promise<Purged> {
  const minute = minuteOf(now);
  const idleSince = new Date(minute.getTime() - sessionIdleMs);
  const quarantine = await purgeQuarantine(db, today);
  const parts = await purgeUploads(db, today);
  const receipts = await db.intakeReceipt.deleteMany({ where: { keepUntil: { lt: dateOfDay(today) } } });
  const sessions = await db.officerSession.deleteMany({
    where: { OR: [{ expiresMinute: { lt: minute } }, { lastSeenMinute: { lt: idleSince } }] },
  });
  const signInFailures = await purgeSignInFailures(db, minute);
  const leases = await db.caseLease.deleteMany({ where: { untilMinute: { lt: minute } } });
  const enrolments = await db.enrolment.deleteMany({ where: { expiresMinute: { lt: minute } } });
  const usedChallenges = await db.usedChallenge.deleteMany({ where: { expiresMinute: { lt: minute } } });
  return {
    quarantine,
    parts,
    receipts: receipts.count,
    sessions: sessions.count,
    signInFailures,
    leases: leases.count,
    enrolments: enrolments.count,
    usedChallenges: usedChallenges.count,
  };
}

/** Those that rested for a day, and as many of the oldest as are too many: whole minutes of them. */
async function purgeSignInFailures(db: Queryable, minute: Date): Promise<number> {
  const restedSince = new Date(minute.getTime() - SIGN_IN_FAILURE_KEPT_MS);
  const rested = await db.signInFailure.deleteMany({ where: { failedMinute: { lt: restedSince } } });
  // By the minute: of these rows the worker may see nothing else.
  const minutes = await db.signInFailure.groupBy({
    by: "failedMinute",
    orderBy: { failedMinute: "desc" },
    _count: { failedMinute: true },
  });
  let names = 0;
  for (const { failedMinute, _count } of minutes) {
    names += _count.failedMinute;
    if (names <= SIGN_IN_FAILURES_KEPT) continue;
    const tooMany = await db.signInFailure.deleteMany({ where: { failedMinute: { lte: failedMinute } } });
    return rested.count + tooMany.count;
  }
  return rested.count;
}

/** An envelope's attachments go with it, unless an officer opens it just now: the deletion decides who has it. */
async function purgeQuarantine(db: Database, today: number): Promise<number> {
  const rows = await db.quarantine.findMany({
    where: { receivedDay: { lt: dateOfDay(today - QUARANTINE_DAYS) } },
    select: { id: true, attachmentId: true },
  });
  let purged = 0;
  for (const { id, attachmentId } of rows) {
    purged += await db.$transaction(async (tx) => {
      const { count } = await tx.quarantine.deleteMany({ where: { id } });
      if (count === 1 && attachmentId !== null) await tx.attachment.deleteMany({ where: { id: attachmentId } });
      return count;
    });
  }
  return purged;
}

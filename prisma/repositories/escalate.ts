/** What time does by itself: cases rise, and what is no longer needed goes. */
import { dateOfDay, minuteOf } from "../values.ts";
import { purgeUploads } from "./uploads.ts";
import type { Queryable } from "../client.ts";

/** Cases rise to this level at most. */
const HIGHEST_RAISED_LEVEL = 1;
const QUARANTINE_DAYS = 30;
const SIGN_IN_FAILURE_KEPT_MS = 24 * 3_600_000;
/** How many names' failed sign-ins are kept: a flood of names is forgotten, the longest untouched first. */
const SIGN_IN_FAILURES_KEPT = 10_000;
const DUE_HOUR_KEPT_MS = 24 * 3_600_000;

/**
 * A case that nobody answered by its due day rises one level, once; its due day stays, so it stands first there.
 * @returns how many rose
 */
export async function raiseOverdue(db: Queryable, today: number): Promise<number> {
  const { count } = await db.caseRecord.updateMany({
    where: { state: "open", raised: false, level: { gt: HIGHEST_RAISED_LEVEL }, dueDay: { lt: dateOfDay(today) } },
    data: { level: { decrement: 1 }, raised: true },
  });
  return count;
}

/** Erases due hours of cases that are answered or closed, or whose hour passed a day ago. @returns how many */
export async function erasePastHours(db: Queryable, now: Date): Promise<number> {
  const { count } = await db.caseRecord.updateMany({
    where: {
      dueHour: { not: null },
      OR: [{ state: { not: "open" } }, { dueHour: { lt: new Date(now.getTime() - DUE_HOUR_KEPT_MS) } }],
    },
    data: { dueHour: null },
  });
  return count;
}

export interface Purged {
  quarantine: number;
  /** of uploads that no envelope names */
  parts: number;
  receipts: number;
  sessions: number;
  signInFailures: number;
  leases: number;
  enrolments: number;
}

/** Deletes what has run out. @param sessionIdleMs how long a session may rest unused */
export async function purge(
  db: Queryable,
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
  return {
    quarantine,
    parts,
    receipts: receipts.count,
    sessions: sessions.count,
    signInFailures,
    leases: leases.count,
    enrolments: enrolments.count,
  };
}

/** Those that rested for a day, and as many of the oldest as are too many: whole minutes of them. */
async function purgeSignInFailures(db: Queryable, minute: Date): Promise<number> {
  return db.$executeRaw`
    DELETE FROM public.sign_in_failure
    WHERE failed_minute < ${new Date(minute.getTime() - SIGN_IN_FAILURE_KEPT_MS)} OR failed_minute <= (
      SELECT failed_minute FROM public.sign_in_failure ORDER BY failed_minute DESC OFFSET ${SIGN_IN_FAILURES_KEPT} LIMIT 1
    )`;
}

/** An envelope's attachments go with it, in one statement: what an officer opens just now is no longer in quarantine. */
async function purgeQuarantine(db: Queryable, today: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    WITH gone AS (
      DELETE FROM public.quarantine WHERE received_day < ${dateOfDay(today - QUARANTINE_DAYS)}::date
      RETURNING attachment_id
    ), attachments AS (
      DELETE FROM public.attachment WHERE id IN (SELECT attachment_id FROM gone)
    )
    SELECT count(*)::int AS count FROM gone`;
  return rows[0]?.count ?? 0;
}

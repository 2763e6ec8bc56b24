/** What a worker reports of faults. */

/** Codes that a worker reports. None says anything about one envelope; success is not reported, since a log has times. */
export type WorkerAlarm =
  | "job_failed"
  | "job_stalled"
  | "queue_unavailable"
  | "quarantine_full"
  | "ticks_unavailable"
  | "rules_refused"
  | "mail_unavailable"
  | "mail_recipient_refused";

/** `code`: of what went wrong inside. */
export type Alarm = (event: WorkerAlarm, code?: string) => void;

export const ALARM_EVERY_MS = 60_000;

/** A fault that lasts would fill the log: each kind of alarm is told at most once a minute. */
export function throttled(tell: Alarm, now: () => number = Date.now): Alarm {
  const toldAt = new Map<string, number>();
  return (event, code) => {
    const kind = `${event}/${code ?? ""}`;
    const last = toldAt.get(kind);
    const time = now();
    // A clock that was set back must not silence an alarm.
    if (last !== undefined && time >= last && time - last < ALARM_EVERY_MS) return;
    toldAt.set(kind, time);
    tell(event, code);
  };
}

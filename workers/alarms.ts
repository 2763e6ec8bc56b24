/** A fault that lasts would fill the log: each kind of alarm is told at most once a minute. */
import type { WorkerDeps } from "./deps.ts";

export const ALARM_EVERY_MS = 60_000;

export function throttled(tell: WorkerDeps["alarm"], now: () => number = Date.now): WorkerDeps["alarm"] {
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

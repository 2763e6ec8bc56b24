/**
 * What can be said of a reply: whether it is in the mailbox, and whether the person has written since. The outbox names neither
 * case nor officer, so that nobody is told when a reply leaves it; and days are all that is kept of anything. So both are said from
 * what is sure, and what is not is said as that.
 */
import { DAY_MS } from "../../../security/index.ts";
import type { JudgedItem } from "./judgedItem.ts";

/** After the tick itself, what its work takes on a busy machine: as long as the tick again, a minute at most. Milliseconds. */
const SPARE_MAX_MS = 60_000;

/** Milliseconds after which a reply that is there now is in the mailbox, when ticks come every `tickS` seconds. */
export function longestWaitMs(tickS: number): number {
  const tickMs = tickS * 1000;
  return tickMs + Math.min(tickMs, SPARE_MAX_MS);
}

/**
 * Until when a reply of `day` (ISO), first seen by this console at `seenMs`, may still wait: it was written before it was seen, and
 * before its day was over.
 */
export function mayWaitUntil(day: string, seenMs: number, tickS: number): number {
  const dayEndsMs = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  return Math.min(seenMs, dayEndsMs) + longestWaitMs(tickS);
}

/** `sameDay`: a message came on the day of the reply, before it or after. */
export type Since = "later" | "sameDay" | "nothing";

/** Whether the person, believed to be that, has written since the day of a reply. That it was read does not follow. */
export function writtenSince(day: string, items: readonly JudgedItem[]): Since {
  const days = items.flatMap((item) => (item.state === "message" ? [item.releasedDay] : []));
  if (days.some((each) => each > day)) return "later";
  return days.includes(day) ? "sameDay" : "nothing";
}

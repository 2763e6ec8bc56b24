/** Which replies may still wait for delivery, as far as this page can tell. */
import { signal } from "@preact/signals";
import { longestWaitMs, mayWaitUntil } from "../domain/replyState.ts";
import { forgetWithKeys } from "./session.ts";

/** `waiting`: sent from this page, and its tick has not come. `maybe`: sent elsewhere, not long ago. */
export type Delivery = "waiting" | "maybe" | "available";

/** By the id of the reply's entry; what is not in it has been delivered. */
const awaited = signal<ReadonlyMap<string, Exclude<Delivery, "available">>>(new Map());
/** Replies that were looked at once: what is over does not begin again. */
const seen = new Set<string>();

export const deliveryOf = (entryId: string): Delivery => awaited.value.get(entryId) ?? "available";

/** A reply that this page has sent just now. @param tickS as the host said for it, seconds */
export function awaitRelease(entryId: string, tickS: number): void {
  awaitFor(entryId, "waiting", longestWaitMs(tickS));
}

/** The replies of a case that was read. @param tickS the longest that any waits, seconds */
export function noticeReplies(replies: readonly { readonly id: string; readonly day: string }[], tickS: number): void {
  const now = Date.now();
  for (const { id, day } of replies) {
    const left = mayWaitUntil(day, now, tickS) - now;
    if (!seen.has(id) && left > 0) awaitFor(id, "maybe", left);
    seen.add(id);
  }
}

function awaitFor(entryId: string, how: Exclude<Delivery, "available">, ms: number): void {
  seen.add(entryId);
  awaited.value = new Map([...awaited.value, [entryId, how]]);
  setTimeout(() => {
    awaited.value = new Map([...awaited.value].filter(([each]) => each !== entryId));
  }, ms);
}

forgetWithKeys(() => {
  seen.clear();
  awaited.value = new Map();
});

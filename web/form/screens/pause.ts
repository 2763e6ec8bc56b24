/** What a pause between two tries says: what keeps the answer away, and when the next try is. */
import type { Trouble } from "../network/ask.ts";
import type { PlainKey, Texts } from "../texts.ts";

const SAID: Readonly<Record<Trouble, PlainKey>> = {
  network: "send.network",
  service: "send.busy",
  stranger: "send.stranger",
};

export function pauseText(texts: Texts, why: Trouble, seconds: number): string {
  // A browser that says it has no network is right; one that says nothing may still have none.
  const key = why === "network" && !navigator.onLine ? "send.offline" : SAID[why];
  return texts.t(key, { count: seconds });
}

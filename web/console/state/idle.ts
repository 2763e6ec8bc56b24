/** Locks after fifteen minutes without a key, a click or a touch. */
import { effect } from "@preact/signals";
import { lock, phase } from "./session.ts";

export const IDLE_MS = 15 * 60_000;
const CHECK_MS = 10_000;

export function watchIdleness(): void {
  let last = Date.now();
  const touch = (): void => {
    last = Date.now();
  };
  for (const event of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    addEventListener(event, touch, { passive: true, capture: true });
  }
  // A sleeping machine runs no timers: what counts is the clock, also when the page is looked at again.
  const check = (): void => {
    if (Date.now() - last >= IDLE_MS) lock("idle");
  };
  addEventListener("visibilitychange", check);
  effect(() => {
    if (phase.value.at !== "open" && phase.value.at !== "pending") return undefined;
    touch();
    const timer = setInterval(check, CHECK_MS);
    return () => clearInterval(timer);
  });
}

/**
 * Locks after fifteen minutes without a key, a click or a touch. The server counts by itself, and what the console asks on its
 * own does not count: so while somebody reads or writes without asking for anything, the server is told that they are there.
 */
import { effect } from "@preact/signals";
import { MINUTE_MS, SESSION_IDLE_MS } from "../../../security/index.ts";
import { api } from "./server.ts";
import { lock, isOpened, phase } from "./session.ts";

const CHECK_MS = 10_000;
/** Milliseconds between two such words at least; the server forgets after fifteen minutes. */
const PRESENCE_MS = 4 * MINUTE_MS;

let last = Date.now();

/** Somebody is here. Called for what happens in a frame too, whose keys and clicks this page does not see. */
export function touched(): void {
  last = Date.now();
}

export function watchIdleness(): void {
  let told = last;
  for (const event of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    addEventListener(event, touched, { passive: true, capture: true });
  }
  // A sleeping machine runs no timers: what counts is the clock, also when the page is looked at again.
  const check = (): void => {
    const now = Date.now();
    if (now - last >= SESSION_IDLE_MS) return lock("idle");
    if (last <= told || now - told < PRESENCE_MS) return;
    told = now;
    api.session().catch(() => undefined); // a lost session is noticed by the client; anything else can wait
  };
  addEventListener("visibilitychange", () => {
    if (isOpened(phase.value)) check();
  });
  effect(() => {
    if (!isOpened(phase.value)) return undefined;
    touched();
    told = last;
    const timer = setInterval(check, CHECK_MS);
    return () => clearInterval(timer);
  });
}

/** Tells the officers of the desk that somebody reads the case on screen, while its report is open. */
import { computed, effect } from "@preact/signals";
import { openedCase, revealed } from "./openCase.ts";
import { route } from "./route.ts";
import { background } from "./server.ts";
import { session } from "./session.ts";

/** Milliseconds between two words of it; the host forgets after two minutes. */
const AGAIN_MS = 60_000;

export function followReading(): void {
  const reading = computed(() => {
    // A case that was left stays open in memory.
    const [at, id] = [route.value, openedCase.value?.id];
    const isShown = at.at === "case" && at.id === id && session.value !== null;
    return isShown && revealed.value.has(at.id) ? at.id : null;
  });
  effect(() => {
    const id = reading.value;
    if (id === null) return undefined;
    const say = (): void => {
      background.enterCase(id).catch(() => undefined); // nothing hangs on it
    };
    say();
    const timer = setInterval(say, AGAIN_MS);
    return () => {
      clearInterval(timer);
      background.leaveCase(id).catch(() => undefined);
    };
  });
}

/** "Something changed": events without content, upon which what is shown is read again. */
import { computed, effect, signal } from "@preact/signals";
import { background } from "./server.ts";
import { session } from "./session.ts";

/** Milliseconds to gather a burst of changes in. */
const GATHER_MS = 300;
/** Milliseconds that events may be cut off before it is said. */
const SAID_AFTER_MS = 5_000;
/** Milliseconds until a refused stream is asked for again. */
const AGAIN_MS = 10_000;

export const liveLost = signal(false);
/** Counts changes; whoever shows something reads it again when this moves. */
export const changes = signal(0);

export function followEvents(): void {
  const signedIn = computed(() => session.value !== null);
  const attempt = signal(0);
  effect(() => {
    if (!signedIn.value || attempt.value < 0) return undefined;
    const source = new EventSource("/v1/events");
    const timers: ReturnType<typeof setTimeout>[] = [];
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const changed = (): void => {
      clearTimeout(gathering);
      gathering = setTimeout(() => {
        changes.value += 1;
      }, GATHER_MS);
      timers.push(gathering);
    };
    source.addEventListener("changed", changed);
    source.addEventListener("open", () => {
      if (missed) changed();
      missed = false;
      liveLost.value = false;
    });
    source.addEventListener("error", () => {
      missed = true;
      timers.push(setTimeout(() => (liveLost.value = missed), SAID_AFTER_MS));
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      // The server refused: perhaps the session has ended, which any request finds out.
      background.session().catch(() => undefined);
      timers.push(setTimeout(() => (attempt.value = attempt.peek() + 1), AGAIN_MS));
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
      source.close();
    };
  });
  effect(() => {
    if (!signedIn.value) liveLost.value = false;
  });
}

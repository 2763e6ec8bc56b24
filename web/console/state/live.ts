/** "Something changed": events without content, upon which what is shown is read again. */
import { effect, signal } from "@preact/signals";
import { session } from "./session.ts";

/** Milliseconds to gather a burst of changes in. */
const GATHER_MS = 300;

export const liveLost = signal(false);
/** Counts changes; whoever shows something reads it again when this moves. */
export const changes = signal(0);

export function followEvents(): void {
  const signedIn = signal(false);
  effect(() => {
    signedIn.value = session.value !== null;
  });
  effect(() => {
    if (!signedIn.value) return undefined;
    const source = new EventSource("/v1/events");
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const changed = (): void => {
      clearTimeout(gathering);
      gathering = setTimeout(() => {
        changes.value += 1;
      }, GATHER_MS);
    };
    source.addEventListener("changed", changed);
    source.addEventListener("open", () => {
      if (liveLost.value) changed(); // what was missed meanwhile
      liveLost.value = false;
    });
    source.addEventListener("error", () => {
      liveLost.value = true;
    });
    return () => {
      clearTimeout(gathering);
      source.close();
      liveLost.value = false;
    };
  });
}

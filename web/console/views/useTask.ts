/** One thing that a form does at a time: whether it is under way, and how it failed. */
import { useSignal } from "@preact/signals";

export interface Task {
  readonly busy: boolean;
  readonly error: unknown;
  readonly run: (work: () => Promise<void>) => void;
}

/** Milliseconds for the browser to paint "working" before a derivation blocks the page. */
const PAINT_MS = 40;

/** Until what was just said stands on the screen. */
export const painted = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAINT_MS));

export function useTask(): Task {
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  return {
    busy: busy.value,
    error: error.value,
    run: (work) => {
      if (busy.value) return;
      busy.value = true;
      error.value = null;
      const go = async (): Promise<void> => {
        try {
          await painted();
          await work();
        } catch (caught) {
          error.value = caught;
        } finally {
          busy.value = false;
        }
      };
      void go();
    },
  };
}

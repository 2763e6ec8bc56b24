/** What a screen shows, read when it opens and again whenever it may have changed. */
import { useEffect, useRef } from "preact/hooks";
import type { Api } from "../api.ts";
import { changes } from "../state/live.ts";
import { api, background } from "../state/server.ts";

/**
 * The first reading is the officer's, who opened the screen; those after it are the console's own.
 * @param again read afresh too when one of these is another one
 */
export function useReading(read: (by: Api) => Promise<void>, again: readonly unknown[] = []): void {
  const opened = useRef(false);
  useEffect(() => {
    void read(opened.current ? background : api);
    opened.current = true;
  }, [changes.value, ...again]);
}

/**
 * Fetching a later script. Browsers remember a module whose fetch failed and refuse it for as long as the page lives, so
 * each new attempt asks with another query, which the service ignores: the same file to it, another module to the browser.
 * (With another fragment, Chromium would hold the new request back for 20 s behind one that hangs.)
 */
import type * as sealingScript from "./sealing.ts";

/** The script that holds the keys, as a module. */
export type Sealing = typeof sealingScript;

/** Where the later scripts are, by name. */
export type Scripts = Readonly<Record<"journey" | "returning" | "sealing", string>>;

/** Whoever waits longer than this for a script hears of it, and may ask again. Milliseconds. */
const LIMIT_MS = 30_000;

interface Loading {
  attempts: number;
  /** What was asked for and has not failed: an answer that comes late is still one. */
  readonly pending: Set<Promise<unknown>>;
  /** What to wait for; none before the first attempt and after a failure. */
  current: Promise<unknown> | null;
}

const scripts = new Map<string, Loading>();

/** The module at `address`, fetched once; a failure, or a wait that was too long, can be tried again by asking again. */
export function loadScript<T>(address: string): Promise<T> {
  let loading = scripts.get(address);
  if (!loading) scripts.set(address, (loading = { attempts: 0, pending: new Set(), current: null }));
  loading.current ??= attempt(address, loading);
  return loading.current as Promise<T>;
}

function attempt(address: string, loading: Loading): Promise<unknown> {
  const { attempts, pending } = loading;
  loading.attempts = attempts + 1;
  const module: Promise<unknown> = import(attempts === 0 ? address : `${address}?${attempts}`);
  pending.add(module);
  module.then(
    () => (loading.current = module),
    () => pending.delete(module),
  );
  let timer = 0;
  const tooLong = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(new Error("the script does not come")), LIMIT_MS);
  });
  const current = Promise.race([Promise.any(pending), tooLong]);
  current.then(
    () => clearTimeout(timer),
    () => {
      clearTimeout(timer);
      loading.current = null;
    },
  );
  return current;
}

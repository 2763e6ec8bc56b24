/**
 * Fetching a later script. Browsers remember a module whose fetch failed and refuse it for as long as the page lives, so
 * each new attempt asks under another fragment: the same file to the server, another module to the browser.
 */
import type { FormLanguage } from "../locales/form/languages.ts";
import type * as listenScript from "./listen/listen.ts";
import type * as sealingScript from "./sealing.ts";

/** The script that holds the keys, as a module. */
export type Sealing = typeof sealingScript;
/** The script that reads screens aloud, as a module. */
export type Listen = typeof listenScript;

/** Where the later scripts are, by name; a language's are its first texts, and more for the other screens. */
export type Scripts = Readonly<
  Record<"journey" | "sealing" | "listen" | FormLanguage | `more-${FormLanguage}`, string>
>;

const attempts = new Map<string, number>();
const loaded = new Map<string, Promise<unknown>>();

/** The module at `address`, fetched once; a failure can be tried again by asking again. */
export function loadScript<T>(address: string): Promise<T> {
  const known = loaded.get(address);
  if (known) return known as Promise<T>;
  const attempt = attempts.get(address) ?? 0;
  attempts.set(address, attempt + 1);
  const module = import(attempt === 0 ? address : `${address}#${attempt}`) as Promise<T>;
  loaded.set(address, module);
  module.catch(() => loaded.delete(address));
  return module;
}

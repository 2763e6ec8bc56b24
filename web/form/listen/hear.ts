/** Fetches what reads screens aloud as soon as the browser lists a voice of the device: most list theirs late, many have none. */
import { loadScript } from "../load.ts";
import type { Texts } from "../texts.ts";
import type * as listenScript from "./listen.ts";
import type { Listening } from "./listen.ts";

declare const ABRI_RARE_SCRIPTS: Readonly<Record<"listen", string>>;

/** @param ready is given the listening, once; not after `over` */
export type Hear = (main: HTMLElement, texts: Texts, over: AbortSignal, ready: (listening: Listening) => void) => void;

export const hear: Hear = (main, texts, over, ready) => {
  if (!("speechSynthesis" in globalThis)) return;
  const speech = speechSynthesis;
  let here = false;
  const fetchIt = async (): Promise<void> => {
    const { listenTo } = await loadScript<typeof listenScript>(ABRI_RARE_SCRIPTS.listen);
    if (here || over.aborted) return;
    here = true;
    ready(listenTo(main, texts, over));
  };
  const look = (): void => {
    if (here || !speech.getVoices().some(({ localService }) => localService)) return;
    // When it does not come it is asked for again with the next voices.
    void fetchIt().catch(() => undefined);
  };
  speech.addEventListener?.("voiceschanged", look, { signal: over });
  look();
};

/** Fetches what reads screens aloud as soon as the browser lists a voice of the device: most list theirs late, many have none. */
import { listenScript } from "../rare.ts";
import type { Texts } from "../texts.ts";
import type { Listening } from "./listen.ts";

/** @param ready is given the listening, once; not after `over` */
export type Hear = (main: HTMLElement, texts: Texts, over: AbortSignal, ready: (listening: Listening) => void) => void;

export const hear: Hear = (main, texts, over, ready) => {
  if (!("speechSynthesis" in globalThis)) return;
  const speech = speechSynthesis;
  let here = false;
  const fetchIt = async (): Promise<void> => {
    const { listenTo } = await listenScript();
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

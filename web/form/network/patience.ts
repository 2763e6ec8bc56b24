/** Asking again for as long as the tab lives. */
import { ask, type Question, type Reply } from "./ask.ts";

export type Settled = Exclude<Reply, { kind: "later" }>;

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Told before each pause, every second of it, with what remains; `null` when the next try begins. */
export type OnPause = (secondsLeft: number | null) => void;

export class Patience {
  readonly #signal: AbortSignal;
  readonly #onPause: OnPause;
  #hurry: (() => void) | null = null;

  constructor(signal: AbortSignal, onPause: OnPause) {
    this.#signal = signal;
    this.#onPause = onPause;
  }

  /** Ends the pause that is running. */
  tryNow(): void {
    this.#hurry?.();
  }

  /**
   * Sends the same question, byte for byte, until the service settles it. `settles` may call an answer unusable, which is
   * then asked for again.
   * @throws DOMException `AbortError` once the signal is aborted
   */
  async ask(question: Question, settles: (reply: Settled) => boolean = () => true): Promise<Settled> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      this.#signal.throwIfAborted();
      const reply = await ask(question, this.#signal);
      this.#signal.throwIfAborted();
      if (reply.kind !== "later" && settles(reply)) return reply;
      // A little of chance, so that a crowd that was turned away does not come back as one.
      const ownWait = wait * (0.75 + Math.random() / 2);
      await this.#pause(Math.max(ownWait, reply.kind === "later" ? reply.afterMs : 0));
    }
  }

  async #pause(ms: number): Promise<void> {
    const end = Date.now() + ms;
    const tick = (): void => this.#onPause(Math.max(1, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const ticking = setInterval(tick, 1000);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#hurry = done;
      this.#signal.addEventListener("abort", done, { once: true });
      addEventListener("online", done, { once: true });
    });
    this.#hurry = null;
    clearInterval(ticking);
    this.#onPause(null);
  }
}

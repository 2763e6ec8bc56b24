/** Asking again for as long as the tab lives. */
import { ask, type Question, type Reply, type Trouble } from "./ask.ts";

export type Settled = Exclude<Reply, { kind: "later" }>;

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** Told before each pause, every second of it, with what remains, and why; `null` when the next try begins. */
export type OnPause = (secondsLeft: number | null, why: Trouble) => void;

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
      if (reply.kind === "later") await this.#pause(Math.max(ownWait, reply.afterMs), reply.why);
      else await this.#pause(ownWait, "stranger");
    }
  }

  async #pause(ms: number, why: Trouble): Promise<void> {
    // Not the clock on the wall: a telephone that finds its network again may set that by a year.
    const end = performance.now() + ms;
    const tick = (): void => this.#onPause(Math.max(1, Math.ceil((end - performance.now()) / 1000)), why);
    tick();
    const ticking = setInterval(tick, 1000);
    const over = new AbortController();
    await new Promise<void>((resolve) => {
      const { signal } = over;
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
      const end = (): void => over.abort();
      this.#hurry = end;
      this.#signal.addEventListener("abort", end, { signal });
      // What the service asked for is kept to; a network that is back is used at once.
      if (why === "network") addEventListener("online", end, { signal });
    });
    over.abort();
    this.#hurry = null;
    clearInterval(ticking);
    this.#onPause(null, why);
  }
}

import { ApiError } from "./errors.ts";

export interface GateLimits {
  /** Tasks that run at the same time. */
  readonly atOnce: number;
  /** Tasks of each lane that may wait for their turn. */
  readonly waiting: number;
  /** Seconds, told to those who are turned away. */
  readonly retryAfter: number;
}

/**
 * Bounds how much of one kind of work is done at once. Those who wait come in two lanes, so that strangers who fill the
 * common lane do not keep out those who have already shown something that strangers do not have.
 */
export class Gate {
  readonly #limits: GateLimits;
  readonly #urgent: (() => void)[] = [];
  readonly #common: (() => void)[] = [];
  #running = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  get running(): number {
    return this.#running;
  }

  /** Runs `task` when its turn comes. @throws ApiError `busy` when its lane is full */
  async run<T>(task: () => Promise<T>, lane: "common" | "urgent" = "common"): Promise<T> {
    await this.#enter(lane === "urgent" ? this.#urgent : this.#common);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(lane: (() => void)[]): Promise<void> {
    if (this.#running < this.#limits.atOnce) {
      this.#running++;
      return Promise.resolve();
    }
    if (lane.length >= this.#limits.waiting) {
      return Promise.reject(new ApiError("busy", { retryAfter: this.#limits.retryAfter }));
    }
    return new Promise((resolve) => lane.push(resolve));
  }

  /** The place goes straight to the next one, so that nobody who comes just now slips in before. */
  #leave(): void {
    const next = this.#urgent.shift() ?? this.#common.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}

/**
 * How long nobody has touched the page. Two clocks are asked: one that cannot be set but may stand still while the device
 * sleeps, and the clock on the wall, which goes on but can be set: the page itself asks for that when a date is wrong.
 */
export interface IdleLimits {
  /** Untouched for this long, the page warns. Milliseconds. */
  readonly quietMs: number;
  /** From the warning to the wipe. Milliseconds. */
  readonly graceMs: number;
}

export interface Instant {
  /** Milliseconds of a clock that cannot be set. */
  readonly steady: number;
  /** Milliseconds since 1970 by the device. */
  readonly wall: number;
}

/** "active", "over", or the seconds that are left of a warning. */
export type Idle = "active" | "over" | number;

export class IdleClock {
  readonly #limits: IdleLimits;
  readonly #now: () => Instant;
  #touched: Instant;
  #warned: Instant | null = null;

  constructor(limits: IdleLimits, now: () => Instant) {
    this.#limits = limits;
    this.#now = now;
    this.#touched = now();
  }

  /** Somebody is there. */
  touch(): void {
    this.#touched = this.#now();
    this.#warned = null;
  }

  look(): Idle {
    const { quietMs, graceMs } = this.#limits;
    const now = this.#now();
    const quiet = since(this.#touched, now);
    if (quiet.steady >= quietMs + graceMs) return "over";
    if (quiet.longest < quietMs && this.#warned === null) return "active";
    // A clock that was set forward does not wipe by itself: the warning always has its full time.
    this.#warned ??= now;
    const left = graceMs - since(this.#warned, now).longest;
    return left <= 0 ? "over" : Math.ceil(left / 1000);
  }
}

function since(then: Instant, now: Instant): { readonly steady: number; readonly longest: number } {
  const steady = now.steady - then.steady;
  return { steady, longest: Math.max(steady, now.wall - then.wall) };
}

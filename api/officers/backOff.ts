/**
 * How long a name waits after wrong attempts. The count is per name, so nobody's mistakes keep another from signing in, and
 * names that do not exist are counted alike, so that waiting does not tell which exist.
 */

/** Wrong attempts in a row that cost nothing. */
const FREE_ATTEMPTS = 4;
const MAX_MINUTES = 15;

/** Whole minutes to wait after `failures` wrong attempts in a row: 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, … */
export function waitMinutes(failures: number): number {
  if (failures <= FREE_ATTEMPTS) return 0;
  return Math.min(MAX_MINUTES, 2 ** Math.min(failures - FREE_ATTEMPTS - 1, 10));
}

interface Row {
  failures: number;
  retryAfterMs: number;
}

/** The counts of names that do not exist: in memory, bounded, the longest untouched forgotten first. */
export class UnknownNames {
  readonly #rows = new Map<string, Row>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Milliseconds since 1970 until which this name waits; 0 when it does not. */
  retryAfterMs(key: string): number {
    return this.#rows.get(key)?.retryAfterMs ?? 0;
  }

  /** @param nowMs milliseconds since 1970 */
  fail(key: string, nowMs: number, minuteAfter: (ms: number) => number): void {
    const failures = (this.#rows.get(key)?.failures ?? 0) + 1;
    const wait = waitMinutes(failures);
    this.#rows.delete(key);
    this.#rows.set(key, { failures, retryAfterMs: wait === 0 ? 0 : minuteAfter(nowMs + wait * 60_000) });
    const oldest = this.#rows.keys().next();
    if (this.#rows.size > this.#capacity && oldest.done !== true) this.#rows.delete(oldest.value);
  }
}

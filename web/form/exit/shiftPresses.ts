/**
 * Shift pressed three times, by itself: the way out for somebody at a keyboard who has no time to find the pointer. Left and
 * right count alike, in any mix. A press counts when the key comes up and nothing else was pressed meanwhile, so that
 * capital letters never add up to one. After GOV.UK's "exit this page" component.
 */

/** How many presses leave the page. */
export const PRESSES = 3;
/** The longest time from one press to the next, in milliseconds. */
export const BETWEEN_PRESSES_MS = 5_000;

export class ShiftPresses {
  #count = 0;
  #last = 0;
  /** Shift is held down for the sake of another key. */
  #modifies = false;

  /** How many presses are in a row now, 0 to 3. */
  get count(): number {
    return this.#count;
  }

  reset(): void {
    this.#count = 0;
  }

  /** Any key goes down, or a pointer does: `key` is "" for that. */
  down(key: string, shiftHeld: boolean): void {
    if (key === "Shift") return;
    this.reset();
    this.#modifies = shiftHeld;
  }

  /**
   * Any key comes up.
   * @param shiftHeld whether a Shift key is still down, as the event says
   * @param at milliseconds of a clock that does not go back
   */
  up(key: string, shiftHeld: boolean, at: number): void {
    if (key !== "Shift") return;
    if (this.#modifies) {
      this.#modifies = shiftHeld;
      return;
    }
    if (at - this.#last > BETWEEN_PRESSES_MS) this.reset();
    this.#count += 1;
    this.#last = at;
  }
}

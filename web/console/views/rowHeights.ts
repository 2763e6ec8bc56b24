/**
 * How high the rows of a long list are, and so where each begins: measured as they come by, the others taken to be as high as
 * those on average. A step of the scroll adds numbers alone; ids are looked up when the list is another one.
 */

/** CSS pixels, until a row was measured. */
const FIRST_GUESS = 34;

export class RowHeights {
  readonly #known = new Map<string, number>();
  #sum = 0;
  #ids: readonly string[] = [];
  /** By index; not a number for a row that was not measured. */
  #own = new Float64Array(0);
  #tops: Float64Array | null = null;

  /** @param ids of the rows, in order; the same array while nothing changed in them */
  list(ids: readonly string[]): void {
    if (ids === this.#ids) return;
    this.#ids = ids;
    this.#own = Float64Array.from(ids, (id) => this.#known.get(id) ?? Number.NaN);
    this.#tops = null;
  }

  /** @param height CSS pixels */
  measured(index: number, height: number): void {
    const id = this.#ids[index];
    if (id === undefined || this.#own[index] === height) return;
    this.#sum += height - (this.#known.get(id) ?? 0);
    this.#known.set(id, height);
    this.#own[index] = height;
    this.#tops = null;
  }

  /** All are measured anew: the list is as wide as it was no longer. */
  forget(): void {
    this.#known.clear();
    this.#sum = 0;
    this.#own.fill(Number.NaN);
    this.#tops = null;
  }

  /** Where each row begins, and where the last one ends: CSS pixels from the top of the list. */
  tops(): Float64Array {
    if (this.#tops !== null) return this.#tops;
    const guess = this.#known.size === 0 ? FIRST_GUESS : this.#sum / this.#known.size;
    const tops = new Float64Array(this.#own.length + 1);
    let at = 0;
    for (let i = 0; i < this.#own.length; i++) {
      const own = this.#own[i] as number;
      at += Number.isNaN(own) ? guess : own;
      tops[i + 1] = at;
    }
    this.#tops = tops;
    return tops;
  }
}

/** The row at a height, by halves. */
export function rowAt(tops: Float64Array, at: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle + 1] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Of a long list only what is near the screen stands in the page. Heights are measured as rows come by, the others taken to be
 * as high as those on average; what is left out is held open by empty space, so that the page's own scrolling works.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** A list of up to so many rows stands there whole. */
export const WHOLE_BELOW = 120;
/** Rows kept ready above and below the screen. */
const SPARE = 15;
/** CSS pixels, until a row was measured. */
const FIRST_GUESS = 34;

/** A row by its index, or empty space of so many CSS pixels. */
export type Piece = { readonly index: number } | { readonly space: number };

interface Windowed {
  readonly pieces: readonly Piece[];
  /** What stands on the screen or near it. */
  readonly from: number;
  readonly to: number;
}

/**
 * @param ids of the rows, in order @param body what holds them; each row is marked `data-row` with its id
 * @param kept the index of a row that stays in the page wherever it is, since it has the focus; -1 for none
 */
export function useWindow(ids: readonly string[], body: RefObject<HTMLElement | null>, kept: number): Windowed {
  const heights = useRef(new Map<string, number>());
  const [, redraw] = useState(0);
  const whole = ids.length <= WHOLE_BELOW;

  const guess = average(heights.current);
  const tops = topsOf(ids, heights.current, guess);
  const { from, to } = whole ? { from: 0, to: ids.length } : visible(tops, body.current);

  useLayoutEffect(() => {
    if (whole) return;
    for (const row of body.current?.querySelectorAll<HTMLElement>("[data-row]") ?? []) {
      heights.current.set(row.dataset["row"] ?? "", row.getBoundingClientRect().height);
    }
    const now = visible(topsOf(ids, heights.current, average(heights.current)), body.current);
    // Measured, there may be room for more than was guessed.
    if (now.from < from || now.to > to) redraw((n) => n + 1);
  });

  useLayoutEffect(() => {
    if (whole) return undefined;
    let frame = 0;
    const later = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => redraw((n) => n + 1));
    };
    const afresh = (): void => {
      heights.current.clear();
      later();
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", afresh);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", later);
      removeEventListener("resize", afresh);
    };
  }, [whole]);

  return { pieces: piecesOf(tops, { from, to }, kept), from, to };
}

function average(heights: ReadonlyMap<string, number>): number {
  if (heights.size === 0) return FIRST_GUESS;
  let sum = 0;
  for (const height of heights.values()) sum += height;
  return sum / heights.size;
}

/** Where each row begins, and where the last one ends. */
function topsOf(ids: readonly string[], heights: ReadonlyMap<string, number>, guess: number): Float64Array {
  const tops = new Float64Array(ids.length + 1);
  for (const [i, id] of ids.entries()) tops[i + 1] = (tops[i] as number) + (heights.get(id) ?? guess);
  return tops;
}

function visible(tops: Float64Array, body: HTMLElement | null): { from: number; to: number } {
  const above = body === null ? 0 : -body.getBoundingClientRect().top;
  const count = tops.length - 1;
  return {
    from: Math.max(0, rowAt(tops, above) - SPARE),
    to: Math.min(count, rowAt(tops, above + innerHeight) + 1 + SPARE),
  };
}

/** The row at a height, by halves. */
function rowAt(tops: Float64Array, at: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle + 1] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function piecesOf(tops: Float64Array, { from, to }: { from: number; to: number }, kept: number): Piece[] {
  const count = tops.length - 1;
  const pieces: Piece[] = [];
  const space = (start: number, end: number): void => {
    const height = (tops[end] as number) - (tops[start] as number);
    if (height > 0) pieces.push({ space: height });
  };
  const [before, after] = [kept >= 0 && kept < from, kept >= to && kept < count];
  if (before) {
    space(0, kept);
    pieces.push({ index: kept });
  }
  space(before ? kept + 1 : 0, from);
  for (let index = from; index < to; index++) pieces.push({ index });
  space(to, after ? kept : count);
  if (after) {
    pieces.push({ index: kept });
    space(kept + 1, count);
  }
  return pieces;
}

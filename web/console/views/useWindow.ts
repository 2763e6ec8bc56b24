/**
 * Of a long list only what is near the screen stands in the page. What is left out is held open by empty space, as high as its
 * rows are by what was measured, so that the page's own scrolling works.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import { RowHeights, rowAt } from "./rowHeights.ts";

/** A list of up to so many rows stands there whole. */
const WHOLE_BELOW = 120;
/** Rows kept ready above and below the screen, */
const SPARE = 10;
/** and while the list leaps by whole screens, where nothing that was kept ready would come by. */
const SPARE_IN_LEAP = 1;
/** Milliseconds without a leap after which they are made up for. */
const REST_MS = 100;

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
  const measured = useRef<RowHeights | null>(null);
  const heights = (measured.current ??= new RowHeights());
  const [, redraw] = useState(0);
  const whole = ids.length <= WHOLE_BELOW;

  heights.list(ids);
  const tops = heights.tops();
  const screen = visible(tops, body.current);
  const before = useRef(screen);
  const spare = useRef(SPARE_IN_LEAP);
  if (screen.from >= before.current.to || screen.to <= before.current.from) spare.current = SPARE_IN_LEAP;
  const { from, to } = whole ? { from: 0, to: ids.length } : withSpare(screen, spare.current, ids.length);
  const pieces = piecesOf(tops, { from, to }, kept);

  useLayoutEffect(() => {
    if (whole) return;
    const standing = pieces.flatMap((piece) => ("index" in piece ? [piece.index] : []));
    const drawn = body.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [];
    for (const [i, row] of drawn.entries()) heights.measured(standing[i] ?? -1, row.getBoundingClientRect().height);
    // Measured, the screen may have room for more than was guessed.
    const now = visible(heights.tops(), body.current);
    if (now.from < from || now.to > to) redraw((n) => n + 1);
  });

  useLayoutEffect(() => {
    before.current = screen;
    if (whole || spare.current === SPARE) return undefined;
    const rest = setTimeout(() => {
      spare.current = SPARE;
      redraw((n) => n + 1);
    }, REST_MS);
    return () => clearTimeout(rest);
  });

  useLayoutEffect(() => {
    if (whole) return undefined;
    let frame = 0;
    const later = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => redraw((n) => n + 1));
    };
    const afresh = (): void => {
      heights.forget();
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

  return { pieces, from, to };
}

interface Range {
  readonly from: number;
  /** Not in it any more. */
  readonly to: number;
}

/** What stands on the screen. */
function visible(tops: Float64Array, body: HTMLElement | null): Range {
  const above = body === null ? 0 : -body.getBoundingClientRect().top;
  const count = tops.length - 1;
  return { from: rowAt(tops, above), to: Math.min(count, rowAt(tops, above + innerHeight) + 1) };
}

/** @param spare rows more, above and below */
const withSpare = ({ from, to }: Range, spare: number, count: number): Range => ({
  from: Math.max(0, from - spare),
  to: Math.min(count, to + spare),
});

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

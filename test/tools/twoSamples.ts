/** Whether two samples could come from one source: the test of Mann and Whitney, which asks nothing of their shape. */

export interface Comparison {
  /** Chance that one of the first is greater than one of the second; 0.5 when nothing tells them apart. */
  readonly greater: number;
  /** Distance of that from 0.5 in standard deviations. Above 4 by accident once in 16 000 times. */
  readonly deviations: number;
}

/** Samples of some dozens or more: the normal approximation, with the correction for ties. */
export function compareSamples(first: readonly number[], second: readonly number[]): Comparison {
  const all = [
    ...first.map((value) => ({ value, first: true })),
    ...second.map((value) => ({ value, first: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const rank = (from + 1 + to) / 2; // the mean rank of those that are equal
    rankSum += rank * all.slice(from, to).filter((one) => one.first).length;
    ties += (to - from) ** 3 - (to - from);
  }
  const [n, m, both] = [first.length, second.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const deviation = Math.sqrt(((n * m) / 12) * (both + 1 - ties / (both * (both - 1))));
  return { greater: u / (n * m), deviations: deviation === 0 ? 0 : Math.abs(u - (n * m) / 2) / deviation };
}

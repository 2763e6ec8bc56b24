import { describe, expect, it } from "@jest/globals";
import { compareSamples } from "./twoSamples.ts";
import { Random } from "./fuzz.ts";

/** Sums of three draws, as times are: never twice quite the same. */
function sample(random: Random, size: number, more = 0): number[] {
  return Array.from({ length: size }, () => more + random.below(1e6) + random.below(1e6) + random.below(1e6));
}

describe("compareSamples()", () => {
  it("gives the values of the textbook", () => {
    // Mann and Whitney's own statistic, counted by hand: 2 beats nothing, 4 beats 3, 6 beats 3 and 5.
    const { greater, deviations } = compareSamples([2, 4, 6], [3, 5, 7]);
    expect(greater).toBeCloseTo(3 / 9);
    expect(deviations).toBeCloseTo(1.5 / Math.sqrt((9 * 7) / 12));
  });

  it("counts what is equal as half", () => {
    expect(compareSamples([1, 1], [1, 1])).toEqual({ greater: 0.5, deviations: 0 });
    expect(compareSamples([1, 2], [1, 2]).greater).toBe(0.5);
  });

  it("finds one source for two samples of it, and two for a difference of a tenth of their spread", () => {
    const random = new Random(1);
    const seen = Array.from({ length: 200 }, () => compareSamples(sample(random, 200), sample(random, 200)).deviations);
    expect(Math.max(...seen)).toBeLessThan(4);
    // Of a standard normal, a third lies beyond one deviation.
    expect(seen.filter((deviations) => deviations > 1).length / seen.length).toBeCloseTo(0.32, 0);
    expect(compareSamples(sample(random, 2_000, 1e5), sample(random, 2_000)).deviations).toBeGreaterThan(4);
  });
});

/** Where the rows of a long list begin, by what was measured of them. */
import { describe, expect, it } from "@jest/globals";
import { rowAt, RowHeights } from "../../../web/console/views/rowHeights.ts";

const IDS = ["a", "b", "c", "d"];

describe("the heights of rows", () => {
  it("are as measured, and as high as those on average where nobody measured", () => {
    const heights = new RowHeights();
    heights.list(IDS);
    expect([...heights.tops()]).toEqual([0, 34, 68, 102, 136]);
    heights.measured(0, 20);
    heights.measured(2, 40);
    expect([...heights.tops()]).toEqual([0, 20, 50, 90, 120]);
    heights.measured(0, 60);
    expect([...heights.tops()]).toEqual([0, 60, 110, 150, 200]);
    heights.measured(9, 1000); // no such row
    expect(heights.tops().at(-1)).toBe(200);
  });

  it("stay with their rows when these come in another order, until all are forgotten", () => {
    const heights = new RowHeights();
    heights.list(IDS);
    heights.measured(0, 20);
    heights.measured(1, 60);
    heights.list(["b", "x", "a"]);
    expect([...heights.tops()]).toEqual([0, 60, 100, 120]);
    heights.forget();
    expect([...heights.tops()]).toEqual([0, 34, 68, 102]);
  });

  it("tell which row stands at a height", () => {
    const heights = new RowHeights();
    heights.list(IDS);
    const tops = heights.tops();
    expect([-5, 0, 33, 34, 101, 102, 1000].map((at) => rowAt(tops, at))).toEqual([0, 0, 0, 1, 2, 3, 4]);
  });
});

import { describe, expect, it } from "@jest/globals";
import { waitMinutes } from "../../../api/officers/backOff.ts";

describe("waitMinutes()", () => {
  it("grows from the fifth failure on and stops at a quarter of an hour", () => {
    const minutes = Array.from({ length: 12 }, (_, failures) => waitMinutes(failures));
    expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    expect(waitMinutes(1_000_000)).toBe(15);
  });
});

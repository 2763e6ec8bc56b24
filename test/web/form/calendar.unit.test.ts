import { describe, expect, it } from "@jest/globals";
import { dateShown, daysBehind, isDate } from "../../../web/form/network/calendar.ts";

describe("isDate()", () => {
  it.each([
    [[2026, 2, 28], true],
    [[2028, 2, 29], true],
    [[2026, 12, 31], true],
    [[2026, 2, 29], false],
    [[2026, 0, 1], false],
    [[2026, 13, 1], false],
    [[2026, 4, 31], false],
    [[2026, 4, 0], false],
    [[1999, 1, 1], false],
    // A year of another calendar is not guessed at.
    [[1448, 1, 1], false],
    [[26, 1, 1], false],
    [[2026, NaN, 1], false],
    [[2026, 1.5, 1], false],
  ] as const)("%j: %s", (date, is) => {
    expect(isDate(date)).toBe(is);
  });
});

describe("daysBehind()", () => {
  it("counts whole days, in either direction", () => {
    expect(daysBehind([2026, 11, 22], [2025, 11, 22])).toBe(365);
    expect(daysBehind([2026, 1, 1], [2026, 12, 31])).toBe(-364);
    expect(daysBehind([2026, 3, 8], [2026, 3, 8])).toBe(0);
    // Over the day on which clocks are set forward.
    expect(daysBehind([2026, 3, 9], [2026, 3, 7])).toBe(2);
  });
});

describe("dateShown()", () => {
  it("is the date on the device's wall", () => {
    const noon = new Date(2026, 10, 22, 12).getTime();
    expect(dateShown(noon)).toEqual([2026, 11, 22]);
    expect(isDate(dateShown(noon))).toBe(true);
  });
});

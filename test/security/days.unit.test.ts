import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DAY_MAX, dayOf, endOfMonth, isoDay, parseIsoDay } from "../../security/days.ts";

const end = (text: string): string => isoDay(endOfMonth(parseIsoDay(text)));

describe("days", () => {
  it("dayOf() gives the UTC day, up to its last millisecond", () => {
    expect(dayOf(0)).toBe(0);
    expect(dayOf(86_399_999)).toBe(0);
    expect(dayOf(86_400_000)).toBe(1);
    expect(dayOf(Date.parse("2026-03-10T23:59:59.999Z"))).toBe(20_522);
  });

  it("isoDay() and parseIsoDay() undo each other", () => {
    expect(isoDay(20_522)).toBe("2026-03-10");
    expect(isoDay(DAY_MAX)).toBe("9999-12-31");
    fc.assert(fc.property(fc.nat(DAY_MAX), (day) => expect(parseIsoDay(isoDay(day))).toBe(day)));
  });

  it("parseIsoDay() refuses days in no calendar and other forms", () => {
    expect(parseIsoDay("2024-02-29")).toBe(19_782);
    for (const text of ["2025-02-29", "2026-13-01", "2026-3-1", "10/03/2026", "", "2026-03-10T00:00", "1969-12-31"]) {
      expect(() => parseIsoDay(text)).toThrow(expect.objectContaining({ code: "malformed" }));
    }
  });

  it("endOfMonth() knows leap years and December", () => {
    expect(end("2024-02-01")).toBe("2024-02-29");
    expect(end("2025-02-28")).toBe("2025-02-28");
    expect(end("2026-12-31")).toBe("2026-12-31");
    expect(end("2026-11-21")).toBe("2026-11-30");
  });
});

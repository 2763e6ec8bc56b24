import { describe, expect, it } from "@jest/globals";
import { endOfMonth, isoDay, parseIsoDay } from "../../security/days.ts";
import { preparedDays } from "../../security/preparedDays.ts";
import { lastAllowedDay } from "../../security/statementContent.ts";

const days = (issued: string, through: string, today = issued): string[] => {
  const issueDay = parseIsoDay(issued);
  const desks = [{ epochLastDay: endOfMonth(issueDay) }] as never;
  const newest = { issueDay, expiryDay: lastAllowedDay(issueDay, desks), desks };
  return preparedDays(newest, parseIsoDay(today), parseIsoDay(through)).map(isoDay);
};

describe("preparedDays()", () => {
  it("is a version a week, and one on the first day of each month", () => {
    expect(days("2026-03-10", "2026-04-30")).toEqual([
      "2026-03-17",
      "2026-03-24",
      "2026-03-31",
      "2026-04-01",
      "2026-04-08",
      "2026-04-15",
      "2026-04-22",
    ]);
  });

  it("is nothing when the newest version reaches that far", () => {
    expect(days("2026-03-10", "2026-03-24")).toEqual([]);
    expect(days("2026-03-10", "2026-03-25")).toEqual(["2026-03-17"]);
  });

  it("begins tomorrow when the next version is overdue, and with new keys when the month is over", () => {
    expect(days("2026-03-20", "2026-04-10", "2026-04-02")).toEqual(["2026-04-03"]);
    expect(days("2026-03-10", "2026-04-01", "2026-03-22")[0]).toBe("2026-03-23");
  });

  it("leaves no day without a valid version, whatever day it begins on", () => {
    for (let issueDay = parseIsoDay("2026-01-01"); issueDay < parseIsoDay("2027-01-01"); issueDay++) {
      const desks = [{ epochLastDay: endOfMonth(issueDay) }] as never;
      let expiryDay = lastAllowedDay(issueDay, desks);
      for (const day of preparedDays({ issueDay, expiryDay, desks }, issueDay, issueDay + 70)) {
        expect(day).toBeLessThanOrEqual(expiryDay + 1);
        expiryDay = lastAllowedDay(day, [{ epochLastDay: endOfMonth(day) }]);
      }
      expect(expiryDay).toBeGreaterThanOrEqual(issueDay + 70);
    }
  });
});

import { describe, expect, it } from "@jest/globals";
import { dayOf, parseIsoDay } from "../../security/days.ts";
import { dueDayOf, LEVEL_DUE } from "../../security/levels.ts";
import { DEFAULT_TRIAGE_RULES } from "../../security/triageRules.ts";
import type { Staffed, TriageRuleSet } from "../../security/triageRules.ts";
import { dueDayBy, goesOnCall, isStaffedAt, localTime, onCallAt, urgentDueBy } from "../../security/triageTimes.ts";

const HOUR_MS = 3_600_000;
const [ANA, BAO] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
const office: Staffed = { from: 8 * 60, to: 17 * 60 };
/** Montréal: five hours behind UTC in winter, four in summer. */
const rules: TriageRuleSet = {
  urgentHours: 2,
  days: [1, 4, 9],
  timeZone: "America/Toronto",
  week: [office, office, office, office, office, { from: 10 * 60, to: 12 * 60 }, null],
  holidays: [parseIsoDay("2026-12-25")],
  turns: [
    { firstDay: parseIsoDay("2026-11-16"), officerId: ANA },
    { firstDay: parseIsoDay("2026-11-23"), officerId: BAO },
  ],
};
/** Sundays from one to three in the night. */
const night: TriageRuleSet = { ...rules, week: [...rules.week.slice(0, 6), { from: 60, to: 180 }] };
const at = (iso: string): number => Date.parse(`${iso}:00Z`);
const name = (id: Uint8Array | null): string => (id === null ? "nobody" : id === ANA ? "Ana" : "Bao");

describe("isStaffedAt() and onCallAt()", () => {
  it.each([
    ["a minute before they open", rules, "2026-11-16T12:59", false, "Ana"],
    ["as they open", rules, "2026-11-16T13:00", true, "Ana"],
    ["in the last minute", rules, "2026-11-16T21:59", true, "Ana"],
    ["as they close", rules, "2026-11-16T22:00", false, "Ana"],
    ["at night", rules, "2026-11-17T08:00", false, "Ana"],
    ["on a Friday", rules, "2026-11-20T15:00", true, "Ana"],
    ["on a Saturday before ten", rules, "2026-11-21T14:59", false, "Ana"],
    ["on a Saturday from ten", rules, "2026-11-21T15:00", true, "Ana"],
    ["on a Saturday at noon", rules, "2026-11-21T17:00", false, "Ana"],
    ["on a Sunday", rules, "2026-11-22T16:00", false, "Ana"],
    ["in the last minute of a turn, Monday already in UTC", rules, "2026-11-23T04:59", false, "Ana"],
    ["in the first minute of the next", rules, "2026-11-23T05:00", false, "Bao"],
    ["on that Monday", rules, "2026-11-23T14:00", true, "Bao"],
    ["weeks after the last turn began", rules, "2027-02-01T15:00", true, "Bao"],
    ["on the day before a holiday", rules, "2026-12-24T15:00", true, "Bao"],
    ["on a holiday", rules, "2026-12-25T15:00", false, "Bao"],
    ["in a holiday's last minute", rules, "2026-12-26T04:59", false, "Bao"],
    ["before the first turn", rules, "2026-11-13T15:00", true, "nobody"],
    ["a minute before the first turn", rules, "2026-11-16T04:59", false, "nobody"],
    ["in summer, as they open", rules, "2026-07-06T12:00", true, "nobody"],
    ["in summer, a minute before", rules, "2026-07-06T11:59", false, "nobody"],
    ["on the last Friday of winter time", rules, "2026-03-06T12:00", false, "nobody"],
    ["at the same UTC on the first Monday of summer time", rules, "2026-03-09T12:00", true, "nobody"],
    ["on the last Friday of summer time, as they close", rules, "2026-10-30T21:00", false, "nobody"],
    ["at the same UTC on the first Monday of winter time", rules, "2026-11-02T21:00", true, "nobody"],
    ["in an hour that comes twice, the first time", night, "2026-11-01T05:30", true, "nobody"],
    ["in an hour that comes twice, the second time", night, "2026-11-01T06:30", true, "nobody"],
    ["after a night of one hour more", night, "2026-11-01T08:00", false, "nobody"],
    ["in the minute before a night's hour is left out", night, "2026-03-08T06:59", true, "nobody"],
    ["in the minute after it", night, "2026-03-08T07:00", false, "nobody"],
  ] as const)("%s", (_when, given, iso, staffed, onCall) => {
    expect([isStaffedAt(given, at(iso)), name(onCallAt(given, at(iso)))]).toEqual([staffed, onCall]);
  });
});

describe("goesOnCall()", () => {
  it.each([
    ["not within its time while they are there", "2026-11-16T15:00", "2026-11-16T16:00", false],
    ["in the minute before its time is over", "2026-11-16T15:59", "2026-11-16T16:00", false],
    ["as its time is over", "2026-11-16T16:00", "2026-11-16T16:00", true],
    ["at once at night", "2026-11-17T08:00", "2026-11-17T09:00", true],
    ["as they close, within its time", "2026-11-16T22:00", "2026-11-16T23:00", true],
    ["at once on a holiday", "2026-12-25T15:00", "2026-12-25T16:00", true],
    ["when the hour is long erased", "2026-11-18T15:00", null, true],
    ["to nobody before the first turn", "2026-11-13T03:00", "2026-11-13T01:00", false],
  ] as const)("%s", (_when, now, due, expected) => {
    expect(goesOnCall(rules, due === null ? null : at(due), at(now))).toBe(expected);
  });
});

describe("due times", () => {
  it("are those of the rules, by level", () => {
    expect([0, 1, 2, 3].map((level) => dueDayBy(rules, level, 100))).toEqual([100, 101, 104, 109]);
    expect(urgentDueBy(rules, 0)).toBe(2 * HOUR_MS);
    expect(() => dueDayBy(rules, 4, 100)).toThrow("level_unknown");
  });

  it("are by default those that no lead has to sign, with somebody always there and nobody on call", () => {
    const now = at("2026-11-22T03:00");
    expect([0, 1, 2, 3].map((level) => dueDayBy(DEFAULT_TRIAGE_RULES, level, 100))).toEqual(
      [0, 1, 2, 3].map((level) => dueDayOf(level, 100)),
    );
    expect(urgentDueBy(DEFAULT_TRIAGE_RULES, now)).toBe(now + LEVEL_DUE[0].hours * HOUR_MS);
    expect([isStaffedAt(DEFAULT_TRIAGE_RULES, now), onCallAt(DEFAULT_TRIAGE_RULES, now)]).toEqual([true, null]);
    expect(goesOnCall(DEFAULT_TRIAGE_RULES, null, now)).toBe(false);
  });
});

describe("localTime()", () => {
  it("gives a day and a minute of it, midnight as the first", () => {
    expect(localTime(at("2026-11-23T05:00"), "America/Toronto")).toEqual({ day: parseIsoDay("2026-11-23"), minute: 0 });
    expect(localTime(at("2026-11-23T04:59"), "America/Toronto")).toEqual({
      day: dayOf(at("2026-11-22T00:00")),
      minute: 1439,
    });
  });
});

import { describe, expect, it } from "@jest/globals";
import { DEFAULT_TRIAGE_RULES, type TriageRuleSet } from "../../../security/index.ts";
import { rulesChanges, uncovered } from "../../../web/console/domain/rulesChanges.ts";
import { draftOf, hasTurn, readDraft, readMinute, withoutPast } from "../../../web/console/domain/rulesDraft.ts";
import { CATALOGS, CONSOLE_LANGUAGES } from "../../../web/locales/console/index.ts";
import { makeUnit } from "../../tools/unit.ts";

/** 2026-03-11, a Wednesday, at noon in Montréal. */
const NOW = Date.UTC(2026, 2, 11, 16);
const TODAY = Math.floor(NOW / 86_400_000);
const { roster } = await makeUnit();
const { officers } = roster;
const [officer] = officers;
if (officer === undefined) throw new Error("the unit has an officer");
const me = officer.id;
const stranger = new Uint8Array(16).fill(7);

const OFFICE = { from: 480, to: 1020 };
const rules: TriageRuleSet = {
  ...DEFAULT_TRIAGE_RULES,
  timeZone: "America/Toronto",
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, null, null],
  holidays: [TODAY - 1, TODAY + 20],
  turns: [
    { firstDay: TODAY - 14, officerId: stranger },
    { firstDay: TODAY - 7, officerId: me },
    { firstDay: TODAY + 7, officerId: stranger },
  ],
};
const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
const draft = draftOf({ ...rules, turns: rules.turns.slice(1, 2) }, clock);
const problemsOf = (change: Partial<typeof draft>) => {
  const read = readDraft({ ...draft, ...change }, officers);
  return "problems" in read ? Object.fromEntries(read.problems) : "none";
};

describe("readMinute()", () => {
  it("reads what people type, and what the console writes in each language", () => {
    expect(["8", "8:30", "08:30", "8 h 30", "8h", "24:00", " 0:00 "].map(readMinute)).toEqual([
      480, 510, 510, 510, 480, 1440, 0,
    ]);
    for (const language of CONSOLE_LANGUAGES) {
      for (const minute of [0, 5, 510, 1440]) {
        const text = CATALOGS[language].rules.clock(
          String(Math.floor(minute / 60)),
          String(minute % 60).padStart(2, "0"),
        );
        expect([text, readMinute(text)]).toEqual([text, minute]);
      }
    }
  });

  it("reads nothing else", () => {
    expect(["", "8:60", "24:01", "25", "8:3", "half past eight", "-1", "8:30 pm"].map(readMinute)).toEqual(
      Array.from({ length: 8 }, () => null),
    );
  });
});

describe("readDraft()", () => {
  it("gives back the rules that a draft was made of", () => {
    expect(readDraft(draft, officers)).toEqual({ rules: { ...rules, turns: rules.turns.slice(1, 2) } });
  });

  it("puts days in order, each once", () => {
    const read = readDraft({ ...draft, holidays: [TODAY + 9, TODAY + 3, TODAY + 9] }, officers);
    expect("rules" in read && read.rules.holidays).toEqual([TODAY + 3, TODAY + 9]);
  });

  it("says of each field what is wrong with it", () => {
    expect(problemsOf({ urgentHours: "13" })).toEqual({ p0: "hours" });
    expect(problemsOf({ urgentHours: "one" })).toEqual({ p0: "hours" });
    expect(problemsOf({ days: ["0", "3", "61"] })).toEqual({ p1: "days", p3: "days" });
    expect(problemsOf({ days: ["4", "3", "7"] })).toEqual({ p2: "sooner" });
    const hours = (from: string, to: string) => [{ staffed: true, from, to }, ...draft.week.slice(1)];
    expect(problemsOf({ week: hours("8", "noon") })).toEqual({ day0: "time" });
    expect(problemsOf({ week: hours("17:00", "8:00") })).toEqual({ day0: "order" });
    expect(problemsOf({ week: hours("8:00", "8:00") })).toEqual({ day0: "order" });
    expect(problemsOf({ turns: [{ firstDay: TODAY, officerId: stranger }] })).toEqual({ turns: "gone" });
  });

  it("does not read the hours of a day when nobody is there", () => {
    const week = [{ staffed: false, from: "late", to: "early" }, ...draft.week.slice(1)];
    const read = readDraft({ ...draft, week }, officers);
    expect("rules" in read && read.rules.week[0]).toBeNull();
  });
});

describe("withoutPast()", () => {
  it("keeps the turn that is on, those to come, and holidays from today on by the clock of the rules", () => {
    const kept = withoutPast(rules, NOW);
    expect(kept.holidays).toEqual([TODAY + 20]);
    expect(kept.turns).toEqual(rules.turns.slice(1));
    const night = Date.UTC(2026, 2, 12, 3); // still the eleventh in Montréal
    expect(withoutPast({ ...rules, holidays: [TODAY] }, night).holidays).toEqual([TODAY]);
  });

  it("lets nobody whose turn is over count as on call", () => {
    const over = { ...rules, turns: rules.turns.slice(0, 2) };
    expect([hasTurn(over, me, NOW), hasTurn(over, stranger, NOW), hasTurn(rules, stranger, NOW)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe("rulesChanges()", () => {
  it("names every difference, and nothing else", () => {
    expect(rulesChanges(rules, rules)).toEqual([]);
    const week = [{ from: 540, to: 1020 }, ...rules.week.slice(1, 6), OFFICE];
    const [, mine, other] = rules.turns;
    if (mine === undefined || other === undefined) throw new Error("there are three turns");
    const moved = { firstDay: other.firstDay + 1, officerId: other.officerId };
    const next = { ...rules, urgentHours: 2, days: [1, 3, 10] as const, week, timeZone: "America/Halifax" };
    expect(rulesChanges(rules, { ...next, holidays: [TODAY - 1, TODAY + 30], turns: [mine, moved] })).toEqual([
      { what: "time", level: 0, from: 1, to: 2 },
      { what: "time", level: 3, from: 7, to: 10 },
      { what: "zone", from: "America/Toronto", to: "America/Halifax" },
      { what: "day", weekday: 0, from: OFFICE, to: { from: 540, to: 1020 } },
      { what: "day", weekday: 6, from: null, to: OFFICE },
      { what: "holiday", day: TODAY + 20, added: false },
      { what: "holiday", day: TODAY + 30, added: true },
      { what: "turn", turn: rules.turns[0], added: false },
      { what: "turn", turn: other, added: false },
      { what: "turn", turn: moved, added: true },
    ]);
  });
});

describe("uncovered()", () => {
  it("tells whether a P0 can come while nobody is there and nobody is on call", () => {
    expect(uncovered(DEFAULT_TRIAGE_RULES, NOW)).toBe("never");
    expect(uncovered(rules, NOW)).toBe("never");
    expect(uncovered({ ...rules, turns: [] }, NOW)).toEqual({ until: null });
    expect(uncovered({ ...rules, turns: rules.turns.slice(2) }, NOW)).toEqual({ until: TODAY + 7 });
    expect(uncovered({ ...DEFAULT_TRIAGE_RULES, holidays: [TODAY + 3] }, NOW)).toEqual({ until: null });
  });
});

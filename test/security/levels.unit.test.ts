import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  dueDayOf,
  explainLevel,
  LEVEL_DUE,
  LEVEL_REASONS,
  levelOf,
  type Level,
  type LevelReason,
} from "../../security/levels.ts";
import type { Slip } from "../../security/vocabulary.ts";
import { slips } from "./samples.ts";

const PLAIN: Slip = {
  type: "first",
  danger: "no",
  kinds: [],
  accused: [],
  signs: [],
  desk: 1,
  language: "fr",
  assisted: false,
};

describe("explainLevel()", () => {
  it.each<[Partial<Slip>, Level, LevelReason[]]>([
    // P0: in danger now; weapon and still happening; locked in and still happening
    [{ danger: "now" }, 0, ["danger_now"]],
    [{ danger: "now", still: "no", when: "before" }, 0, ["danger_now"]],
    [{ signs: ["weapon"], still: "yes" }, 0, ["weapon_still"]],
    [{ signs: ["weapon"], when: "today" }, 0, ["weapon_still"]],
    [{ kinds: ["locked_in"], still: "yes" }, 0, ["locked_in_still"]],
    [{ kinds: ["locked_in"], still: "unknown", when: "week" }, 0, ["locked_in_still"]],
    [{ signs: ["cannot_leave"], still: "yes", when: "month" }, 0, ["locked_in_still"]],
    [
      { danger: "now", signs: ["weapon", "cannot_leave"], still: "yes" },
      0,
      ["danger_now", "weapon_still", "locked_in_still"],
    ],
    // what would be P0 if it were still happening
    [{ signs: ["weapon"], still: "no", when: "today" }, 3, ["past_or_information"]],
    [{ signs: ["weapon"], when: "month" }, 3, ["past_or_information"]],
    [{ kinds: ["locked_in"], when: "year" }, 3, ["past_or_information"]],
    // P1: maybe soon; a child; sexual violence; trafficking; threats using status, still happening
    [{ danger: "soon" }, 1, ["danger_soon"]],
    [{ child: "yes", still: "no" }, 1, ["child"]],
    [{ kinds: ["child"], when: "before" }, 1, ["child"]],
    [{ child: "no", kinds: ["pay"], still: "no" }, 3, ["past_or_information"]],
    [{ child: "unknown" }, 3, ["past_or_information"]],
    [{ kinds: ["sexual_violence"], still: "no" }, 1, ["sexual_violence"]],
    [{ kinds: ["sexual_exploitation"] }, 1, ["sexual_violence"]],
    [{ signs: ["forced_sex"], when: "year" }, 1, ["sexual_violence"]],
    [{ signs: ["papers_taken", "pay_withheld"] }, 1, ["trafficking"]],
    [{ signs: ["phone_taken", "threats"], still: "no" }, 1, ["trafficking"]],
    [{ kinds: ["trafficking"] }, 1, ["trafficking"]],
    [{ signs: ["papers_taken"], still: "yes" }, 2, ["still_happening"]],
    [{ signs: ["papers_taken", "hurt"], still: "no" }, 3, ["past_or_information"]],
    [{ kinds: ["status_threats"], still: "yes" }, 1, ["status_threats_still"]],
    [{ kinds: ["status_threats"], still: "no" }, 3, ["past_or_information"]],
    [{ danger: "soon", child: "yes", signs: ["forced_sex"] }, 1, ["danger_soon", "child", "sexual_violence"]],
    // P2: still happening, other
    [{ kinds: ["pay"], still: "yes" }, 2, ["still_happening"]],
    [{ kinds: ["housing"], when: "week" }, 2, ["still_happening"]],
    [{ kinds: ["hate"], when: "today", still: "unknown" }, 2, ["still_happening"]],
    // P3: past, witness, information
    [{ kinds: ["pay"], when: "today", still: "no" }, 3, ["past_or_information"]],
    [{ kinds: ["pay"], when: "month" }, 3, ["past_or_information"]],
    [{ kinds: ["unknown"], danger: "unknown" }, 3, ["past_or_information"]],
    [{}, 3, ["past_or_information"]],
    // later messages: P1 unless the slip says "now"
    [{ type: "message" }, 1, ["later_message"]],
    [{ type: "message", danger: "now" }, 0, ["danger_now"]],
    [{ type: "message", danger: "soon" }, 1, ["later_message"]],
    [{ type: "withdrawal" }, 1, ["later_message"]],
  ])("%j: level %d, %j", (change, level, reasons) => {
    expect(explainLevel({ ...PLAIN, ...change })).toEqual({ level, reasons });
  });

  it("never gives a less urgent level for a further sign or kind", () => {
    fc.assert(
      fc.property(slips, slips, (slip, more) => {
        const added = {
          ...slip,
          kinds: [...new Set([...slip.kinds, ...more.kinds])],
          signs: [...new Set([...slip.signs, ...more.signs])],
        };
        expect(levelOf(added)).toBeLessThanOrEqual(levelOf(slip));
      }),
    );
  });

  it("always gives a reason, from the list of reasons", () => {
    fc.assert(
      fc.property(slips, (slip) => {
        const { reasons } = explainLevel(slip);
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.every((reason) => LEVEL_REASONS.includes(reason))).toBe(true);
      }),
    );
  });
});

describe("LEVEL_DUE", () => {
  it("is one hour, a day, three days, a week", () => {
    expect(LEVEL_DUE).toEqual({
      0: { hours: 1, days: 0 },
      1: { hours: 24, days: 1 },
      2: { hours: 72, days: 3 },
      3: { hours: 168, days: 7 },
    });
  });

  it("gives a day per level", () => {
    expect([0, 1, 2, 3].map((level) => dueDayOf(level, 20_000))).toEqual([20_000, 20_001, 20_003, 20_007]);
    expect(() => dueDayOf(4, 20_000)).toThrow("level_unknown");
  });
});

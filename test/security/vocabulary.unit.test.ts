import { describe, expect, it } from "@jest/globals";
import * as vocabulary from "../../security/vocabulary.ts";
import {
  ACCUSED,
  DESK_GENERAL,
  DESK_RESTRICTED,
  deskFor,
  KINDS,
  slipOf,
  type Accused,
  type Kind,
} from "../../security/vocabulary.ts";
import { ORDINARY } from "./samples.ts";

describe("the vocabulary", () => {
  const lists = Object.entries(vocabulary).flatMap(([name, value]): [string, readonly string[]][] =>
    typeof value === "object" ? [[name, value]] : [],
  );

  it("has no word twice in a list", () => {
    expect(lists.length).toBeGreaterThan(10);
    for (const [, words] of lists) expect(new Set(words).size).toBe(words.length);
  });

  it("keeps every word's number: positions are the wire, so words are only ever appended", () => {
    expect(Object.fromEntries(lists.map(([name, words]) => [name, words.join(" ")]))).toMatchObject({
      DANGER: "now soon no unknown",
      SUBJECTS: "me witness helping",
      PHONE_CHECKED: "yes no unsure",
      KINDS:
        "pay work_safety recruiter_fraud housing family sexual_violence sexual_exploitation trafficking locked_in " +
        "status_threats hate police child theft_fraud other unknown",
      WHEN: "today week month year before unknown",
      STILL: "yes no unknown",
      ACCUSED: "employer agency consultant landlord partner_family police city_service other unknown",
      SIGNS: "cannot_leave papers_taken phone_taken pay_withheld threats hurt forced_sex weapon",
      CHILD: "yes no unknown",
      HELP: "rights talk safe_place make_it_stop just_so_you_know",
      CONSENT: "ask_first support labour_housing police",
      COME_BACK: "days week unknown",
      LANGUAGES: "fr en es ht ar bn pa hi zh-Hans pt vi fa tl ta ur",
      ENVELOPE_TYPES: "first message withdrawal rekey",
    });
  });
});

describe("deskFor()", () => {
  it.each<[Accused[], Kind[], number]>([
    [[], [], DESK_GENERAL],
    [["employer"], ["pay"], DESK_GENERAL],
    [["police"], [], DESK_RESTRICTED],
    [["city_service"], ["housing"], DESK_RESTRICTED],
    [["employer", "police"], ["pay"], DESK_RESTRICTED],
    [["unknown"], ["police"], DESK_RESTRICTED],
    [[], ["police", "hate"], DESK_RESTRICTED],
    [["other"], ["other"], DESK_GENERAL],
    [["landlord", "agency", "consultant", "partner_family"], ["family"], DESK_GENERAL],
  ])("accused %j, kinds %j: desk %d", (accused, kinds, desk) => {
    expect(deskFor({ accused, kinds })).toBe(desk);
  });

  it("restricts for police and city services, and for no other word", () => {
    const byAccused = ACCUSED.filter((word) => deskFor({ accused: [word], kinds: [] }) === DESK_RESTRICTED);
    const byKind = KINDS.filter((word) => deskFor({ accused: [], kinds: [word] }) === DESK_RESTRICTED);
    expect([byAccused, byKind]).toEqual([["police", "city_service"], ["police"]]);
  });
});

describe("slipOf()", () => {
  it("carries what the rules need and nothing else", () => {
    expect(slipOf({ ...ORDINARY, child: "yes", subject: "helping", accused: ["police"] })).toEqual({
      type: "first",
      danger: "no",
      kinds: ["pay"],
      when: "week",
      still: "yes",
      accused: ["police"],
      signs: ["pay_withheld"],
      child: "yes",
      desk: DESK_RESTRICTED,
      language: "fr",
      assisted: true,
    });
  });

  it("leaves out what was skipped", () => {
    const { when: _when, still: _still, ...rest } = ORDINARY;
    expect(Object.keys(slipOf(rest)).sort()).toEqual(
      ["accused", "assisted", "danger", "desk", "kinds", "language", "signs", "type"].sort(),
    );
  });
});

import { beforeAll, describe, expect, it } from "@jest/globals";
import { verifyChain } from "../../security/directory.ts";
import { issueAsLead, type LeadIssue } from "../../security/leadActs.ts";
import { directoryOutlook, readOutlook, type VersionDays } from "../../security/outlook.ts";
import { flipBit } from "../tools/forge.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

const TODAY = 20_779; // 2026-11-22
const FAR = TODAY + 100;

/** A version with these days; what is not given ends far off. */
const version = (
  n: number,
  days: { from?: number; to?: number; epochs?: number[]; certificate?: number },
): VersionDays => ({
  version: n,
  issueDay: days.from ?? TODAY - 10,
  expiryDay: days.to ?? FAR,
  desks: (days.epochs ?? [FAR, FAR]).map((epochLastDay) => ({ epochLastDay })),
  lead: { lastDay: days.certificate ?? FAR },
});

describe("directoryOutlook()", () => {
  const newest = (days: Parameters<typeof version>[1]) => version(5, days);
  const next = (n: number, from: number, to: number) => version(n, { from, to });
  it.each([
    ["nothing a week ahead", newest({ to: TODAY + 7, epochs: [TODAY + 7], certificate: TODAY + 7 }), [], TODAY + 7, []],
    ["the directory from seven days before", newest({ to: TODAY + 6 }), [], TODAY + 6, ["directory"]],
    ["the directory on its last day", newest({ to: TODAY }), [], TODAY, ["directory"]],
    ["the desk that ends first", newest({ epochs: [FAR, TODAY + 6] }), [], FAR, ["epoch"]],
    ["a month that is over", newest({ epochs: [TODAY - 1] }), [], FAR, ["epoch"]],
    ["the lead's certificate", newest({ certificate: TODAY + 6 }), [], FAR, ["certificate"]],
    [
      "all of it",
      newest({ to: TODAY, epochs: [TODAY], certificate: TODAY }),
      [],
      TODAY,
      ["directory", "epoch", "certificate"],
    ],
    ["nothing where a version is prepared behind it", newest({ to: TODAY + 2 }), [next(6, TODAY + 1, FAR)], FAR, []],
    ["nothing where it follows on the very next day", newest({ to: TODAY + 2 }), [next(6, TODAY + 3, FAR)], FAR, []],
    ["a day on which nothing counts", newest({ to: TODAY + 2 }), [next(6, TODAY + 4, FAR)], TODAY + 2, ["directory"]],
    ["a version that is missing", newest({ to: TODAY + 2 }), [next(7, TODAY + 1, FAR)], TODAY + 2, ["directory"]],
    [
      "what ends last of several, in whatever order they come",
      newest({ to: TODAY + 2 }),
      [next(7, TODAY + 3, TODAY + 6), next(6, TODAY + 1, TODAY + 5)],
      TODAY + 6,
      ["directory"],
    ],
    ["nothing of what was published since", newest({ to: TODAY + 9 }), [next(5, TODAY - 1, TODAY)], TODAY + 9, []],
    [
      "the certificate of what is prepared",
      newest({ to: TODAY + 2 }),
      [{ ...next(6, TODAY + 1, FAR), lead: { lastDay: TODAY + 5 } }],
      FAR,
      ["certificate"],
    ],
  ] as const)("finds %s", (_what, from, prepared, until, found) => {
    const outlook = directoryOutlook(from, prepared, TODAY);
    expect([outlook.until, outlook.stopped, outlook.ending.map(({ what }) => what)]).toEqual([until, false, found]);
  });

  it("says that intake has stopped from the day after the last one, unless the next version follows on it", () => {
    expect(directoryOutlook(newest({ to: TODAY }), [], TODAY).stopped).toBe(false);
    expect(directoryOutlook(newest({ to: TODAY - 1 }), [], TODAY).stopped).toBe(true);
    expect(directoryOutlook(newest({ to: TODAY - 1 }), [next(6, TODAY, FAR)], TODAY).stopped).toBe(false);
  });
});

describe("readOutlook()", () => {
  let made: TestUnit;
  let ahead: LeadIssue[];
  /** Two versions behind the unit's newest: one from tomorrow, one a week later. */
  beforeAll(async () => {
    made = await makeUnit();
    const { p, unit, directory, today, state } = made;
    const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
    let chain = await verifyChain(p, directory, unit, today);
    ahead = [];
    for (const day of [today + 1, today + 8]) {
      const issue = await issueAsLead(p, unit, chain, lead, { officers: chain.newest.roster.officers }, day);
      ahead.push(issue);
      ({ chain } = issue);
    }
  });
  const until = async (statements: readonly Uint8Array[], unit = made.unit) =>
    (await readOutlook(made.p, unit, made.statement, statements, made.today)).until;
  const wires = () => ahead.map(({ link }) => link.statement);
  const ends = (at: number) => ahead[at]?.chain.newest.statement.expiryDay;

  it("goes as far as what is prepared verifies, and follows by its hash", async () => {
    const [one, two] = wires() as [Uint8Array, Uint8Array];
    expect(await until([one, two])).toBe(ends(1));
    expect(await until([one])).toBe(ends(0));
    expect(await until([one, flipBit(two, 900)])).toBe(ends(0));
    for (const broken of [[flipBit(one, 900), two], [two], [new Uint8Array(9)], []]) {
      expect(await until(broken)).toBe(made.statement.expiryDay);
    }
    // What has been published meanwhile stands in both lists for a moment.
    const published = ahead[0]?.chain.newest.statement;
    if (published === undefined) throw new Error("no version");
    expect((await readOutlook(made.p, made.unit, published, [one, two], made.today)).until).toBe(ends(1));
  });

  it("does not count on a lead below the floor", async () => {
    const floors = { ...made.unit.floors, certificateSerial: made.statement.lead.serial + 1 };
    expect(await until(wires())).toBe(ends(1));
    expect(await until(wires(), { ...made.unit, floors })).toBe(made.statement.expiryDay);
  });
});

import { beforeAll, describe, expect, it } from "@jest/globals";
import { slipOf, type Slip } from "../../../security/index.ts";
import { openCaseFile } from "../../../web/console/domain/caseFile.ts";
import { caseLevel, slipsOf, type CaseLevel } from "../../../web/console/domain/caseLevel.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { UNDECIDED } from "./tools/head.ts";

const inDanger = slipOf(answersWith({ danger: "now" }));
const past = slipOf(answersWith());
const message: Slip = { ...past, type: "message", kinds: [] };

describe("caseLevel()", () => {
  it("takes the server's level where it is as urgent as the slips, or more", () => {
    expect(caseLevel(0, [inDanger, past])).toEqual({ level: 0, lowered: null, byOfficer: false });
    expect(caseLevel(2, [past])).toEqual({ level: 2, lowered: null, byOfficer: false });
    expect(caseLevel(3, [])).toEqual({ level: 3, lowered: null, byOfficer: false });
  });

  it("takes the most urgent slip where the server says less, and says so", () => {
    expect(caseLevel(3, [past, inDanger])).toEqual({ level: 0, lowered: { server: 3, sealed: 0 }, byOfficer: false });
    expect(caseLevel(2, [past, message])).toEqual({ level: 1, lowered: { server: 2, sealed: 1 }, byOfficer: false });
    expect(caseLevel(Number.NaN, [past])).toMatchObject({ level: 3 });
    expect(caseLevel(Number.NaN, [past]).lowered).not.toBeNull();
  });
});

type Item = Awaited<ReturnType<typeof firstItem>>;

const flip = (envelope: Uint8Array): void => {
  envelope[6000] = (envelope[6000] as number) ^ 1;
};

/** The level of a case of these items that the server calls P3. */
async function levelWith(unit: TestUnit, items: Item[]): Promise<CaseLevel> {
  const head = { id: "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0001", desk: 1, level: 3, state: "open" as const };
  const days = { releasedDay: "2026-03-02", dueDay: "2026-03-09", dueHour: null, overdue: false, onCall: false };
  const answer = { case: { ...head, ...days, holder: null, ...UNDECIDED }, items, entries: [] };
  const context = { chain: await chainOf(unit), keyring: await keyringOf(unit) };
  return caseLevel(3, slipsOf((await openCaseFile(unit.p, answer, context)).items));
}

describe("slipsOf()", () => {
  let unit: TestUnit;
  beforeAll(async () => {
    unit = await makeUnit();
  });

  it("reads what was sealed into the report, whatever a summary put in its place says", async () => {
    const keys = await keysOf(unit);
    expect((await levelWith(unit, [await firstItem(unit, answersWith(), keys)])).lowered).toBeNull();
    const forged = await firstItem(unit, answersWith({ danger: "now" }), keys, { slip: past });
    expect(await levelWith(unit, [forged])).toEqual({ level: 0, lowered: { server: 3, sealed: 0 }, byOfficer: false });
  });

  it("reads the summary of an item that does not open, and the slip of a later message", async () => {
    const keys = await keysOf(unit);
    const damaged = await firstItem(unit, answersWith({ danger: "soon" }), keys, { change: flip });
    expect((await levelWith(unit, [damaged])).level).toBe(1);
    const first = await firstItem(unit, answersWith(), keys);
    const later = await messageItem(unit, { text: "maintenant", danger: "now" }, keys, { slip: message });
    expect((await levelWith(unit, [first, later])).level).toBe(0);
  });
});

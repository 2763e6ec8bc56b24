import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseIsoDay } from "../../../security/days.ts";
import { officerFingerprint } from "../../../security/fingerprint.ts";
import { loadSodium } from "../../../security/primitives/loadNode.ts";
import { verifyTriageRules } from "../../../security/triageRules.ts";
import { loadPublishedUnit, loadTriageRules } from "../../../security/unitFiles.ts";
import { makeOfficer, requestOf } from "../../tools/unit.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const p = await loadSodium();
const DAY = "2026-03-10";
const officer = makeOfficer(p);
let root: string;
let dir: string;

/** A unit with one officer. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-rules-"));
  dir = join(root, "unit");
  const names = ["--name-fr", "Unité d’essai", "--name-en", "Test unit"];
  expect((await runUnit(["init", "--dir", dir, ...names, "--today", DAY])).code).toBe(0);
  const request = requestOf(p, officer, (await loadPublishedUnit(dir)).publicJson);
  const { id, sealing, signing } = officer;
  const keys = { officerId: id, sealingKey: sealing.publicKey, signingKey: signing.publicKey };
  const compared = ["--request", request, "--fingerprint", await officerFingerprint(p, keys)];
  expect((await runUnit(["admit", "--dir", dir, ...compared, "--today", DAY])).code).toBe(0);
});
afterAll(() => rm(root, { recursive: true }));

function refused(run: Run, code: string): void {
  expect(run.stderr).toMatch(new RegExp(`^unit: ${code}: `));
  expect(run.code).toBe(1);
}

describe("unit rules", () => {
  const RULES = {
    urgentHours: 2,
    days: [1, 3, 7],
    timeZone: "America/Toronto",
    week: { monday: ["08:00", "17:00"], saturday: ["10:00", "12:00"] },
    holidays: ["2026-12-25"],
    onCall: [{ from: "2026-03-16", officer: "Agente Tremblay" }],
  };

  it("signs version after version for officers of the roster, and refuses what is no set of rules", async () => {
    const file = join(dir, "rules.json");
    const sign = async (change: object): Promise<Run> => {
      await writeFile(file, JSON.stringify({ ...RULES, ...change }));
      return runUnit(["rules", "--dir", dir, "--file", file, "--today", DAY]);
    };
    const first = await sign({});
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining("version 1: P0 in 2 hours")]);
    expect((await sign({ urgentHours: 1 })).stdout).toContain("version 2");
    const { publicJson } = await loadPublishedUnit(dir);
    const [one, two] = await loadTriageRules(dir);
    if (one === undefined || two === undefined) throw new Error("two versions are needed");
    const before = await verifyTriageRules(p, one, publicJson, parseIsoDay(DAY));
    expect(before).toMatchObject({
      urgentHours: 2,
      holidays: [parseIsoDay("2026-12-25")],
      turns: [{ firstDay: parseIsoDay("2026-03-16"), officerId: officer.id }],
    });
    expect(before.week).toEqual([{ from: 480, to: 1020 }, null, null, null, null, { from: 600, to: 720 }, null]);
    expect(await verifyTriageRules(p, two, publicJson, parseIsoDay(DAY), before)).toMatchObject({ version: 2 });

    refused(await sign({ onCall: [{ from: "2026-03-16", officer: "Somebody" }] }), "unknown_officer");
    refused(await sign({ timeZone: "America/Atlantis" }), "malformed");
    for (const wrong of [
      { nights: true },
      { days: [1, 3] },
      { week: { monday: ["8", "17"] } },
      { holidays: ["25.12."] },
    ]) {
      const run = await sign(wrong);
      expect([run.code > 0, run.stderr]).toEqual([true, expect.stringMatching(/^unit: (usage|malformed): /)]);
    }
    expect(await loadTriageRules(dir)).toHaveLength(2);
  });
});

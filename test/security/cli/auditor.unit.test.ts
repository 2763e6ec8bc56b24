/** An auditor by the ceremony's command. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseIsoDay } from "../../../security/days.ts";
import { officerFingerprint } from "../../../security/fingerprint.ts";
import { createUnitFiles, loadPublishedUnit } from "../../../security/unitFiles.ts";
import { makeOfficer, makeUnit, requestOf } from "../../tools/unit.ts";
import { runUnit } from "../../tools/unitCommand.ts";

const DAY = "2026-03-10";
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-auditor-"));
});
afterAll(() => rm(root, { recursive: true }));

describe("unit admit --role auditor", () => {
  it("admits to no desk, with no grant, and refuses a desk for an auditor", async () => {
    const made = await makeUnit({ today: parseIsoDay(DAY) });
    const dir = join(root, "unit");
    await createUnitFiles(dir, made.state);
    const officer = makeOfficer(made.p, "Aude Rey");
    const { id, sealing, signing } = officer;
    const keys = { officerId: id, sealingKey: sealing.publicKey, signingKey: signing.publicKey };
    const args = [
      "admit",
      "--dir",
      dir,
      "--today",
      DAY,
      "--role",
      "auditor",
      "--request",
      requestOf(made.p, officer, made.unit),
    ];
    const compared = [...args, "--fingerprint", await officerFingerprint(made.p, keys)];
    const refused = await runUnit([...compared, "--desk", "general"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/^unit: usage: an auditor is on no desk/),
    ]);
    const run = await runUnit(compared);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("Admitted Aude Rey as auditor. Desks: none.");
    expect((await loadPublishedUnit(dir)).grants.at(-1)).toEqual([]);
  });
});

/** The recovery key by the command line: papers that are read back, a key that is entered, shares made again. */
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { toBase64Url, toHex } from "../../../security/bytes.ts";
import { newestOf } from "../../../security/ceremony.ts";
import { parseIsoDay } from "../../../security/days.ts";
import { loadSodium } from "../../../security/primitives/loadNode.ts";
import { readRecoveryKeyText, recoveryFingerprint, type RecoveryKey } from "../../../security/recoveryKey.ts";
import { rebuildRecoveryKey } from "../../../security/recoverySecret.ts";
import { readShare, type RecoveryShare } from "../../../security/recoveryShare.ts";
import { createUnitFiles, loadPublishedUnit } from "../../../security/unitFiles.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const p = await loadSodium();
const DAY = "2026-03-10";

let root: string;
let dir: string;
let made: TestUnit;
let said = "";
let key: RecoveryKey;

const unit = async (...args: string[]): Promise<Run> => {
  const run = await runUnit([args[0] as string, "--dir", dir, "--today", DAY, ...args.slice(1)]);
  said += run.stdout + run.stderr;
  return run;
};
const file = (...path: string[]): string => join(root, ...path);
const text = (...path: string[]): Promise<string> => readFile(file(...path), "utf8");
const shareIn = async (folder: string, number: number): Promise<RecoveryShare> =>
  readShare(p, await text(folder, `recovery-share-${number}.txt`));
function refused(run: Run, code: string, status = 1): void {
  expect(run.stderr).toMatch(new RegExp(`^unit: ${code}: `));
  expect(run.code).toBe(status);
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-recovery-cli-"));
  dir = file("unit");
  made = await makeUnit({ today: parseIsoDay(DAY) });
  await createUnitFiles(dir, made.state);
  for (const [i, grants] of [[], made.grants].entries()) {
    await writeFile(join(dir, `server/grants/000${i + 1}.json`), JSON.stringify({ grants: grants.slice(0, 0) }));
  }
  const run = await unit("recovery", "--out", file("papers"));
  expect([run.code, run.stderr]).toEqual([0, ""]);
  key = readRecoveryKeyText(made.unit, await text("papers", "recovery-key.txt"));
});
afterAll(() => rm(root, { recursive: true }));

describe("unit recovery", () => {
  it("writes three papers for their owner alone, each of which says what it is and is read back by its lines", async () => {
    expect((await readdir(file("papers"))).sort()).toEqual([
      "recovery-key.txt",
      "recovery-share-1.txt",
      "recovery-share-2.txt",
      "recovery-share-3.txt",
    ]);
    const print = await recoveryFingerprint(p, made.unit, key);
    expect(said).toContain(print);
    for (const number of [1, 2, 3]) {
      const paper = await text("papers", `recovery-share-${number}.txt`);
      expect((await stat(file("papers", `recovery-share-${number}.txt`))).mode & 0o777).toBe(0o600);
      for (const word of [`PART ${number} SUR 3`, `SHARE ${number} OF 3`, made.unit.unitId, print, "2027-03-10"]) {
        expect(paper).toContain(word);
      }
      expect(Math.max(...paper.split("\n").map((line) => line.length))).toBeLessThan(130);
      expect(await shareIn("papers", number)).toMatchObject({ number });
    }
    const pair = await rebuildRecoveryKey(
      p,
      made.unit,
      [await shareIn("papers", 3), await shareIn("papers", 1)],
      key.sealingKey,
    );
    expect(pair.publicKey).toEqual(key.sealingKey);
    // Neither a share nor the secret was said aloud.
    for (const secret of [pair.secretKey, (await shareIn("papers", 2)).shamir.slice(0, 32)]) {
      expect(said).not.toContain(toHex(secret));
      expect(said).not.toContain(toBase64Url(secret));
    }
    const [, line = ""] = /^ +1 {2}(.+)$/m.exec(await text("papers", "recovery-share-2.txt")) ?? [];
    expect(said).not.toContain(line);
  });

  it("writes over nothing, and asks for one thing at a time", async () => {
    const before = await text("papers", "recovery-share-1.txt");
    refused(await unit("recovery", "--out", file("papers")), "unit_exists");
    expect(await text("papers", "recovery-share-1.txt")).toBe(before);
    refused(await unit("recovery"), "usage", 2);
    refused(await unit("recovery", "--out", file("x"), "--enter", "@x"), "usage", 2);
    refused(await unit("recovery", "--out", file("x"), "--share", "@a", "--key", "x"), "malformed");
    expect(await readdir(root)).not.toContain("x");
  });

  it("enters the key into the directory, and show says so, also when its year ends", async () => {
    expect((await unit("show")).stdout).toContain("Recovery key:  none");
    refused(await unit("recovery", "--enter", (await text("papers", "recovery-key.txt")).slice(9)), "malformed");
    const run = await unit("recovery", "--enter", `@${file("papers", "recovery-key.txt")}`);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    const { roster } = await newestOf(p, await loadPublishedUnit(dir));
    expect(roster.recovery?.sealingKey).toEqual(key.sealingKey);
    const shown = (await unit("show")).stdout;
    expect(shown).toContain(`${await recoveryFingerprint(p, made.unit, key)}, to be replaced by 2027-03-10`);
    expect(shown).not.toContain("MAKE ANOTHER");
    expect((await runUnit(["show", "--dir", dir, "--today", "2027-02-01"])).stdout).toContain("MAKE ANOTHER");
    const late = ["recovery", "--dir", dir, "--today", "2027-03-11"];
    refused(await runUnit([...late, "--enter", `@${file("papers", "recovery-key.txt")}`]), "out_of_range");
  });

  it("makes three new shares from two, which do not go with the old ones", async () => {
    const from = (...numbers: number[]) =>
      numbers.flatMap((number) => ["--share", `@${file("papers", `recovery-share-${number}.txt`)}`]);
    const of = ["--key", `@${file("papers", "recovery-key.txt")}`];
    refused(await unit("recovery", "--out", file("again"), ...from(1), ...of), "usage", 2);
    refused(await unit("recovery", "--out", file("again"), ...from(1, 1), ...of), "share_repeated");
    await cp(file("papers"), file("typed"), { recursive: true });
    const paper = await text("typed", "recovery-share-2.txt");
    const wrong = paper.replace(
      /^( +4 {2}.)(.)/m,
      (_all, before: string, at: string) => before + (at === "7" ? "8" : "7"),
    );
    await writeFile(file("typed", "recovery-share-2.txt"), wrong);
    const typed = ["--share", `@${file("typed", "recovery-share-2.txt")}`];
    const mistyped = await unit("recovery", "--out", file("again"), ...from(1), ...typed, ...of);
    refused(mistyped, "share_damaged");
    expect(mistyped.stderr).toContain("line 4");
    expect(await readdir(root)).not.toContain("again");

    const run = await unit("recovery", "--out", file("again"), ...from(1, 3), ...of);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    const renewed = [await shareIn("again", 2), await shareIn("again", 3)];
    expect((await rebuildRecoveryKey(p, made.unit, renewed, key.sealingKey)).publicKey).toEqual(key.sealingKey);
    const mixed = [await shareIn("papers", 2), await shareIn("again", 3)];
    await expect(rebuildRecoveryKey(p, made.unit, mixed, key.sealingKey)).rejects.toMatchObject({
      code: "share_mismatch",
    });
    refused(await unit("recovery", "--out", file("more"), "--share", "A", "--share", "B", ...of), "usage", 2);
  });
});

import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { renew } from "../../../security/ceremony.ts";
import { endOfMonth } from "../../../security/days.ts";
import type { DirectoryLink } from "../../../security/directory.ts";
import { openGrant } from "../../../security/grants.ts";
import { createUnitFiles, loadPublishedUnit, loadUnitFiles, saveUnitChange } from "../../../security/unitFiles.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

let root: string;
let dir: string;
let made: TestUnit;
/** A unit whose desks are in their second epoch. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-forget-"));
  dir = join(root, "unit");
  made = await makeUnit();
  const [one, two] = made.directory as [DirectoryLink, DirectoryLink];
  await createUnitFiles(dir, { ...made.state, directory: [one] });
  await saveUnitChange(dir, { state: made.state, link: two, grants: made.grants });
  await saveUnitChange(dir, await renew(made.p, made.state, endOfMonth(made.today) + 1));
});
afterAll(() => rm(root, { recursive: true }));

const forget = (where: string, desk: number, epoch: number, ...more: string[]): Promise<Run> =>
  runUnit(["forget", "--dir", where, "--desk", String(desk), "--epoch", String(epoch), ...more]);

/** The desk epochs that an officer's vault opens with these files alone, as `desk/epoch`. */
async function opensWith(where: string): Promise<string[]> {
  const grants = (await loadPublishedUnit(where)).grants.flat();
  const opened = grants.map(async (grant) => {
    await openGrant(made.p, grant.inner, { ...grant, recipient: made.officer.sealing });
    return `${grant.deskId}/${grant.epoch}`;
  });
  return (await Promise.all(opened)).toSorted();
}

describe("unit forget", () => {
  it("takes an epoch's seed and its grants out of both halves, and nothing else", async () => {
    expect(await opensWith(dir)).toEqual(["1/0", "1/1", "1/2", "2/0", "2/1", "2/2"]);
    const seed = (await loadUnitFiles(dir)).offline.desks[0]?.epochs[0]?.seed ?? new Uint8Array();
    const run = await forget(dir, 1, 1);
    expect([run.code, run.stdout]).toEqual([
      0,
      expect.stringContaining("general, epoch 1: 1 seed and 1 grant taken out."),
    ]);
    expect(await opensWith(dir)).toEqual(["1/0", "1/2", "2/0", "2/1", "2/2"]);
    const { offline, directory } = await loadUnitFiles(dir);
    expect(offline.desks.map(({ epochs }) => epochs.map(({ epoch }) => epoch))).toEqual([[2], [1, 2]]);
    expect(directory).toHaveLength(3);
    for (const name of await readdir(dir, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const text = await readFile(join(name.parentPath, name.name), "latin1");
      expect(text).not.toContain(Buffer.from(seed).toString("hex"));
    }
    expect((await forget(dir, 1, 1)).stdout).toContain("0 seeds and 0 grants");
    // The directory goes on as it would have.
    const day = new Date((endOfMonth(made.today) + 3) * 86_400_000).toISOString().slice(0, 10);
    const renewed = await runUnit(["renew", "--dir", dir, "--today", day]);
    expect([renewed.code, renewed.stderr]).toEqual([0, ""]);
  });

  it("works on a copy of the server half alone", async () => {
    const copy = join(root, "server-alone");
    await cp(join(dir, "server"), join(copy, "server"), { recursive: true });
    expect((await forget(copy, 2, 1)).stdout).toContain("0 seeds and 1 grant");
    expect(await opensWith(copy)).not.toContain("2/1");
  });

  it("refuses the newest epoch until it is told that consoles sign, one that never was, and a desk that is no number", async () => {
    expect((await forget(dir, 1, 2)).stderr).toMatch(/^unit: epoch_current: /);
    expect((await forget(dir, 1, 3)).stderr).toMatch(/^unit: unknown_epoch: /);
    expect((await forget(dir, 5, 1)).stderr).toMatch(/^unit: unknown_epoch: /);
    const wrong = await runUnit(["forget", "--dir", dir, "--desk", "general", "--epoch", "1"]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--desk")]);
    expect(await opensWith(dir)).toContain("1/2");
    expect((await forget(dir, 1, 2, "--consoles-sign")).code).toBe(0);
    expect(await opensWith(dir)).not.toContain("1/2");
  });
});

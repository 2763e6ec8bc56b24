import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { loadPublishedUnit } from "../../../security/unitFiles.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const DAY = "2026-03-10";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-floor-"));
});
afterAll(() => rm(root, { recursive: true }));

const unit = (dir: string, command: string, ...args: string[]): Promise<Run> =>
  runUnit([command, "--dir", dir, ...args]);

async function made(name: string): Promise<string> {
  const dir = join(root, name);
  const run = await unit(dir, "init", "--name-fr", "Unité d’essai", "--name-en", "Test unit", "--today", DAY);
  expect(run.code).toBe(0);
  return dir;
}

function refused(run: Run, code: string, status = 1): void {
  expect(run.stderr).toMatch(new RegExp(`^unit: ${code}: `));
  expect(run.code).toBe(status);
}

describe("unit floor", () => {
  it("raises floors, and never lowers one", async () => {
    const dir = await made("floors");
    expect(await unit(dir, "floor", "--statement", "4")).toMatchObject({ code: 0, stderr: "" });
    expect(await unit(dir, "floor", "--certificate", "2")).toMatchObject({ code: 0, stderr: "" });
    const floors = { statementVersion: 4, certificateSerial: 2 };
    expect((await loadPublishedUnit(dir)).publicJson.floors).toEqual(floors);
    refused(await unit(dir, "floor", "--statement", "3"), "out_of_range");
    refused(await unit(dir, "floor", "--statement", "5", "--certificate", "1"), "out_of_range");
    for (const wrong of [[], ["--statement", "0"], ["--certificate", "x"]]) {
      refused(await unit(dir, "floor", ...wrong), "usage", 2);
    }
    expect((await loadPublishedUnit(dir)).publicJson.floors).toEqual(floors);
  });

  it("keeps the ceremony from signing beside what consoles have signed: a version below the floor", async () => {
    const dir = await made("behind");
    expect(await unit(dir, "floor", "--statement", "2")).toMatchObject({ code: 0, stderr: "" });
    expect(await unit(dir, "renew", "--today", DAY)).toMatchObject({ code: 0, stderr: "" });
    expect(await unit(dir, "floor", "--statement", "9")).toMatchObject({ code: 0, stderr: "" });
    const { directory } = await loadPublishedUnit(dir);
    expect(directory).toHaveLength(2);
    refused(await unit(dir, "renew", "--today", DAY), "statement_rolled_back");
    expect((await loadPublishedUnit(dir)).directory).toEqual(directory);
  });
});

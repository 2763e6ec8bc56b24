import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { newestOf } from "../../../security/ceremony.ts";
import { readTriageKeyText, triageFingerprint } from "../../../security/index.ts";
import { loadSodium } from "../../../security/primitives/loadNode.ts";
import { loadPublishedUnit, readTriageSecrets } from "../../../security/unitFiles.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const DAY = "2026-03-10";
const p = await loadSodium();
let root: string;
let dir: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-triage-key-"));
  dir = join(root, "unit");
  const run = await unit("init", "--name-fr", "Unité d’essai", "--name-en", "Test unit", "--today", DAY);
  expect(run.code).toBe(0);
});
afterAll(() => rm(root, { recursive: true }));

const unit = (command: string, ...args: string[]): Promise<Run> => runUnit([command, "--dir", dir, ...args]);
const named = async () => (await newestOf(p, await loadPublishedUnit(dir))).statement.triageKey;
const publicOf = (secret: Uint8Array) => p.xwingKeyPair(secret).publicKey;

describe("unit triage-key", () => {
  it("makes a key beside the one before, which the next version names and the worker's file holds first", async () => {
    const [before] = await readTriageSecrets(dir);
    expect(await named()).toEqual(publicOf(before));
    const run = await unit("triage-key", "--make");
    expect([run.code, run.stderr]).toEqual([0, ""]);

    const [made, kept] = await readTriageSecrets(dir);
    expect(kept).toEqual(before);
    expect(made).not.toEqual(before);
    expect((await stat(join(dir, "server/triage.secret"))).mode & 0o777).toBe(0o600);
    const { publicJson } = await loadPublishedUnit(dir);
    const key = readTriageKeyText(publicJson, await readFile(join(dir, "server/triage-key.txt"), "utf8"));
    expect(key).toEqual(publicOf(made));
    expect(run.stdout).toContain(await triageFingerprint(p, publicJson, key));
    for (const secret of [made, before]) expect(run.stdout).not.toContain(Buffer.from(secret).toString("hex"));

    expect(await named()).toEqual(publicOf(before));
    expect(await unit("renew", "--today", DAY)).toMatchObject({ code: 0 });
    expect(await named()).toEqual(publicOf(made));
  });

  it("keeps two and no third, until the one before is forgotten", async () => {
    const [newest, before] = await readTriageSecrets(dir);
    const refused = await unit("triage-key", "--make");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^unit: triage_key_kept: /)]);
    expect(await readTriageSecrets(dir)).toEqual([newest, before]);
    expect(await unit("triage-key", "--forget-previous")).toMatchObject({ code: 0 });
    expect(await readTriageSecrets(dir)).toEqual([newest]);
    for (const name of await readdir(dir, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const text = await readFile(join(name.parentPath, name.name), "latin1");
      expect(text).not.toContain(Buffer.from(before ?? new Uint8Array()).toString("hex"));
    }
    expect((await unit("triage-key", "--forget-previous")).stdout).toContain("Nothing to do");
    expect(await unit("renew", "--today", DAY)).toMatchObject({ code: 0 });
    expect(await named()).toEqual(publicOf(newest));
  });

  it("takes one wish at a time, and no file with three keys", async () => {
    for (const wrong of [[], ["--make", "--forget-previous"]]) {
      expect((await unit("triage-key", ...wrong)).code).toBe(2);
    }
    const file = join(dir, "server/triage.secret");
    await writeFile(file, (await readFile(file, "utf8")).repeat(3));
    const run = await unit("triage-key", "--make");
    expect([run.code, run.stderr]).toEqual([1, expect.stringMatching(/^unit: unit_damaged: /)]);
  });
});

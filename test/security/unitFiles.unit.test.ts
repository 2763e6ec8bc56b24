import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { newestOf, removeOfficer, renew } from "../../security/ceremony.ts";
import { verifyChain } from "../../security/directory.ts";
import { unreadable, withUnitLock } from "../../security/files.ts";
import {
  createUnitFiles,
  loadPublishedUnit,
  loadUnitFiles,
  readUnitPublic,
  saveUnitChange,
} from "../../security/unitFiles.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

const TODAY = 20_000;

describe("a unit directory", () => {
  let root: string;
  let dir: string;
  let made: TestUnit;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "abri-files-"));
    dir = join(root, "unit");
    made = await makeUnit({ today: TODAY });
    await createUnitFiles(dir, made.state);
  });
  afterEach(() => rm(root, { recursive: true }));

  const path = (version: number, ending: string) => join(dir, "server/directory", `000${version}.${ending}`);

  it("gives back the very state that was written, and every change to it", async () => {
    expect(await loadUnitFiles(dir)).toEqual(made.state);
    const renewed = await renew(made.p, made.state, TODAY + 40);
    await saveUnitChange(dir, renewed);
    expect(await loadUnitFiles(dir)).toEqual(renewed.state);
    const { grants } = await loadPublishedUnit(dir);
    expect(grants).toEqual([[], [], renewed.grants]);
  });

  it("gives back a unit whose root lies in its safe", async () => {
    const rootless = { ...made.state, offline: { ...made.state.offline, root: null } };
    await createUnitFiles(join(root, "rootless"), rootless);
    expect(await loadUnitFiles(join(root, "rootless"))).toEqual(rootless);
  });

  it("refuses to write a version twice", async () => {
    await saveUnitChange(dir, await renew(made.p, made.state, TODAY));
    await expect(saveUnitChange(dir, await renew(made.p, made.state, TODAY))).rejects.toMatchObject({
      code: "unit_changed",
    });
  });

  it("a renewal cut short before its statement was written changes nothing, and can be done again", async () => {
    const cut = await renew(made.p, made.state, TODAY + 40);
    await saveUnitChange(dir, cut);
    await rm(path(3, "statement"));
    const found = await loadUnitFiles(dir);
    expect(found.directory).toHaveLength(2);
    const again = await renew(made.p, found, TODAY + 40);
    await saveUnitChange(dir, again);
    const whole = await loadUnitFiles(dir);
    const { newest } = await verifyChain(made.p, whole.directory, whole.publicJson, TODAY + 40);
    expect(newest.statement.desks.map(({ epoch }) => epoch)).toEqual([2, 2]);
    await expect(renew(made.p, whole, TODAY + 41)).resolves.toMatchObject({ grants: [] });
  });

  it("a removal cut short leaves the floor raised, so that nothing old is accepted, and can be done again", async () => {
    await saveUnitChange(dir, await removeOfficer(made.p, made.state, made.officer.id, TODAY));
    await rm(path(3, "statement"));
    const found = await loadUnitFiles(dir);
    await expect(verifyChain(made.p, found.directory, found.publicJson, TODAY)).rejects.toMatchObject({
      code: "statement_rolled_back",
    });
    await saveUnitChange(dir, await removeOfficer(made.p, found, made.officer.id, TODAY));
    const whole = await loadUnitFiles(dir);
    await verifyChain(made.p, whole.directory, whole.publicJson, TODAY);
    expect((await newestOf(made.p, whole)).roster.officers).toEqual([]);
  });

  it("refuses a damaged file by name, without showing what is in it", async () => {
    const files = ["offline/lead.secret.json", "offline/desks.secret.json", "server/triage.secret"];
    for (const file of files) {
      const before = await readFile(join(dir, file));
      await writeFile(join(dir, file), Buffer.concat([before.subarray(0, 40), Buffer.from("zz")]));
      const refusal = expect(loadUnitFiles(dir)).rejects;
      await refusal.toMatchObject({ code: "unit_damaged", message: expect.stringContaining(file) });
      await expect(loadUnitFiles(dir)).rejects.not.toMatchObject({
        message: expect.stringContaining(before.toString().slice(20, 40)),
      });
      await writeFile(join(dir, file), before);
    }
    await expect(loadUnitFiles(dir)).resolves.toEqual(made.state);
    await rm(path(1, "statement"));
    await expect(loadUnitFiles(dir)).rejects.toMatchObject({ code: "unit_damaged" });
  });

  it("leaves no temporary files, and lets one run in at a time", async () => {
    await saveUnitChange(dir, await renew(made.p, made.state, TODAY));
    const all = await readdir(root, { recursive: true });
    expect(all.filter((name) => name.endsWith(".tmp") || name.endsWith(".lock"))).toEqual([]);
    await withUnitLock(dir, async () => {
      await expect(withUnitLock(dir, () => Promise.resolve())).rejects.toMatchObject({ code: "unit_busy" });
    });
    await expect(withUnitLock(dir, () => Promise.resolve("in"))).resolves.toBe("in");
  });

  it("reads the public file by its path, and says of one that it cannot read which and why", async () => {
    const file = join(dir, "server/unit.public.json");
    expect(await readUnitPublic(file)).toEqual(made.unit);
    await expect(readUnitPublic(join(dir, "none"))).rejects.toMatchObject({
      code: "unit_not_found",
      message: expect.stringContaining(join(dir, "none")),
    });
    // What a container engine leaves where a file to mount was not there.
    await expect(readUnitPublic(dir)).rejects.toMatchObject({ code: "unit_unreadable" });
    await writeFile(file, "{}");
    await expect(readUnitPublic(file)).rejects.toMatchObject({ code: "unit_damaged" });
  });
});

describe("unreadable()", () => {
  it("names the file and the user who may not read it, and passes everything else on", () => {
    const refused = Object.assign(new Error("no"), { code: "EACCES" });
    expect(unreadable("server/triage.secret", refused)).toMatchObject({
      code: "unit_unreadable",
      message: expect.stringMatching(/^server\/triage\.secret may not be read by user \d+$/),
    });
    const other = Object.assign(new Error("no"), { code: "EIO" });
    expect(unreadable("server/triage.secret", other)).toBe(other);
  });
});

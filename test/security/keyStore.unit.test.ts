import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openGrant, shredOpen, shredSeal, type Grant } from "../../security/grants.ts";
import { KeyStore } from "../../security/keyStore.ts";
import { makeUnit } from "../tools/unit.ts";

describe("KeyStore", () => {
  let root: string;
  let directory: string;
  let store: KeyStore;
  const epoch = { deskId: 1, epoch: 3 };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "abri-keys-"));
    directory = join(root, "keys");
    store = new KeyStore(directory);
  });
  afterEach(() => rm(root, { recursive: true }));

  it("makes a key once and gives it back, also to another process", async () => {
    const key = await store.create(epoch);
    expect(key).toHaveLength(32);
    expect(key.some((byte) => byte !== 0)).toBe(true);
    expect(await store.create(epoch)).toEqual(key);
    expect(await new KeyStore(directory).get(epoch)).toEqual(key);
    expect(await store.create({ deskId: 1, epoch: 4 })).not.toEqual(key);
    expect(await store.create({ deskId: 2, epoch: 3 })).not.toEqual(key);
  });

  it("keeps files and directory from other users, and leaves nothing else behind", async () => {
    await store.create(epoch);
    expect(await readdir(directory)).toEqual(["desk-1-epoch-3.key"]);
    expect((await stat(join(directory, "desk-1-epoch-3.key"))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it("gives the same key to everyone who asks at once", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => new KeyStore(directory).create(epoch)));
    for (const key of keys) expect(key).toEqual(keys[0]);
    expect(await readdir(directory)).toHaveLength(1);
  });

  it("refuses a key that was never made, and one of another length", async () => {
    await store.create(epoch);
    await expect(store.get(epoch)).resolves.toHaveLength(32);
    await expect(store.get({ deskId: 9, epoch: 9 })).rejects.toMatchObject({ code: "key_destroyed" });
    await writeFile(join(directory, "desk-1-epoch-3.key"), "short");
    await expect(store.get(epoch)).rejects.toMatchObject({ code: "malformed" });
  });

  it("refuses a desk or epoch that would name another file", async () => {
    await expect(store.create({ deskId: "../x" as unknown as number, epoch: 1 })).rejects.toMatchObject({
      code: "out_of_range",
    });
    await expect(store.get({ deskId: -1, epoch: 1 })).rejects.toMatchObject({ code: "out_of_range" });
  });

  it("does not bring a destroyed key back", async () => {
    const key = await store.create(epoch);
    await expect(store.destroy(epoch, 20_600)).resolves.toBeUndefined();
    await store.destroy(epoch, 20_700);
    expect(await store.destroyed()).toEqual([{ ...epoch, day: 20_600 }]);
    await expect(store.get(epoch)).rejects.toMatchObject({ code: "key_destroyed" });
    await expect(store.create(epoch)).rejects.toMatchObject({ code: "key_destroyed" });
    const files = await readdir(directory);
    expect(files).toEqual(["desk-1-epoch-3.destroyed"]);
    for (const file of files) expect((await readFile(join(directory, file))).includes(Buffer.from(key))).toBe(false);
  });

  it("shredding: after the key is destroyed, a stored grant opens nothing, whoever's keys are at hand", async () => {
    const { p, grants, officer } = await makeUnit();
    const grant = grants.find((each) => each.deskId === 1 && each.epoch === 1) as Grant;
    const shredKey = await store.create(grant);
    const backup = shredSeal(p, shredKey, grant.inner, grant);
    const inner = shredOpen(p, await store.get(grant), backup, grant);
    expect(await openGrant(p, inner, { ...grant, recipient: officer.sealing })).toHaveLength(32);

    await store.destroy(grant, 20_600);
    await expect(store.get(grant)).rejects.toMatchObject({ code: "key_destroyed" });
    // All that is left is the backup and the officer's own keys.
    const guesses = [p.randomBytes(32), new Uint8Array(32), officer.sealingSeed, officer.signingSeed];
    for (const guess of guesses) {
      expect(() => shredOpen(p, guess, backup, grant)).toThrow(expect.objectContaining({ code: "open_failed" }));
    }
    for (const slice of [backup.slice(24, 24 + 1168), backup.slice(0, 1168), backup.slice(40)]) {
      await expect(openGrant(p, slice, { ...grant, recipient: officer.sealing })).rejects.toMatchObject({
        code: "open_failed",
      });
    }
  });
});

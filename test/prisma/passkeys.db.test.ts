import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Database } from "../../prisma/client.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import * as passkeys from "../../prisma/repositories/passkeys.ts";
import { purge } from "../../prisma/repositories/purge.ts";
import { freshDatabase, type FreshDatabase } from "../tools/database.ts";
import { bytes, minutes, newOfficer, newPasskey, NOW, TODAY } from "./samples.ts";

let database: FreshDatabase;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.client("abri_officer");
});
afterAll(() => database.drop());

async function officerId(): Promise<string> {
  const officer = newOfficer({ totpSealed: null });
  await createOfficer(db, officer);
  return officer.id;
}

const add = (id: string, more: Partial<passkeys.NewPasskey> = {}) =>
  db.$transaction(async (tx) => {
    await passkeys.lockPasskeys(tx, id);
    return passkeys.addPasskey(tx, newPasskey(id, more));
  });

describe("passkeys", () => {
  it("are numbered within an officer's, also when several are added at once", async () => {
    const [one, other] = [await officerId(), await officerId()];
    expect(await Promise.all([add(one), add(one), add(one), add(other)])).toEqual(Array(4).fill("added"));
    expect((await passkeys.passkeysOf(db, one)).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect((await passkeys.passkeysOf(db, other)).map(({ number }) => number)).toEqual([1]);
  });

  it("have an id that nobody else's has", async () => {
    const credentialId = bytes(20);
    const [one, other] = [await officerId(), await officerId()];
    expect(await add(one, { credentialId })).toBe("added");
    expect(await add(other, { credentialId })).toBe("known");
    expect((await passkeys.passkeyByCredential(db, credentialId))?.officerId).toBe(one);
    expect(await passkeys.passkeyByCredential(db, bytes(20))).toBeNull();
  });

  it("count up to the largest counter there is, once each, or not at all", async () => {
    const id = await officerId();
    await add(id, { signCount: 0 });
    await add(id, { signCount: 4 });
    const [still, counting] = (await passkeys.passkeysOf(db, id)).map((one) => one.id);
    const take = (which = "", signCount = 0) => passkeys.takeSignCount(db, which, signCount);
    expect([await take(still, 0), await take(still, 0)]).toEqual([true, true]);
    expect([await take(counting, 4), await take(counting, 0), await take(counting, 3)]).toEqual([false, false, false]);
    const taken = await Promise.all(Array.from({ length: 5 }, () => take(counting, 4_294_967_295)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it("go with the account that they belong to", async () => {
    const id = await officerId();
    await add(id);
    await database.client().officer.delete({ where: { id } });
    expect(await passkeys.passkeysOf(db, id)).toEqual([]);
  });
});

describe("used challenges", () => {
  it("are used once, also by many at once, and go at a tick after their end", async () => {
    const hash = bytes(32);
    const ends = new Date(NOW.getTime() + minutes(5));
    const uses = await Promise.all(Array.from({ length: 5 }, () => passkeys.useChallenge(db, hash, ends)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    const at = (after: number) =>
      purge(database.client("abri_worker"), {
        today: TODAY,
        now: new Date(NOW.getTime() + minutes(after)),
        sessionIdleMs: minutes(15),
      });
    expect((await at(5)).usedChallenges).toBe(0);
    expect(await passkeys.useChallenge(db, hash, ends)).toBe(false);
    expect((await at(7)).usedChallenges).toBe(1);
  });
});

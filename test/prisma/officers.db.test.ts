import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { currentDirectory, currentStatement, listChain } from "../../prisma/repositories/directory.ts";
import { publishStatement, statementByHash } from "../../prisma/repositories/directory.ts";
import { createEnrolment, findEnrolment, useEnrolment } from "../../prisma/repositories/enrolments.ts";
import { grantsOf, putGrants } from "../../prisma/repositories/grants.ts";
import * as officers from "../../prisma/repositories/officers.ts";
import { createSession, deleteSession, touchSession } from "../../prisma/repositories/sessions.ts";
import { clearFailures, failuresOf, recordFailure } from "../../prisma/repositories/signInFailures.ts";
import { freshDatabase } from "../tools/database.ts";
import { NOW, TODAY, bytes, minutes, newOfficer } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase();
  db = database.client("abri_officer");
});
afterAll(() => database.drop());

async function made(more: Parameters<typeof newOfficer>[0] = {}) {
  const officer = newOfficer(more);
  expect(await officers.createOfficer(db, officer)).toBe("created");
  return officer;
}

const statement = (version: number) => ({
  version,
  hash: bytes(32),
  statement: bytes(4000),
  roster: bytes(3000),
  issueDay: TODAY,
  expiryDay: TODAY + 14,
});

const publish = (one: ReturnType<typeof statement>, removal = false) =>
  db.$transaction((tx) => publishStatement(tx, one, { today: TODAY, removal }));

describe("officers", () => {
  it("are found by name and id, and have names of their own", async () => {
    const one = await made();
    expect(await officers.officerByName(db, one.name)).toMatchObject({ id: one.id, state: "pending" });
    expect((await officers.officerById(db, one.id))?.vault).toEqual(one.vault);
    expect(await officers.officerByName(db, "nobody")).toBeNull();
    expect(await officers.createOfficer(db, newOfficer({ name: one.name }))).toBe("name_taken");
  });

  it("never get an older vault back", async () => {
    const { id } = await made({ vaultCounter: 5 });
    const put = (counter: number) => officers.replaceVault(db, { officerId: id, vault: bytes(200), counter });
    expect(await put(6)).toBe(true);
    expect(await put(6)).toBe(false);
    expect(await put(5)).toBe(false);
  });

  it("use a second factor's step once, also at the same time", async () => {
    const { id } = await made();
    const answers = await Promise.all(Array.from({ length: 10 }, () => officers.takeTotpStep(db, id, 59_000_000)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await officers.takeTotpStep(db, id, 58_999_999)).toBe(false);
    expect(await officers.takeTotpStep(db, id, 59_000_001)).toBe(true);
  });

  it("have failures under their name that are all counted, until a sign-in, and nobody else's", async () => {
    const [name, other] = [bytes(32), bytes(32)];
    expect(await failuresOf(db, name)).toBeNull();
    await Promise.all(Array.from({ length: 10 }, () => recordFailure(db, name, NOW)));
    await recordFailure(db, other, NOW);
    const known = await failuresOf(db, name);
    expect(known?.failures).toBe(10);
    expect(known?.failedMinute.getTime()).toBe(Math.ceil(NOW.getTime() / minutes(1)) * minutes(1));
    await clearFailures(db, name);
    expect(await failuresOf(db, name)).toBeNull();
    expect((await failuresOf(db, other))?.failures).toBe(1);
  });

  it("follow the roster: named is active, no longer named is removed and signed out", async () => {
    const stays = await made();
    const leaves = await made();
    const waits = await made();
    await officers.applyRoster(db, [stays, leaves]);
    const tokenHash = bytes(32);
    await createSession(db, { tokenHash, officerId: leaves.id, now: NOW, lifeMs: minutes(480) });
    expect(await touchSession(db, { tokenHash, now: NOW, idleMs: minutes(15) })).not.toBeNull();
    await officers.applyRoster(db, [{ id: stays.id, role: "lead" }]);
    expect(await officers.officerById(db, stays.id)).toMatchObject({ state: "active", role: "lead" });
    expect(await officers.officerById(db, leaves.id)).toMatchObject({ state: "removed" });
    expect(await officers.officerById(db, waits.id)).toMatchObject({ state: "pending" });
    expect(await touchSession(db, { tokenHash, now: NOW, idleMs: minutes(15) })).toBeNull();
  });
});

describe("sessions", () => {
  it("end when idle, at their end, and when deleted", async () => {
    const { id } = await made();
    const tokenHash = bytes(32);
    await createSession(db, { tokenHash, officerId: id, now: NOW, lifeMs: minutes(60) });
    const touch = (after: number) =>
      touchSession(db, { tokenHash, now: new Date(NOW.getTime() + minutes(after)), idleMs: minutes(15) });
    for (const after of [0, 14, 28, 42, 56]) expect((await touch(after))?.id).toBe(id);
    expect(await touch(62)).toBeNull();
    expect((await touch(57))?.id).toBe(id);
    expect(await touch(73)).toBeNull();
    await deleteSession(db, tokenHash);
    expect(await touch(57)).toBeNull();
  });

  it("are idle after fifteen minutes", async () => {
    const { id } = await made();
    const tokenHash = bytes(32);
    await createSession(db, { tokenHash, officerId: id, now: NOW, lifeMs: minutes(480) });
    const touch = (after: number) =>
      touchSession(db, { tokenHash, now: new Date(NOW.getTime() + minutes(after)), idleMs: minutes(15) });
    expect(await touch(16)).toBeNull();
    expect(await touch(14)).not.toBeNull();
  });
});

describe("enrolments", () => {
  it("are used once, and not after their end", async () => {
    const one = { id: randomUUID(), codeHash: "hash", role: "officer", officerId: randomUUID() } as const;
    await createEnrolment(db, { ...one, totpSealed: bytes(60), expires: new Date(NOW.getTime() + minutes(60)) });
    const late = new Date(NOW.getTime() + minutes(62));
    expect(await findEnrolment(db, one.id, NOW)).toMatchObject(one);
    expect(await findEnrolment(db, one.id, late)).toBeNull();
    expect(await useEnrolment(db, one.id, late)).toBe(false);
    const uses = await Promise.all(Array.from({ length: 5 }, () => useEnrolment(db, one.id, NOW)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await findEnrolment(db, one.id, NOW)).toBeNull();
  });
});

describe("grants", () => {
  it("are kept per desk, epoch and officer, and replaced by one that may", async () => {
    const officerId = randomUUID();
    const grant = (epoch: number) => ({
      desk: 1,
      epoch,
      officerId,
      sealed: bytes(1208),
      signerId: bytes(16),
      signature: bytes(64),
    });
    const [matching, first] = [grant(0), grant(1)];
    await putGrants(db, [
      { ...first, replaces: false },
      { ...matching, replaces: true },
    ]);
    expect(await grantsOf(db, officerId)).toEqual([matching, first]);
    const again = grant(1);
    await putGrants(db, [{ ...again, replaces: false }]);
    expect(await grantsOf(db, officerId)).toEqual([matching, first]);
    await putGrants(db, [{ ...again, replaces: true }]);
    expect(await grantsOf(db, officerId)).toEqual([matching, again]);
    expect(await grantsOf(db, randomUUID())).toEqual([]);
  });
});

describe("publishStatement()", () => {
  it("takes versions in sequence, and lets the reporter host see statements without rosters", async () => {
    expect(await currentStatement(db)).toBeNull();
    const [one, two] = [statement(1), statement(2)];
    expect(await publish(two)).toBe("not_next");
    expect(await publish(one)).toBe("published");
    expect(await publish(one)).toBe("not_next");
    expect(await currentStatement(db)).toMatchObject({ version: 1, acceptUntilDay: TODAY + 14 });
    expect(await publish(two)).toBe("published");
    const reporter = database.client("abri_reporter");
    expect(await currentStatement(reporter)).toMatchObject({ version: 2, hash: two.hash, statement: two.statement });
    expect((await currentDirectory(db))?.roster).toEqual(two.roster);
    await expect(currentDirectory(reporter)).rejects.toThrow();
    expect((await listChain(db)).map((link) => link.version)).toEqual([1, 2]);
    expect((await listChain(db, 1)).map((link) => link.version)).toEqual([2]);
    // earlier ones are taken in for a week
    expect(await statementByHash(reporter, one.hash)).toMatchObject({ version: 1, acceptUntilDay: TODAY + 7 });
    expect(await statementByHash(reporter, bytes(32))).toBeNull();
  });

  it("lets one of several publish the next version, and the others change nothing", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => publish(statement(3), i > 2)));
    expect(answers.filter((answer) => answer === "published")).toHaveLength(1);
    expect((await currentStatement(db))?.version).toBe(3);
  });

  it("takes nothing in any more that was sealed before a removal", async () => {
    const before = await currentStatement(db);
    expect(await publish(statement(4), true)).toBe("published");
    expect((await statementByHash(db, before?.hash ?? bytes(32)))?.acceptUntilDay).toBe(TODAY - 1);
    expect((await currentStatement(db))?.acceptUntilDay).toBe(TODAY + 14);
  });
});

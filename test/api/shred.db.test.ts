/** `shred` as an operator runs it, and what is left for whoever has everything else. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSession } from "../../prisma/repositories/sessions.ts";
import { inspectEpoch, shredEpoch, type ShredDeps } from "../../api/commands/shredEpoch.ts";
import { DAY_MS, dayOf, DESK_GENERAL, DESK_RESTRICTED, deskOf, isoDay } from "../../security/index.ts";
import { KeyStore } from "../../security/node.ts";
import { rebuildRecoveryKey } from "../../security/recoverySecret.ts";
import { runProgram } from "../tools/childProcess.ts";
import { startPastUnit, type PastUnit } from "./tools/pastUnit.ts";
import { backUp, openAll, type Backup } from "./tools/thief.ts";

let past: PastUnit;
/** Of the general desk. */
let current: number;
beforeAll(async () => {
  past = await startPastUnit();
  current = deskOf(past.newest, DESK_GENERAL).epoch;
});
afterAll(() => past.stop());

interface Options {
  readonly more?: readonly string[];
  readonly typed?: string;
}

const deps = (keyStore = past.keyStore): ShredDeps => ({
  db: past.database.client("abri_officer"),
  primitives: past.unit.p,
  unit: past.unit.unit,
  keyStore,
  now: Date.now,
});
/** Intake took the first epoch until so many days ago. */
const acceptedUntil = (daysAgo: number) =>
  past.database.client().keyStatement.updateMany({
    where: { version: { lte: past.first.version } },
    data: { acceptUntil: new Date((dayOf(Date.now()) - daysAgo) * DAY_MS) },
  });

/** One run of the program: what it said, and how it ended. */
const shred = ({ more = [], typed }: Options) =>
  runProgram(
    {
      name: "shred",
      args: ["--import", "tsx", "api/shred.ts", "--desk", "1", "--epoch", "1", ...more],
      env: {
        DATABASE_URL: past.database.url("abri_officer"),
        KEY_STORE_DIR: past.keyStoreDir,
        UNIT_PUBLIC: join(past.unitDir, "server", "unit.public.json"),
      },
    },
    typed,
  );
const keyFiles = async (): Promise<string[]> => (await readdir(past.keyStoreDir)).sort();
/** What opens with everybody's passphrase, and with two of the three shares. */
async function loot(backup: Backup, passphrases = past.passphrases): Promise<ReadonlySet<string>> {
  const { unit, shares, recoveryKey, keyStoreDir } = past;
  const rebuilt = await rebuildRecoveryKey(unit.p, unit.unit, shares.slice(1), recoveryKey);
  return openAll(unit.p, { backup, passphrases, more: [rebuilt], keyStoreDir });
}

describe("api/shred.ts", () => {
  let cases: readonly string[];
  let before: readonly string[];
  beforeAll(async () => {
    cases = [
      await past.report("le mois passe", DESK_GENERAL, past.first),
      await past.report("la police", DESK_RESTRICTED, past.first),
      await past.report("ce mois", DESK_GENERAL, past.newest),
    ];
    before = await keyFiles();
  });
  const set = (state: "open" | "closed") =>
    past.database.client().caseRecord.updateMany({ where: { id: cases[0] ?? "" }, data: { state } });

  it("refuses an epoch in use, one that intake still takes, one that never was, and another key store", async () => {
    await acceptedUntil(1); // what came yesterday may wait for its release
    for (const [deskId, epoch, code] of [
      [DESK_GENERAL, current, "epoch_current"],
      [DESK_GENERAL, current + 1, "unknown_epoch"],
      [DESK_GENERAL, 0, "unknown_epoch"], // the matching key
      [9, 1, "unknown_epoch"],
      [DESK_GENERAL, 1, "epoch_accepted"],
    ] as const) {
      await expect(shredEpoch(deps(), { deskId, epoch }, { openCases: true })).rejects.toMatchObject({ code });
    }
    await acceptedUntil(2);
    const elsewhere = new KeyStore(await mkdtemp(join(tmpdir(), "abri-keys-")));
    const wrong = () => shredEpoch(deps(elsewhere), { deskId: DESK_GENERAL, epoch: 1 }, { openCases: true });
    await expect(wrong()).rejects.toMatchObject({ code: "key_missing" });
    await elsewhere.create({ deskId: DESK_GENERAL, epoch: 1 });
    await expect(wrong()).rejects.toMatchObject({ code: "key_wrong" });
    expect([await keyFiles(), await elsewhere.destroyed()]).toEqual([before, []]);
    expect(await inspectEpoch(deps(), { deskId: DESK_GENERAL, epoch: 1 })).toMatchObject({ items: 1, grants: 3 });
  });

  it("says what would go, in numbers alone, and destroys nothing until it is told so in words", async () => {
    await set("closed");
    const { code, said } = await shred({ typed: "yes\n" });
    expect([code, said]).toEqual([1, expect.stringContaining("Nothing was destroyed.")]);
    expect(said).toMatch(/- 1 report or later message[^]*- 1 entry[^]*0 cases that wait[^]*0 answered, 1 closed/);
    expect(said).toMatch(/3 keys that were granted become worthless/);
    for (const name of [...past.passphrases.keys(), "Tremblay", "Bélanger", ...cases]) expect(said).not.toContain(name);
    expect(await keyFiles()).toEqual(before);
  });

  it("refuses while a case that is not closed is in it, unless it is told that this is meant", async () => {
    await set("open");
    const subject = { deskId: DESK_GENERAL, epoch: 1 };
    await expect(shredEpoch(deps(), subject, { openCases: false })).rejects.toMatchObject({ code: "cases_open" });
    expect(await keyFiles()).toEqual(before);
  });

  it("says so when a grant opens after all, and ends nobody's session over it", async () => {
    const subject = { deskId: DESK_GENERAL, epoch: 1 };
    const stubborn = new (class extends KeyStore {
      override destroy = () => Promise.resolve();
    })(past.keyStoreDir);
    const shredding = shredEpoch(deps(stubborn), subject, { openCases: true });
    await expect(shredding).rejects.toMatchObject({ code: "grants_open" });
    expect(await keyFiles()).toEqual(before);
  });

  it("shredding: an old backup with every vault, passphrase and recovery share opens nothing of it, and still the rest", async () => {
    const backup = await backUp(past.database.url());
    const whole = await loot(backup);
    const ofEpoch = (opened: ReadonlySet<string>, epoch: string) =>
      [...opened].filter((what) => what.startsWith(`${epoch} `)).toSorted();
    const everything = (epoch: string, words: string) => [
      `${epoch} entry Note : ${words}`,
      `${epoch} report ${words}`,
      `${epoch} seed`,
      `${epoch} summary`,
    ];
    const [gone, others] = [`${DESK_GENERAL}/1`, [`${DESK_RESTRICTED}/1`, `${DESK_GENERAL}/${current}`]];
    expect(ofEpoch(whole, gone)).toEqual(everything(gone, "le mois passe"));
    expect(ofEpoch(await loot(backup, new Map()), gone)).toEqual(everything(gone, "le mois passe"));

    const [officerId = ""] = [...past.passphrases.keys()];
    const session = { tokenHash: new Uint8Array(32).fill(7), officerId, now: new Date(), lifeMs: 3_600_000 };
    await createSession(past.database.client(), session);
    const { code, said } = await shred({ more: ["--with-open-cases"], typed: "destroy 1/1\n" });
    expect([code, said]).toEqual([0, expect.stringContaining('"event":"epoch_destroyed","desk":1,"epoch":1')]);
    expect(said).toMatch(/solid-state disk[^]*npm run unit -- forget --desk 1 --epoch 1/);

    for (const each of [backup, await backUp(past.database.url())]) {
      const left = await loot(each);
      expect(ofEpoch(left, gone)).toEqual([]);
      // The same search finds what it finds: the other desk's epoch of that month, and this month's.
      expect(ofEpoch(left, others[0] ?? "")).toEqual(everything(others[0] ?? "", "la police"));
      expect(ofEpoch(left, others[1] ?? "")).toEqual(everything(others[1] ?? "", "ce mois"));
    }
    const files = await keyFiles();
    expect(files.filter((name) => name.startsWith("desk-1-epoch-1."))).toEqual(["desk-1-epoch-1.destroyed"]);
    expect(await readFile(join(past.keyStoreDir, "desk-1-epoch-1.destroyed"), "utf8")).toBe(
      `${isoDay(dayOf(Date.now()))}\n`,
    );
    // Consoles that hold the keys in memory let go of them with their session.
    expect(await past.database.client().officerSession.count()).toBe(0);
  });

  it("says of a second run that it was done", async () => {
    const { code, said } = await shred({ more: ["--yes"] });
    expect([code, said]).toEqual([1, expect.stringContaining("epoch_destroyed")]);
  });
});

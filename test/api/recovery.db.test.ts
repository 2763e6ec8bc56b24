/** Everybody has lost everything: two shares, the root and the operator bring the unit back, on a real database. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { publishDirectory } from "../../api/commands/publishDirectory.ts";
import { listGrants } from "../../api/routes/grants/schema.ts";
import { listChain } from "../../prisma/repositories/directory.ts";
import { enterRecoveryKey } from "../../security/ceremony.ts";
import {
  deskSecret,
  type DeskSecret,
  fromBase64Url,
  officerFingerprint,
  openGrant,
  openGranted,
  openRecoveryGrants,
  openReport,
  parseIntakeBody,
  readRecoveryFile,
  removeOfficer,
  sealFirstReport,
  shredOpen,
  toHex,
  type UnitChange,
  uuidBytes,
  uuidOf,
  verifyChain,
  verifyStatement,
} from "../../security/index.ts";
import { createUnitFiles, KeyStore, readUnitPublic } from "../../security/node.ts";
import { recoveryId } from "../../security/recoveryKey.ts";
import { createRecoveryKey, rebuildRecoveryKey } from "../../security/recoverySecret.ts";
import { type RecoveryShare, shareLines } from "../../security/recoveryShare.ts";
import { runProgram } from "../tools/childProcess.ts";
import { requestOf } from "../tools/unit.ts";
import { runUnit, type Run } from "../tools/unitCommand.ts";
import { ORDINARY } from "../security/samples.ts";
import { type Account, startOfficer, type OfficerStage } from "./tools/officer.ts";

const KEYS = { descriptor: new Uint8Array(1312) };

let root: string;
let stage: OfficerStage;
let keyStore: KeyStore;
/** The ceremony's machine after the loss: the server's half, and the root from its safe. */
let dir: string;
let key: Uint8Array;
let shares: readonly RecoveryShare[];
/** Reports sealed in the first epoch of the general desk and in the second. */
const reports: Uint8Array[] = [];
let newcomers: readonly [Account, Account];

const publish = (change: UnitChange): Promise<number> => {
  stage.state = change.state;
  const { unit, database, clock } = stage;
  const deps = { db: database.client(), primitives: unit.p, unit: unit.unit, keyStore, now: () => clock.now };
  return publishDirectory(deps, { links: [change.link], grants: change.grants, removal: false });
};
const seal = async (): Promise<void> => {
  const { p, unit, today } = stage.unit;
  const newest = stage.state.directory.at(-1)?.statement as Uint8Array;
  const statement = await verifyStatement(p, newest, unit, today);
  reports.push(parseIntakeBody((await sealFirstReport(p, statement, ORDINARY, KEYS)).body).envelope);
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-recovery-"));
  keyStore = new KeyStore(join(root, "keys"));
  stage = await startOfficer({ keyStore });
  const { p, unit, today } = stage.unit;
  await seal();
  const made = await createRecoveryKey(p, unit, today);
  key = made.key.sealingKey;
  shares = made.shares;
  await publish(await enterRecoveryKey(p, stage.state, made.key, today));
  const leaver = await stage.enrol();
  await stage.admit(leaver, [1]);
  await publish(await removeOfficer(p, stage.state, leaver.id, today));
  await seal();
  newcomers = [await stage.enrol("Ada"), await stage.enrol("Béa")];

  dir = join(root, "unit");
  await createUnitFiles(dir, stage.state);
  for (const name of ["lead", "desks"]) await rm(join(dir, `offline/${name}.secret.json`));
  await rm(join(dir, "server/directory"), { recursive: true });
  await rm(join(dir, "server/grants"), { recursive: true });
  await mkdir(join(dir, "server/directory"));
  for (const share of shares) {
    await writeFile(join(root, `share-${share.number}`), (await shareLines(p, share)).join("\n"));
  }
  for (const each of newcomers) await writeFile(join(root, each.name), requestOf(p, each, unit));
}, 60_000);
afterAll(async () => {
  await stage.stop();
  await rm(root, { recursive: true });
});

const program = (name: string, ...args: string[]) =>
  runProgram({
    name,
    args: ["--import", "tsx", `api/${name}.ts`, "--unit", dir, ...args],
    env: { DATABASE_URL: stage.database.url("abri_officer"), KEY_STORE_DIR: join(root, "keys") },
  });

/** Runs `unit recover` with these shares; the newcomers' fingerprints are those that they read. */
async function recover(numbers: readonly number[], said?: readonly string[]): Promise<Run> {
  const { p } = stage.unit;
  const prints = await Promise.all(
    newcomers.map(({ id, sealing, signing }) =>
      officerFingerprint(p, { officerId: id, sealingKey: sealing.publicKey, signingKey: signing.publicKey }),
    ),
  );
  return runUnit([
    "recover",
    "--dir",
    dir,
    "--file",
    join(root, "recovery.json"),
    ...numbers.flatMap((number) => ["--share", `@${join(root, `share-${number}`)}`]),
    ...newcomers.flatMap(({ name }) => ["--request", `@${join(root, name)}`]),
    ...(said ?? prints).flatMap((print) => ["--fingerprint", print]),
  ]);
}

/** Every desk key that an officer's console has after it has signed in. */
async function keysOf(account: Account): Promise<DeskSecret[]> {
  const { p, today } = stage.unit;
  const unit = await readUnitPublic(join(dir, "server/unit.public.json"));
  const chain = await verifyChain(p, await listChain(stage.database.client()), unit, today);
  const cookie = await stage.signIn(account);
  const { grants } = listGrants.answer.parse((await stage.call(listGrants, { cookie })).json);
  const keys: DeskSecret[] = [];
  for (const { desk, epoch, inner, signerId, signature } of grants) {
    const grant = {
      deskId: desk,
      epoch,
      officerId: account.id,
      inner: fromBase64Url(inner),
      signerId: fromBase64Url(signerId),
      signature: fromBase64Url(signature),
    };
    const secret = await openGranted(p, chain, grant, account.sealing);
    if (epoch > 0) keys.push(await deskSecret(p, { deskId: desk, epoch, seed: secret }));
  }
  return keys;
}

const opens = async (account: Account): Promise<string[]> => {
  const keys = await keysOf(account);
  return Promise.all(reports.map(async (report) => (await openReport(stage.unit.p, report, keys)).state));
};

describe("a unit that has lost every officer's keys", () => {
  it("hands out what was granted to the recovery key, which opens nothing with one share", async () => {
    const { code, said } = await program("exportRecovery");
    expect(code).toBe(0);
    await writeFile(join(root, "recovery.json"), said);
    // Into a file, which nobody else may read, and which is never one that was there.
    const out = ["--out", join(root, "written.json")];
    expect(await program("exportRecovery", ...out)).toMatchObject({ code: 0, said: "" });
    expect(await readFile(join(root, "written.json"), "utf8")).toBe(said);
    expect((await stat(join(root, "written.json"))).mode & 0o777).toBe(0o600);
    expect(await program("exportRecovery", ...out)).toMatchObject({
      code: 1,
      said: expect.stringContaining("file_exists"),
    });
    expect(await readFile(join(root, "written.json"), "utf8")).toBe(said);
    const wrong = await program("exportRecovery", "--help");
    expect([wrong.code, wrong.said]).toEqual([2, expect.stringMatching(/^usage: exportRecovery\.ts[^\n]*\n$/)]);
    const file = readRecoveryFile(stage.unit.unit, said);
    expect(file.grants.map(({ deskId, epoch }) => `${deskId}/${epoch}`)).toEqual(["1/0", "1/1", "1/2", "2/0", "2/1"]);
    const { p } = stage.unit;
    for (const { shamir } of shares) {
      const pair = p.xwingKeyPair(shamir.slice(0, 32));
      for (const grant of file.grants) {
        await expect(openGrant(p, grant.inner, { ...grant, recipient: pair })).rejects.toMatchObject({
          code: "open_failed",
        });
      }
    }
    expect([(await recover([1])).stderr, (await recover([2, 2])).stderr]).toEqual([
      expect.stringMatching(/^unit: usage: /),
      expect.stringMatching(/^unit: share_repeated: /),
    ]);
    expect((await recover([1, 2], [])).stderr).toMatch(/^unit: fingerprint_needed: /);
    expect((await recover([1, 2], ["0000", "0000"])).stderr).toMatch(/^unit: fingerprint_mismatch: /);
    expect(await listChain(stage.database.client())).toHaveLength(5);
  }, 60_000);

  it("works again with two new people, who read every report whose epoch lives", async () => {
    expect(await keysOf(newcomers[0])).toEqual([]);
    const run = await recover([3, 1]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("Leads on every desk: Ada, Béa.");
    expect(run.stdout).toMatch(/general: reads again what was sealed in epochs 1, 2\n.*restricted: .* epochs 1\n/);
    expect(await program("publish")).toMatchObject({ code: 0 });
    for (const account of newcomers) {
      expect(await opens(account)).toEqual(["opened", "opened"]);
      const keys = (await keysOf(account)).map(({ deskId, epoch }) => `${deskId}/${epoch}`);
      expect(keys.sort()).toEqual(["1/1", "1/2", "1/3", "2/1", "2/2"]);
    }
    // Whoever was on the roster is not, and what is sealed from now on does not open with any lost key.
    const roster = await stage.database.client().officer.findMany({ where: { state: "active" } });
    expect(roster.map(({ name }) => name).sort()).toEqual(["Ada", "Béa"]);
    // The command wrote nothing of the recovered epochs, and doing it again would fork: it is refused.
    const kept = await readFile(join(dir, "offline/desks.secret.json"), "utf8");
    for (const desk of stage.state.offline.desks) {
      for (const { seed } of desk.epochs) expect(kept).not.toContain(toHex(seed));
    }
    expect((await recover([1, 2])).stderr).toMatch(/^unit: (unit_changed|certificate_revoked|statement_rolled_back): /);
  }, 60_000);

  it("opens nothing of an epoch whose shred key was destroyed, with all three shares and a copy of the database", async () => {
    const { p, unit, today } = stage.unit;
    const db = stage.database.client();
    const backup = await db.deskGrant.findMany({ where: { officerId: uuidOf(await recoveryId(p, key)) } });
    expect(backup.length).toBeGreaterThan(5);
    const [one, two, three] = shares as [RecoveryShare, RecoveryShare, RecoveryShare];
    const pairs = [
      await rebuildRecoveryKey(p, unit, [one, two], key),
      await rebuildRecoveryKey(p, unit, [two, three], key),
    ];
    const raised = await readUnitPublic(join(dir, "server/unit.public.json"));
    const chain = await verifyChain(p, await listChain(db), raised, today);
    const opened = async () => {
      const file = readRecoveryFile(unit, (await program("exportRecovery")).said);
      return (await openRecoveryGrants(p, chain, file.grants, pairs[0] as (typeof pairs)[number])).held;
    };
    // The same is accepted before: the newest roster's key opens the first epoch.
    expect((await opened()).some(({ deskId, epoch }) => deskId === 1 && epoch === 1)).toBe(true);
    const first = { deskId: 1, epoch: 1 };
    await keyStore.destroy(first, today);
    expect((await opened()).some(({ deskId, epoch }) => deskId === 1 && epoch === 1)).toBe(false);
    const row = backup.find(({ desk, epoch }) => desk === 1 && epoch === 1);
    const sealed = row?.sealed as Uint8Array;
    const subject = { ...first, officerId: uuidBytes(row?.officerId as string) };
    await expect(keyStore.get(first)).rejects.toMatchObject({ code: "key_destroyed" });
    expect(() => shredOpen(p, new Uint8Array(32), sealed, subject)).toThrow(
      expect.objectContaining({ code: "open_failed" }),
    );
    for (const recipient of pairs) {
      for (let from = 0; from + 1168 <= sealed.length; from++) {
        await expect(openGrant(p, sealed.slice(from, from + 1168), { ...first, recipient })).rejects.toMatchObject({
          code: "open_failed",
        });
      }
    }
    expect(await opens(newcomers[1])).toEqual(["other_desk", "opened"]);
  }, 60_000);
});

describe("api/exportRecovery.ts", () => {
  it("says so where the directory names no recovery key", async () => {
    const bare = await startOfficer({ keyStore });
    const { code, said } = await runProgram({
      name: "export",
      args: ["--import", "tsx", "api/exportRecovery.ts", "--unit", join(root, "bare")],
      env: { DATABASE_URL: bare.database.url("abri_officer"), KEY_STORE_DIR: join(root, "keys") },
    });
    expect([code, said]).toEqual([1, expect.stringContaining("unit_not_found")]);
    await createUnitFiles(join(root, "bare"), bare.state);
    const done = await runProgram({
      name: "export",
      args: ["--import", "tsx", "api/exportRecovery.ts", "--unit", join(root, "bare")],
      env: { DATABASE_URL: bare.database.url("abri_officer"), KEY_STORE_DIR: join(root, "keys") },
    });
    expect([done.code, done.said]).toEqual([1, expect.stringContaining("no_recovery_key")]);
    await bare.stop();
  }, 60_000);
});

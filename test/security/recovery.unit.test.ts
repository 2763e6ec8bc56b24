/** The recovery key: its shares on paper, the key that two of them give, and who is granted to it. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes, fromHex, toHex } from "../../security/bytes.ts";
import { enterRecoveryKey, removeOfficer, renew } from "../../security/ceremony.ts";
import { endOfMonth, parseIsoDay } from "../../security/days.ts";
import { verifyChain, type VerifiedChain } from "../../security/directory.ts";
import { checkGrant, makeGrant, openGrant, type Grant } from "../../security/grants.ts";
import { issueAsLead, missingGrants } from "../../security/leadActs.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import type { KeyPair } from "../../security/primitives/types.ts";
import { openRecoveryGrants, recoveryOf, recoverUnit } from "../../security/recover.ts";
import { checkRecoveryGrants } from "../../security/recoveryGrants.ts";
import { readRecoveryFile, recoveryFileText } from "../../security/recoveryFile.ts";
import { readRecoveryKeyText, recoveryId, recoveryKeyText, type RecoveryKey } from "../../security/recoveryKey.ts";
import { createRecoveryKey, rebuildRecoveryKey, splitRecoverySecret } from "../../security/recoverySecret.ts";
import { readShare, shareLines, type RecoveryShare } from "../../security/recoveryShare.ts";
import type { UnitState } from "../../security/unitState.ts";
import { LABELS } from "../../security/labels.ts";
import { verifyRoster } from "../../security/roster.ts";
import { resign } from "../tools/forge.ts";
import { admissionOf, makeOfficer, makeUnit, withNewLead, type TestUnit } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();

let unit: TestUnit;
let key: RecoveryKey;
let shares: readonly RecoveryShare[];
let lines: string[];
/** The unit with the recovery key in its roster, version 3, and what that version granted. */
let state: UnitState;
let given: readonly Grant[];
let chain: VerifiedChain;

const refused = (code: string, text = "") =>
  expect.objectContaining({ name: "SecurityError", code, message: expect.stringContaining(text) });
const chainOf = (of: UnitState, day = TODAY) => verifyChain(p, of.directory, of.publicJson, day);
const share = (number: number): RecoveryShare => shares[number - 1] as RecoveryShare;
const rebuild = (...of: RecoveryShare[]): Promise<KeyPair> => rebuildRecoveryKey(p, unit.unit, of, key.sealingKey);

beforeAll(async () => {
  unit = await makeUnit({ engine: p, today: TODAY });
  ({ key, shares } = await createRecoveryKey(p, unit.unit, TODAY));
  lines = await shareLines(p, share(1));
  const change = await enterRecoveryKey(p, unit.state, key, TODAY);
  ({ state, grants: given } = change);
  chain = await chainOf(state);
});

/** Those to the recovery key, as `desk/epoch`. */
async function toRecovery(grants: readonly Grant[], of = key): Promise<string[]> {
  const id = await recoveryId(p, of.sealingKey);
  const found = grants.filter(({ officerId }) => equalBytes(officerId, id));
  return found.map(({ deskId, epoch }) => `${deskId}/${epoch}`).sort();
}

describe("a share on paper", () => {
  it("is read back as it was, also in small letters, with dashes, O for 0 and l for 1", async () => {
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^[1-8] {2}([0-9A-HJKMNP-TV-Z]{4} ){4} [0-9A-HJKMNP-TV-Z]{2}$/);
    expect(await readShare(p, lines.join("\n"))).toEqual(share(1));
    const typed = lines.map((line) => line.replaceAll(" ", "-").replace("-", " ").toLowerCase());
    expect(await readShare(p, typed.join("\r\n").replaceAll("0", "o"))).toEqual(share(1));
    const ones = lines.map((line) => line.slice(0, 1) + line.slice(1).replaceAll("1", "l"));
    expect(await readShare(p, `A heading\n\n${ones.toReversed().join("\n")}\nand a word`)).toEqual(share(1));
  });

  it("says which line was not copied right, or is missing, or is there twice", async () => {
    for (const [at, line] of lines.entries()) {
      const wrong = line.replace(/.(?= {2}..$)/, (last) => (last === "7" ? "8" : "7"));
      expect(wrong).not.toBe(line);
      await expect(readShare(p, lines.with(at, wrong).join("\n"))).rejects.toThrow(
        refused("share_damaged", `line ${at + 1} was not`),
      );
      await expect(readShare(p, lines.with(at, "").join("\n"))).rejects.toThrow(
        refused("share_damaged", `line ${at + 1} is missing`),
      );
    }
    const second = lines[1] as string;
    await expect(readShare(p, [...lines, second].join("\n"))).rejects.toThrow(refused("share_damaged", "twice"));
    await expect(readShare(p, lines.join("\n").replace(/\S(?=\s\S{4}\s)/, "U"))).rejects.toThrow(
      refused("share_damaged"),
    );
    await expect(readShare(p, "")).rejects.toThrow(refused("share_damaged", "line 1 is missing"));
  });

  it("notices lines that are whole and of two shares", async () => {
    const other = await shareLines(p, share(2));
    const mixed = lines.with(6, other[6] as string);
    await expect(readShare(p, mixed.join("\n"))).rejects.toThrow(refused("share_damaged", "do not belong together"));
  });

  it("notices two lines changed for one another", async () => {
    const [one, two] = lines as [string, string];
    const swapped = [`1${two.slice(1)}`, `2${one.slice(1)}`, ...lines.slice(2)];
    await expect(readShare(p, swapped.join("\n"))).rejects.toThrow(refused("share_damaged", "line 1"));
  });
});

describe("rebuildRecoveryKey()", () => {
  it("gives the key from any two of the three", async () => {
    for (const [a, b] of [
      [1, 2],
      [3, 1],
      [2, 3],
    ] as const) {
      expect((await rebuild(share(a), share(b))).publicKey).toEqual(key.sealingKey);
    }
  });

  it("refuses one share, three, the same twice, another unit's, another key's and an older set's, each with its code", async () => {
    await expect(rebuild(share(1))).rejects.toThrow(refused("out_of_range"));
    await expect(rebuild(...shares)).rejects.toThrow(refused("out_of_range"));
    await expect(rebuild(share(2), share(2))).rejects.toThrow(refused("share_repeated"));
    const strange = { ...share(2), unitId: fromHex("00112233445566778899aabbccddeeff") };
    await expect(rebuild(share(1), strange)).rejects.toThrow(refused("wrong_unit"));
    const other = await createRecoveryKey(p, unit.unit, TODAY);
    const [first, second] = other.shares as [RecoveryShare, RecoveryShare];
    await expect(rebuild(share(1), second)).rejects.toThrow(refused("share_mismatch"));
    await expect(rebuild(first, second)).rejects.toThrow(refused("key_mismatch", "another recovery key"));
    const [again] = (await splitRecoverySecret(p, unit.unit, await rebuild(share(1), share(2)))) as [RecoveryShare];
    await expect(rebuild(again, share(2))).rejects.toThrow(refused("share_mismatch"));
  });

  it("compares what it built with the public half: a share that is not what it was gives another secret in silence", async () => {
    const shamir = share(2).shamir.slice();
    shamir[5] = (shamir[5] as number) ^ 1;
    await expect(rebuild(share(1), { ...share(2), shamir })).rejects.toThrow(
      refused("key_mismatch", "what these shares"),
    );
    const place = share(1).shamir.at(-1) as number;
    await expect(rebuild(share(1), { ...share(2), shamir: shamir.with(32, place) })).rejects.toThrow(
      refused("share_repeated"),
    );
  });

  it("takes new shares that were made from two, and the old ones among themselves", async () => {
    const again = await splitRecoverySecret(p, unit.unit, await rebuild(share(1), share(3)));
    const [one, , three] = again as [RecoveryShare, RecoveryShare, RecoveryShare];
    expect((await rebuild(one, three)).publicKey).toEqual(key.sealingKey);
    expect((await rebuild(share(2), share(3))).publicKey).toEqual(key.sealingKey);
  });

  it("gives nothing of the key with one share: every secret is as likely with another second one", async () => {
    // Whatever the second share were, some secret comes of it; with one share known, nothing is ruled out.
    const seen = new Set<number>();
    for (let y = 0; y < 256; y++) {
      const forged = { ...share(2), shamir: share(2).shamir.with(0, y) };
      const secret = await combinedByte(share(1), forged);
      seen.add(secret);
    }
    expect(seen.size).toBe(256);
  });
});

async function combinedByte(one: RecoveryShare, two: RecoveryShare): Promise<number> {
  const { combine } = await import("shamir-secret-sharing");
  return (await combine([one.shamir.slice(), two.shamir.slice()]))[0] as number;
}

describe("the recovery key in the roster", () => {
  it("is read with the id that its grants are made to; a roster without one stays what it was", async () => {
    expect(chain.newest.roster.recovery).toEqual({ ...key, id: await recoveryId(p, key.sealingKey) });
    expect(chain.links[1]?.roster.recovery).toBeNull();
  });

  it("stays in every version after it, by the ceremony and by a lead's console", async () => {
    const renewed = await renew(p, state, TODAY + 1);
    const removed = await removeOfficer(p, renewed.state, unit.officer.id, TODAY + 1);
    const { newest } = await chainOf(removed.state, TODAY + 1);
    expect(newest.roster.recovery?.sealingKey).toEqual(key.sealingKey);
    const { root, certificate } = await consoleLead();
    const change = { officers: chain.newest.roster.officers };
    const issued = await issueAsLead(p, root, await chainOf(state), certificate, change, TODAY);
    expect(issued.chain.newest.roster.recovery?.sealingKey).toEqual(key.sealingKey);
  });

  it("is refused with a field more, a field less, another length, or an officer's id", async () => {
    const { statement, roster } = chain.newest;
    const lead = state.offline.lead.seed;
    const verify = async (change: Parameters<typeof resign>[4]) => {
      const wire = resign(p, LABELS.roster, roster.bytes, lead, change);
      return verifyRoster(p, wire, { ...statement, rosterHash: await p.sha256(wire) }, unit.unit);
    };
    await expect(verify(() => undefined)).resolves.toMatchObject({ version: 3 });
    const field = (at: number, value: Uint8Array | number) =>
      new Map([
        [0, key.sealingKey],
        [1, 5],
        [at, value],
      ] as const);
    await expect(verify((content) => content.set(5, field(1, 9)))).resolves.toMatchObject({ version: 3 });
    await expect(verify((content) => content.set(5, field(2, 1)))).rejects.toThrow(refused("malformed"));
    await expect(verify((content) => content.set(5, new Map([[0, key.sealingKey]])))).rejects.toThrow(
      refused("malformed"),
    );
    await expect(verify((content) => content.set(5, field(0, key.sealingKey.slice(1))))).rejects.toThrow(
      refused("malformed"),
    );
    await expect(verify((content) => content.set(6, 1))).rejects.toThrow(refused("malformed"));
    const id = await recoveryId(p, key.sealingKey);
    const asOfficer = (content: Map<number, unknown>): void => {
      const [officer] = content.get(3) as [ReadonlyMap<number, unknown>];
      content.set(3, [new Map(officer).set(0, id)]);
    };
    await expect(verify(asOfficer as Parameters<typeof resign>[4])).rejects.toThrow(
      refused("malformed", "recovery key"),
    );
  });

  it("is carried to a console as a text, for its own unit alone", async () => {
    const text = recoveryKeyText(unit.unit, key);
    expect(readRecoveryKeyText(unit.unit, ` ${text.slice(0, 70)}\n${text.slice(70)} `)).toEqual(key);
    const other = (await makeUnit()).unit;
    expect(() => readRecoveryKeyText(other, text)).toThrow(refused("wrong_unit"));
    expect(() => readRecoveryKeyText(unit.unit, text.slice(0, -4))).toThrow(refused("malformed"));
  });
});

/** A lead whose console signs, on top of this unit's chain. */
async function consoleLead() {
  const { root, lead } = withNewLead(p, state, TODAY).offline;
  if (root === null) throw new Error("the root is away");
  return {
    root: unit.unit,
    certificate: { signing: p.ed25519KeyPair(lead.seed), certificate: lead.certificate },
  };
}

describe("grants to the recovery key", () => {
  const ALL = ["1/0", "1/1", "2/0", "2/1"];

  it("are made for every epoch and matching key when it enters, and for each new epoch after", async () => {
    expect(await toRecovery(given)).toEqual(ALL);
    const later = await renew(p, state, endOfMonth(TODAY) + 1);
    expect(await toRecovery(later.grants)).toEqual(["1/2", "2/2"]);
    const removed = await removeOfficer(p, state, unit.officer.id, TODAY);
    expect(await toRecovery(removed.grants)).toEqual(["1/2", "2/2"]);
    const { root, certificate } = await consoleLead();
    const change = { officers: chain.newest.roster.officers, newEpochs: [2] };
    const issued = await issueAsLead(p, root, chain, certificate, change, TODAY);
    expect(await toRecovery(issued.grants)).toEqual(["2/2"]);
  });

  it("are given again, all of them, to a key that takes the place of another, and by another lead", async () => {
    const next = await createRecoveryKey(p, unit.unit, TODAY + 300);
    const replaced = await enterRecoveryKey(p, state, next.key, TODAY);
    expect(await toRecovery(replaced.grants, next.key)).toEqual(ALL);
    expect(await toRecovery(replaced.grants)).toEqual([]);
    const other = await renew(p, withNewLead(p, state, TODAY), TODAY);
    expect(await toRecovery(other.grants)).toEqual(ALL);
  });

  it("are missing where a console that holds the keys finds none, and any holder can make and compare them", async () => {
    const held = heldByAll();
    const id = await recoveryId(p, key.sealingKey);
    const without = [...unit.grants, ...given].filter(({ officerId }) => !equalBytes(officerId, id));
    const by = { id: unit.officer.id, signing: unit.officer.signing };
    const made = await missingGrants(p, chain, held, without, by);
    expect(await toRecovery(made)).toEqual(ALL);
    expect(made).toHaveLength(ALL.length);
    for (const { deskId, epoch, inner } of made) {
      const same = given.find(
        (each) => equalBytes(each.officerId, id) && each.deskId === deskId && each.epoch === epoch,
      );
      expect(toHex(inner)).toBe(toHex(same?.inner as Uint8Array));
      const secret = held.find((each) => each.deskId === deskId && each.epoch === epoch)?.secret as Uint8Array;
      const subject = { deskId, epoch, secret, recipientKey: key.sealingKey };
      expect(await checkGrant(p, inner, subject)).toBe(true);
    }
    expect(await missingGrants(p, chain, held, [...unit.grants, ...given], by)).toEqual([]);
  });
});

describe("checkRecoveryGrants()", () => {
  it("are found wrong when anything else was put in their place, and missed when they are not there", async () => {
    const held = heldByAll();
    const found = async (stored: readonly Grant[]) => {
      const { good, wrong, missing } = await checkRecoveryGrants(p, chain, held, stored);
      return [good, wrong, missing].map((list) => list.map(({ deskId, epoch }) => `${deskId}/${epoch}`).sort());
    };
    expect(await found(given)).toEqual([["1/0", "1/1", "2/0", "2/1"], [], []]);
    const id = await recoveryId(p, key.sealingKey);
    const mine = given.filter(({ officerId }) => equalBytes(officerId, id));
    const [first, second, ...rest] = mine as [Grant, Grant, ...Grant[]];
    // An officer of the desk signs it rightly: only what is inside tells.
    const other = { deskId: first.deskId, epoch: first.epoch, secret: p.randomBytes(32) };
    const by = { id: unit.officer.id, signing: unit.officer.signing };
    const nonsense = await makeGrant(p, other, { id, sealingKey: key.sealingKey }, by);
    expect(await found([nonsense, second, ...rest])).toEqual([["1/1", "2/0", "2/1"], ["1/0"], []]);
    const unsigned = { ...second, signerId: p.randomBytes(16) };
    expect(await found([first, unsigned, ...rest])).toEqual([["1/0", "2/0", "2/1"], ["1/1"], []]);
    expect(await found(rest)).toEqual([["2/0", "2/1"], [], ["1/0", "1/1"]]);
    const before = await chainOf({ ...state, directory: state.directory.slice(0, 2) });
    expect(await checkRecoveryGrants(p, before, held, given)).toEqual({ good: [], wrong: [], missing: [] });
  });
});

const heldByAll = () =>
  unit.state.offline.desks.flatMap(({ id, matchingKey, epochs }) => [
    { deskId: id, epoch: 0, secret: matchingKey },
    ...epochs.map(({ epoch, seed }) => ({ deskId: id, epoch, secret: seed })),
  ]);

describe("recoverUnit()", () => {
  const recovered = async (newcomers = [makeOfficer(p, "Ada"), makeOfficer(p, "Béa")]) => {
    const root = state.offline.root as Uint8Array;
    const { held } = await openRecoveryGrants(p, chain, given, await rebuild(share(1), share(3)));
    const requests = newcomers.map((officer) => admissionOf(p, officer, unit.unit));
    const of = { unit: unit.unit, root, chain, held, known: [state.offline.lead.certificate], newcomers: requests };
    return { newcomers, result: await recoverUnit(p, of, TODAY + 1) };
  };

  it("opens what was granted to the recovery key, and nothing else's", async () => {
    const pair = await rebuild(share(2), share(3));
    const all = await openRecoveryGrants(p, chain, [...unit.grants, ...given], pair);
    expect(all.refused).toEqual([]);
    expect(all.held.map(({ deskId, epoch }) => `${deskId}/${epoch}`).sort()).toEqual(["1/0", "1/1", "2/0", "2/1"]);
    expect(all.held).toEqual(expect.arrayContaining(heldByAll()));
    const foreign = given.map((grant) => ({ ...grant, deskId: 3 - grant.deskId }));
    expect((await openRecoveryGrants(p, chain, foreign, pair)).held).toEqual([]);
    const before = await chainOf({ ...state, directory: state.directory.slice(0, 2) });
    expect(() => recoveryOf(before)).toThrow(refused("no_recovery_key"));
  });

  it("puts new leads in the place of everybody, with every old key and new ones, and shuts out every lost key", async () => {
    const { newcomers, result } = await recovered();
    const { newest } = await verifyChain(p, [...state.directory, result.link], result.publicJson, TODAY + 1);
    expect(newest.roster.officers.map(({ name, role, desks }) => `${name} ${role} ${desks.join()}`).sort()).toEqual([
      "Ada lead 1,2",
      "Béa lead 1,2",
    ]);
    expect(newest.statement.desks.map(({ epoch }) => epoch)).toEqual([2, 2]);
    expect(result.publicJson.floors).toEqual({ certificateSerial: 2, statementVersion: 4 });
    const ALL = ["1/0", "1/1", "1/2", "2/0", "2/1", "2/2"];
    for (const officer of newcomers) {
      const theirs = result.grants.filter(({ officerId }) => equalBytes(officerId, officer.id));
      expect(theirs.map(({ deskId, epoch }) => `${deskId}/${epoch}`).sort()).toEqual(ALL);
      for (const grant of theirs) {
        const secret = await openGrant(p, grant.inner, { ...grant, recipient: officer.sealing });
        const known = heldByAll().find(({ deskId, epoch }) => deskId === grant.deskId && epoch === grant.epoch);
        if (known) expect(secret).toEqual(known.secret);
      }
    }
    expect(await toRecovery(result.grants)).toEqual(ALL);
    const older = verifyChain(p, state.directory, result.publicJson, TODAY + 1);
    await expect(older).rejects.toThrow(refused("certificate_revoked"));
  });

  it("keeps nothing of the recovered epochs: the ceremony's half holds the new ones alone", async () => {
    const { result } = await recovered();
    expect(result.desks?.map(({ id, epochs }) => [id, epochs.map(({ epoch }) => epoch)])).toEqual([
      [1, [2]],
      [2, [2]],
    ]);
  });

  it("refuses nobody, one person twice, and a request to another unit", async () => {
    const twin = makeOfficer(p, "Ada");
    await expect(recovered([])).rejects.toThrow(refused("out_of_range"));
    await expect(recovered([twin, makeOfficer(p, "Ada")])).rejects.toThrow(refused("out_of_range"));
    await expect(recovered([twin, { ...makeOfficer(p, "Béa"), id: twin.id }])).rejects.toThrow(refused("out_of_range"));
  });

  it("reads its file back, for its own unit alone", async () => {
    const file = { directory: state.directory, grants: given, certificates: [state.offline.lead.certificate] };
    const text = recoveryFileText(unit.unit, file);
    expect(readRecoveryFile(unit.unit, text)).toEqual(file);
    const other = (await makeUnit()).unit;
    expect(() => readRecoveryFile(other, text)).toThrow(refused("wrong_unit"));
    expect(() => readRecoveryFile(unit.unit, text.slice(1))).toThrow(refused("malformed"));
    expect(() => readRecoveryFile(unit.unit, text.replace("abri-recovery/1", "abri-recovery/2"))).toThrow(
      refused("malformed"),
    );
  });
});

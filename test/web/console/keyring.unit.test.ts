import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  makeGrant,
  MATCHING_KEY_EPOCH,
  renew,
  toHex,
  verifyChain,
  type Grant,
  type VerifiedChain,
} from "../../../security/index.ts";
import { currentKey, openGrants, sameKeyring, wipeKeyring } from "../../../web/console/domain/keyring.ts";
import { makeOfficer, makeUnit, type TestUnit, withNewLead } from "../../tools/unit.ts";
import { apiGrant, chainOf, keyringOf } from "./tools/officer.ts";

describe("openGrants()", () => {
  let unit: TestUnit;
  let chain: VerifiedChain;
  beforeAll(async () => {
    unit = await makeUnit();
    chain = await chainOf(unit);
  });

  it("opens both desks' epochs and matching keys, and nothing is refused", async () => {
    const keyring = await keyringOf(unit);
    expect(keyring.refused).toEqual([]);
    expect(keyring.desks.map(({ deskId, epoch }) => [deskId, epoch])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(keyring.desks.map(({ sealing }) => toHex(sealing.secretKey))).toEqual(
      unit.desks.map(({ sealing }) => toHex(sealing.secretKey)),
    );
    expect(new Set(keyring.matching.keys())).toEqual(new Set([1, 2]));
    expect(currentKey(keyring, chain, 1)).toBe(keyring.desks[0]);
    expect(currentKey(keyring, chain, 3)).toBeNull();
  });

  const openOne = async (grant: Grant) =>
    openGrants(unit.p, [apiGrant(grant)], {
      chain,
      officerId: unit.officer.id,
      sealing: unit.officer.sealing,
    });
  const epochGrant = (): Grant => unit.grants.find(({ deskId, epoch }) => deskId === 1 && epoch === 1) as Grant;

  it("refuses a grant whose signature was changed", async () => {
    const signature = epochGrant().signature.slice();
    signature[5] = (signature[5] as number) ^ 1;
    const keyring = await openOne({ ...epochGrant(), signature });
    expect(keyring.desks).toEqual([]);
    expect(keyring.refused).toEqual([{ deskId: 1, epoch: 1, code: "bad_signature" }]);
  });

  it("refuses a grant signed by someone who is on no roster", async () => {
    const stranger = makeOfficer(unit.p, "Inconnue");
    const secret = unit.state.offline.desks[0]?.epochs[0]?.seed as Uint8Array;
    const { id, sealing } = unit.officer;
    const grant = await makeGrant(
      unit.p,
      { deskId: 1, epoch: 1, secret },
      { id, sealingKey: sealing.publicKey },
      { id: stranger.id, signing: stranger.signing },
    );
    expect((await openOne(grant)).refused).toEqual([{ deskId: 1, epoch: 1, code: "unknown_signer" }]);
  });

  it("refuses a rightly signed grant of other keys than the directory names", async () => {
    const { id, sealing, signing } = unit.officer;
    const recipient = { id, sealingKey: sealing.publicKey };
    const made = (secret: Uint8Array, epoch = 1) =>
      makeGrant(unit.p, { deskId: 1, epoch, secret }, recipient, { id, signing });
    const seed = unit.state.offline.desks[0]?.epochs[0]?.seed as Uint8Array;
    expect((await openOne(await made(seed))).refused).toEqual([]);
    expect((await openOne(await made(unit.p.randomBytes(32)))).refused[0]?.code).toBe("key_mismatch");
    const matching = await openOne(await made(unit.p.randomBytes(32), MATCHING_KEY_EPOCH));
    expect(matching.refused[0]?.code).toBe("key_mismatch");
    expect(matching.matching.size).toBe(0);
  });

  it("refuses what a lead below the floor has signed, and opens what the lead after them granted again", async () => {
    const { p, today } = unit;
    const { state, grants } = await renew(p, withNewLead(p, unit.state, today), today);
    const floors = { ...unit.unit.floors, certificateSerial: 2 };
    const raised = await verifyChain(p, state.directory, { ...unit.unit, floors }, today);
    const open = (all: readonly Grant[]) =>
      openGrants(p, all.map(apiGrant), { chain: raised, officerId: unit.officer.id, sealing: unit.officer.sealing });
    const before = await open(unit.grants);
    expect([before.desks, before.matching.size]).toEqual([[], 0]);
    expect(new Set(before.refused.map(({ code }) => code))).toEqual(new Set(["unknown_signer"]));
    const after = await open(grants);
    expect(after.refused).toEqual([]);
    expect([after.desks.length, after.matching.size]).toEqual([2, 2]);
  });

  it("refuses a grant made for somebody else", async () => {
    const other = makeOfficer(unit.p, "Autre");
    const keyring = await keyringOf(unit, { officer: other });
    expect(keyring.desks).toEqual([]);
    expect(keyring.refused).toHaveLength(unit.grants.length);
  });
});

describe("wipeKeyring()", () => {
  it("overwrites every secret", async () => {
    const keyring = await keyringOf(await makeUnit());
    const secrets = [...keyring.desks.map(({ sealing }) => sealing.secretKey), ...keyring.matching.values()];
    expect(secrets.some((secret) => secret.every((byte) => byte === 0))).toBe(false);
    wipeKeyring(keyring);
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
  });
});

describe("sameKeyring()", () => {
  it("tells grants that came again from grants that came, went or changed", async () => {
    const unit = await makeUnit();
    const keyring = await keyringOf(unit);
    expect(sameKeyring(keyring, await keyringOf(unit))).toBe(true);
    const fewer = await keyringOf(unit, { grants: unit.grants.slice(1) });
    expect(sameKeyring(keyring, fewer)).toBe(false);
    expect(sameKeyring(fewer, keyring)).toBe(false);
    expect(sameKeyring(keyring, { ...keyring, destroyed: [{ deskId: 1, epoch: 1 }] })).toBe(false);
    const [first, ...rest] = keyring.held;
    if (first === undefined) throw new Error("the officer holds keys");
    const other = { ...first, secret: first.secret.map((byte) => byte ^ 1) };
    expect(sameKeyring(keyring, { ...keyring, held: [other, ...rest] })).toBe(false);
  });
});

import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes, fromHex } from "../../security/bytes.ts";
import { admitOfficer, createUnit, needsRenewal, newestOf, removeOfficer, renew } from "../../security/ceremony.ts";
import { dayOf, endOfMonth, parseIsoDay } from "../../security/days.ts";
import { verifyChain } from "../../security/directory.ts";
import { checkDeskSecret, deskSecret } from "../../security/epochs.ts";
import { checkGrantSignature, openGrant, type Grant } from "../../security/grants.ts";
import { hpkeOpen, hpkeSeal } from "../../security/hpke.ts";
import { leadSignerId } from "../../security/directory.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { deskOf, verifyStatement, type VerifiedStatement } from "../../security/statement.ts";
import { parseUnitPublic } from "../../security/unitPublic.ts";
import type { UnitState } from "../../security/unitState.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit, withNewLead } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();

const currentOf = async (state: UnitState, today: number): Promise<VerifiedStatement> =>
  (await verifyChain(p, state.directory, state.publicJson, today)).newest.statement;

/** Every secret that an officer's own keys open among these grants. */
async function opened(grants: readonly Grant[], officer: TestOfficer): Promise<string[]> {
  const found: string[] = [];
  for (const grant of grants) {
    try {
      await openGrant(p, grant.inner, { ...grant, recipient: officer.sealing });
      found.push(`${grant.deskId}/${grant.epoch}`);
    } catch {
      // not for this officer
    }
  }
  return found;
}

describe("createUnit()", () => {
  const input = {
    name: { fr: "Unité", en: "Unit" },
    exitUrl: "https://example.org/",
    demonstration: false,
    today: TODAY,
  };

  it("makes a unit whose first version verifies from its root", async () => {
    const state = await createUnit(p, input);
    expect(parseUnitPublic(JSON.parse(JSON.stringify(state.publicJson)))).toEqual(state.publicJson);
    const { newest } = await verifyChain(p, state.directory, state.publicJson, TODAY);
    expect(newest.statement).toMatchObject({ version: 1, issueDay: TODAY, expiryDay: TODAY + 14 });
    expect(newest.statement.lead).toMatchObject({ serial: 1, firstDay: TODAY, lastDay: TODAY + 399 });
    expect(newest.statement.desks.map(({ epochLastDay }) => epochLastDay)).toEqual(Array(2).fill(endOfMonth(TODAY)));
    expect(newest.roster.officers).toEqual([]);
  });

  it("makes other keys each time", async () => {
    const [a, b] = [await createUnit(p, input), await createUnit(p, input)];
    expect(a.publicJson.unitId).not.toBe(b.publicJson.unitId);
    expect(a.publicJson.rootKey).not.toBe(b.publicJson.rootKey);
    expect(equalBytes(a.triageSecret, b.triageSecret)).toBe(false);
  });

  it("refuses an exit address that is not https", async () => {
    await expect(createUnit(p, { ...input, exitUrl: "http://example.org/" })).rejects.toMatchObject({
      code: "malformed",
    });
  });
});

describe("admitOfficer()", () => {
  let made: TestUnit;
  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
  });

  it("grants every epoch of the officer's desks, signed by the lead, each opening to the statement's keys", async () => {
    const renewed = (await renew(p, made.state, parseIsoDay("2026-04-02"))).state;
    const officer = makeOfficer(p, "New");
    const today = parseIsoDay("2026-04-03");
    const { state, grants } = await admitOfficer(p, renewed, admissionOf(p, officer, made.unit), [1], "officer", today);
    expect(await opened(grants, officer)).toEqual(["1/0", "1/1", "1/2"]);
    expect(await opened(grants, made.officer)).toEqual([]);
    const statement = await currentOf(state, today);
    const leadId = await leadSignerId(p, statement.lead.key);
    for (const grant of grants) {
      checkGrantSignature(p, grant, (id) => (equalBytes(id, leadId) ? statement.lead.key : null));
      const secret = await openGrant(p, grant.inner, { ...grant, recipient: officer.sealing });
      if (grant.epoch > 0) checkDeskSecret(await deskSecret(p, { ...grant, seed: secret }), deskOf(statement, 1));
    }
  });

  it("puts whoever is on the restricted desk on the general desk too", async () => {
    const officer = makeOfficer(p, "Restricted");
    const { state, grants } = await admitOfficer(
      p,
      made.state,
      admissionOf(p, officer, made.unit),
      [2],
      "officer",
      TODAY,
    );
    const { roster } = await newestOf(p, state);
    expect(roster.officers.find(({ name }) => name === "Restricted")?.desks).toEqual([1, 2]);
    expect(await opened(grants, officer)).toEqual(["1/0", "1/1", "2/0", "2/1"]);
  });

  it("refuses a request that was made in another unit's console", async () => {
    const officer = makeOfficer(p, "Astray");
    const admit = (unit: TestUnit["unit"]) =>
      admitOfficer(p, made.state, admissionOf(p, officer, unit), [1], "officer", TODAY);
    await expect(admit(made.unit)).resolves.toMatchObject({ grants: expect.any(Array) });
    await expect(admit((await makeUnit({ today: TODAY })).unit)).rejects.toMatchObject({ code: "wrong_unit" });
  });

  it("refuses a known name or id, no desk, an unknown desk and a clock that went back", async () => {
    const admit = (officer: TestOfficer, desks: readonly number[], today = TODAY) =>
      admitOfficer(p, made.state, admissionOf(p, officer, made.unit), desks, "officer", today);
    await expect(admit(makeOfficer(p, "Fine"), [1])).resolves.toMatchObject({ grants: expect.any(Array) });
    await expect(admit(makeOfficer(p, made.officer.name), [1])).rejects.toMatchObject({ code: "out_of_range" });
    await expect(admit({ ...made.officer, name: "Else" }, [1])).rejects.toMatchObject({ code: "out_of_range" });
    await expect(admit(makeOfficer(p, "Fine"), [])).rejects.toMatchObject({ code: "out_of_range" });
    await expect(admit(makeOfficer(p, "Fine"), [3])).rejects.toMatchObject({ code: "unknown_desk" });
    await expect(admit(makeOfficer(p, "Fine"), [1], TODAY - 1)).rejects.toMatchObject({ code: "out_of_range" });
  });
});

describe("renew()", () => {
  let made: TestUnit;
  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
  });

  it("within the month keeps the epoch, moves the expiry on, and grants nothing again", async () => {
    const { state, grants } = await renew(p, made.state, TODAY + 5);
    const statement = await currentOf(state, TODAY + 5);
    expect(statement).toMatchObject({ version: 3, issueDay: TODAY + 5, expiryDay: TODAY + 19 });
    expect(statement.desks.map(({ epoch }) => epoch)).toEqual([1, 1]);
    expect(grants).toEqual([]);
  });

  it("under another lead grants everything again, signed by them", async () => {
    const { state, grants } = await renew(p, withNewLead(p, made.state, TODAY), TODAY);
    const { lead } = await currentOf(state, TODAY);
    expect([lead.serial, await opened(grants, made.officer)]).toEqual([2, ["1/0", "1/1", "2/0", "2/1"]]);
    const leadId = await leadSignerId(p, lead.key);
    for (const grant of grants) checkGrantSignature(p, grant, (id) => (equalBytes(id, leadId) ? lead.key : null));
    expect((await renew(p, state, TODAY)).grants).toEqual([]);
  });

  it("expires 7 days after the epoch's end when that is sooner than 14 days", async () => {
    const statement = await currentOf(
      (await renew(p, made.state, parseIsoDay("2026-03-30"))).state,
      parseIsoDay("2026-03-30"),
    );
    expect(statement.expiryDay).toBe(parseIsoDay("2026-04-07"));
  });

  it("36 days on, with the statement expired and the month over, opens new epochs and keeps the old signing keys", async () => {
    const later = TODAY + 36;
    const last = made.state.directory.at(-1)?.statement as Uint8Array;
    await expect(verifyStatement(p, last, made.unit, later)).rejects.toMatchObject({ code: "statement_expired" });
    const { state, grants } = await renew(p, made.state, later);
    const statement = await currentOf(state, later);
    expect(statement).toMatchObject({ version: 3, issueDay: later, expiryDay: later + 14 });
    for (const desk of statement.desks) {
      const before = deskOf(made.statement, desk.id);
      expect(desk.epoch).toBe(2);
      expect(desk.epochLastDay).toBe(parseIsoDay("2026-04-30"));
      expect(equalBytes(desk.sealingKey, before.sealingKey)).toBe(false);
      expect(desk.earlierSigningKeys).toEqual([{ epoch: 1, key: before.signingKey }]);
    }
    expect(await opened(grants, made.officer)).toEqual(["1/2", "2/2"]);
    expect(grants).toHaveLength(2);
  });

  it("goes on for years: certificates with growing serials, a bounded number of earlier keys, a chain that verifies", async () => {
    let { state } = made;
    let today = TODAY;
    for (let month = 0; month < 30; month++) {
      today = endOfMonth(today) + 3;
      state = (await renew(p, state, today)).state;
    }
    const statement = await currentOf(state, today);
    expect(statement.version).toBe(32);
    expect(statement.lead.serial).toBeGreaterThan(1);
    expect(statement.desks[0]?.epoch).toBe(31);
    expect(statement.desks[0]?.earlierSigningKeys.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 7),
    );
    expect(statement.bytes.length).toBeLessThan(6000);
  });

  it("works without the root until the certificate ends, and then says what is needed", async () => {
    const withoutRoot = { ...made.state, offline: { ...made.state.offline, root: null } };
    const { lastDay } = made.statement.lead;
    const { state } = await renew(p, withoutRoot, lastDay);
    expect(await currentOf(state, lastDay)).toMatchObject({ expiryDay: lastDay, lead: { serial: 1 } });
    await expect(renew(p, withoutRoot, lastDay + 1)).rejects.toMatchObject({ code: "certificate_expired" });
    const renewed = await renew(p, made.state, lastDay + 1);
    expect(await currentOf(renewed.state, lastDay + 1)).toMatchObject({ lead: { serial: 2 } });
  });

  it("drops an epoch that was never published, and refuses seeds that are not the published ones", async () => {
    const [general, restricted] = made.state.offline.desks;
    if (!general || !restricted) throw new Error("two desks");
    const seed = p.randomBytes(32);
    const withDesk = (desk: typeof general): UnitState => ({
      ...made.state,
      offline: { ...made.state.offline, desks: [desk, restricted] },
    });
    const cutShort = withDesk({ ...general, epochs: [...general.epochs, { epoch: 2, lastDay: TODAY + 40, seed }] });
    const { state } = await renew(p, cutShort, TODAY);
    expect(state.offline.desks[0]?.epochs).toHaveLength(1);
    const replaced = withDesk({ ...general, epochs: [{ epoch: 1, lastDay: TODAY + 40, seed }] });
    await expect(renew(p, replaced, TODAY)).rejects.toMatchObject({ code: "key_mismatch" });
  });
});

describe("removeOfficer()", () => {
  let made: TestUnit;
  let leaver: TestOfficer;
  let before: UnitState;
  let leaverGrants: readonly Grant[];

  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
    leaver = makeOfficer(p, "Leaver");
    const admitted = await admitOfficer(p, made.state, admissionOf(p, leaver, made.unit), [1], "officer", TODAY);
    before = admitted.state;
    leaverGrants = admitted.grants;
  });

  it("a departed officer's keys open what was sealed before, and nothing sealed after", async () => {
    const removed = await removeOfficer(p, before, leaver.id, TODAY + 1);
    const allGrants = [...made.grants, ...leaverGrants, ...removed.grants]; // a full copy of the database
    expect(await opened(allGrants, leaver)).toEqual(["1/0", "1/1"]);

    const grant = leaverGrants.find(({ epoch }) => epoch === 1) as Grant;
    const seed = await openGrant(p, grant.inner, { ...grant, recipient: leaver.sealing });
    const held = await deskSecret(p, { deskId: 1, epoch: 1, seed });
    const info = new Uint8Array(1);
    const sealTo = (key: Uint8Array) => hpkeSeal(p, key, info, Uint8Array.of(42));
    const old = await sealTo(deskOf(await currentOf(before, TODAY), 1).sealingKey);
    expect(await hpkeOpen(p, held.sealing.secretKey, info, old)).toEqual(Uint8Array.of(42));
    const current = await currentOf(removed.state, TODAY + 1);
    const fresh = await sealTo(deskOf(current, 1).sealingKey);
    expect(await hpkeOpen(p, held.sealing.secretKey, info, fresh)).toBeNull();

    expect(await opened(removed.grants, made.officer)).toEqual(["1/2"]);
  });

  it("opens new epochs for the officer's desks only, and keeps them off the roster", async () => {
    const { state } = await removeOfficer(p, before, leaver.id, TODAY + 1);
    const { statement, roster } = await newestOf(p, state);
    expect(statement.desks.map(({ epoch }) => epoch)).toEqual([2, 1]);
    expect(roster.officers.map(({ name }) => name)).toEqual([made.officer.name]);
    expect((await renew(p, state, TODAY + 2)).grants).toEqual([]);
  });

  it("raises the version floor, so that bundles built anew refuse every earlier statement", async () => {
    const { state } = await removeOfficer(p, before, leaver.id, TODAY + 1);
    expect(state.publicJson.floors).toEqual({ certificateSerial: 1, statementVersion: 4 });
    const earlier = before.directory.at(-1)?.statement as Uint8Array;
    await expect(verifyStatement(p, earlier, before.publicJson, TODAY + 1)).resolves.toMatchObject({ version: 3 });
    await expect(verifyStatement(p, earlier, state.publicJson, TODAY + 1)).rejects.toMatchObject({
      code: "statement_rolled_back",
    });
  });

  it("keeps the earlier signing keys unless they are to be forgotten", async () => {
    const kept = await currentOf((await removeOfficer(p, before, leaver.id, TODAY)).state, TODAY);
    expect(deskOf(kept, 1).earlierSigningKeys).toHaveLength(1);
    const removed = await removeOfficer(p, before, leaver.id, TODAY, { forgetSigningKeys: true });
    expect(deskOf(await currentOf(removed.state, TODAY), 1).earlierSigningKeys).toEqual([]);
  });

  it("refuses an officer who is not on the roster", async () => {
    await expect(removeOfficer(p, before, p.randomBytes(16), TODAY)).rejects.toMatchObject({ code: "out_of_range" });
    await expect(removeOfficer(p, before, fromHex("00"), TODAY)).rejects.toMatchObject({ code: "out_of_range" });
  });
});

describe("needsRenewal()", () => {
  it("when fewer than 7 days are left, or the month is over", async () => {
    const { statement } = await makeUnit({ today: TODAY });
    expect(needsRenewal(statement, TODAY)).toBe(false);
    expect(needsRenewal(statement, statement.expiryDay - 7)).toBe(false);
    expect(needsRenewal(statement, statement.expiryDay - 6)).toBe(true);
    const lateInMonth = (await makeUnit({ today: parseIsoDay("2026-03-27") })).statement;
    expect(needsRenewal(lateInMonth, parseIsoDay("2026-03-31"))).toBe(false);
    expect(needsRenewal(lateInMonth, parseIsoDay("2026-04-01"))).toBe(true);
  });
});

describe("makeUnit()", () => {
  it("makes a unit for today when nothing is asked for", async () => {
    const { statement, grants } = await makeUnit();
    expect([dayOf(Date.now()) - 1, dayOf(Date.now())]).toContain(statement.issueDay);
    expect(grants.map(({ deskId, epoch }) => [deskId, epoch])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
  });
});

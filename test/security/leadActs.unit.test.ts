import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes, fromHex, toHex } from "../../security/bytes.ts";
import { certifyLead } from "../../security/ceremony.ts";
import { verifyCertificate } from "../../security/certificate.ts";
import { endOfMonth, parseIsoDay } from "../../security/days.ts";
import { signersOf, verifyChain, type VerifiedChain } from "../../security/directory.ts";
import { checkDeskSecret, deskSecret } from "../../security/epochs.ts";
import { checkGrantSignature, MATCHING_KEY_EPOCH, openGrant, type Grant } from "../../security/grants.ts";
import {
  hasLostLead,
  issueAsLead,
  lastingGrants,
  leadGranter,
  missingGrants,
  type HeldSecret,
} from "../../security/leadActs.ts";
import { leadKeyPair } from "../../security/leadKey.ts";
import type { LeadSigner } from "../../security/nextVersion.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { withChange, withOfficer, withoutOfficer } from "../../security/rosterChange.ts";
import { deskOf } from "../../security/statement.ts";
import type { UnitState } from "../../security/unitState.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();

let unit: TestUnit;
let chain: VerifiedChain;
/** The unit's officer, certified: signs from a console. */
let lead: LeadSigner;
let state: UnitState;
/** All that the ceremony holds, as an officer of both desks does. */
let held: HeldSecret[];

const certified = async (of: TestOfficer): Promise<LeadSigner> => {
  const signing = await leadKeyPair(p, of.signingSeed);
  const request = { unitId: fromHex(unit.unit.unitId), officerId: of.id, name: of.name, leadKey: signing.publicKey };
  const done = certifyLead(p, state, request, TODAY);
  state = done.state;
  return { signing, certificate: done.certificate };
};

beforeAll(async () => {
  unit = await makeUnit({ engine: p, today: TODAY });
  state = unit.state;
  chain = await verifyChain(p, unit.directory, unit.unit, TODAY);
  lead = await certified(unit.officer);
  held = unit.state.offline.desks.flatMap(({ id, matchingKey, epochs }) => [
    { deskId: id, epoch: MATCHING_KEY_EPOCH, secret: matchingKey },
    ...epochs.map(({ epoch, seed }) => ({ deskId: id, epoch, secret: seed })),
  ]);
});

const officersOf = (at: VerifiedChain) => at.newest.roster.officers;
const same = (at: VerifiedChain, today = TODAY) =>
  issueAsLead(p, unit.unit, at, lead, { officers: officersOf(at) }, today);
const places = (grants: readonly Grant[]): string[] =>
  grants.map(({ deskId, epoch, officerId }) => `${deskId}/${epoch} ${toHex(officerId).slice(0, 4)}`).sort();
const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

describe("certifyLead()", () => {
  it("gives each lead a serial of its own, above every other", async () => {
    const one = verifyCertificate(p, lead.certificate, unit.unit);
    expect(one).toMatchObject({ key: lead.signing.publicKey, firstDay: TODAY, lastDay: TODAY + 399 });
    const two = verifyCertificate(p, (await certified(makeOfficer(p))).certificate, unit.unit);
    expect([one.serial, two.serial]).toEqual([2, 3]);
  });

  it("needs the root", () => {
    const away = { ...state, offline: { ...state.offline, root: null } };
    const request = {
      unitId: fromHex(unit.unit.unitId),
      officerId: unit.officer.id,
      name: "x",
      leadKey: new Uint8Array(32),
    };
    expect(() => certifyLead(p, away, request, TODAY)).toThrow(refused("out_of_range"));
  });
});

describe("issueAsLead()", () => {
  it("signs the next version on top of another lead's, with the same epochs within the month", async () => {
    const { link, chain: next, opened, grants } = await same(chain);
    expect(await verifyChain(p, [...unit.directory, link], unit.unit, TODAY)).toEqual(next);
    expect(next.newest.statement.version).toBe(3);
    expect(next.newest.statement.lead.serial).toBe(2);
    expect(next.newest.statement.desks).toEqual(chain.newest.statement.desks);
    expect(next.newest.statement.triageKey).toEqual(chain.newest.statement.triageKey);
    expect([opened, grants]).toEqual([[], []]);
  });

  it("opens every desk's next epoch when the month is over, and grants it to each of its officers", async () => {
    const day = endOfMonth(TODAY) + 1;
    const { chain: next, opened, grants } = await same(chain, day);
    expect(opened.map(({ deskId, epoch }) => [deskId, epoch])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    for (const { deskId, epoch, secret } of opened) {
      const desk = deskOf(next.newest.statement, deskId);
      expect(desk.epochLastDay).toBe(endOfMonth(day));
      checkDeskSecret(await deskSecret(p, { deskId, epoch, seed: secret }), desk);
      const [grant] = grants.filter((each) => each.deskId === deskId && equalBytes(each.officerId, unit.officer.id));
      if (!grant) throw new Error("no grant");
      checkGrantSignature(p, grant, await signersOf(p, next, grant));
      expect(await openGrant(p, grant.inner, { ...grant, recipient: unit.officer.sealing })).toEqual(secret);
    }
    expect(deskOf(next.newest.statement, 1).earlierSigningKeys).toEqual([
      { epoch: 1, key: deskOf(chain.newest.statement, 1).signingKey },
    ]);
  });

  it("can be prepared ahead, version upon version: each counts from its own day on", async () => {
    const first = await same(chain, TODAY + 7);
    const second = await same(first.chain, TODAY + 14);
    const links = [...unit.directory, first.link];
    await expect(verifyChain(p, links, unit.unit, TODAY)).rejects.toThrow(refused("statement_not_valid_yet"));
    expect((await verifyChain(p, links, unit.unit, TODAY + 7)).newest.statement.version).toBe(3);
    const both = await verifyChain(p, [...links, second.link], unit.unit, TODAY + 14);
    expect(both.newest.statement.expiryDay).toBe(TODAY + 28);
    await expect(same(second.chain, TODAY)).rejects.toThrow(refused("out_of_range"));
  });

  it("takes an officer off with new keys for every desk they were on, which they cannot open", async () => {
    const colleague = makeOfficer(p, "Agent Roy");
    const officers = withOfficer(chain.newest, unit.unit, admissionOf(p, colleague, unit.unit), {
      desks: [1],
      role: "officer",
    });
    const admitted = await issueAsLead(p, unit.unit, chain, lead, { officers }, TODAY);
    const { officers: left, newEpochs } = withoutOfficer(admitted.chain.newest, colleague.id);
    expect(newEpochs).toEqual([1]);
    const change = { officers: left, newEpochs, forgetSigningKeys: true };
    const { chain: next, grants } = await issueAsLead(p, unit.unit, admitted.chain, lead, change, TODAY);
    expect(next.newest.statement.desks.map(({ epoch }) => epoch)).toEqual([2, 1]);
    expect(deskOf(next.newest.statement, 1).earlierSigningKeys).toEqual([]);
    expect(places(grants)).toEqual([`1/2 ${toHex(unit.officer.id).slice(0, 4)}`]);
    for (const grant of grants) {
      await expect(openGrant(p, grant.inner, { ...grant, recipient: colleague.sealing })).rejects.toThrow();
    }
  });

  it("is refused for another's certificate, a revoked one and one that has ended", async () => {
    const other = await certified(makeOfficer(p));
    const officers = officersOf(chain);
    const issue = (by: LeadSigner, today = TODAY, floor = 1) => {
      const raised = { ...unit.unit, floors: { ...unit.unit.floors, certificateSerial: floor } };
      return issueAsLead(p, raised, chain, by, { officers }, today);
    };
    await expect(issue(lead)).resolves.toBeDefined();
    const stolen = { signing: lead.signing, certificate: other.certificate };
    await expect(issue(stolen)).rejects.toThrow(refused("bad_signature"));
    await expect(issue(lead, TODAY, 3)).rejects.toThrow(refused("certificate_revoked"));
    await expect(issue(lead, TODAY + 400)).rejects.toThrow(refused("certificate_expired"));
  });
});

describe("missingGrants()", () => {
  const by = (officer: TestOfficer) => ({ id: officer.id, signing: officer.signing });
  const listed = (grants: readonly Grant[]) => grants;

  it("finds nothing to do where everybody has theirs", async () => {
    expect(await missingGrants(p, chain, held, listed(unit.grants), by(unit.officer))).toEqual([]);
  });

  it("gives a new officer every epoch of their desks, by any colleague who holds them", async () => {
    const colleague = makeOfficer(p, "Agent Roy");
    const admission = admissionOf(p, colleague, unit.unit);
    const officers = withOfficer(chain.newest, unit.unit, admission, { desks: [1], role: "officer" });
    const next = (await issueAsLead(p, unit.unit, chain, lead, { officers }, TODAY)).chain;
    const grants = await missingGrants(p, next, held, unit.grants, by(unit.officer));
    const id = toHex(colleague.id).slice(0, 4);
    expect(places(grants)).toEqual([`1/0 ${id}`, `1/1 ${id}`]);
    for (const grant of grants) {
      checkGrantSignature(p, grant, await signersOf(p, next, grant));
      const secret = held.find(({ deskId, epoch }) => deskId === grant.deskId && epoch === grant.epoch)?.secret;
      expect(await openGrant(p, grant.inner, { ...grant, recipient: colleague.sealing })).toEqual(secret);
    }
  });

  it("gives again what a lead signed whose certificate is below the floor", async () => {
    const raised = { ...unit.unit, floors: { ...unit.unit.floors, certificateSerial: 2 } };
    const { link } = await same(chain);
    const after = await verifyChain(p, [...unit.directory, link], raised, TODAY);
    const signer = await leadGranter(p, lead.signing);
    const grants = await missingGrants(p, after, held, unit.grants, signer);
    expect(places(grants)).toEqual(places(unit.grants));
    for (const grant of grants) checkGrantSignature(p, grant, await signersOf(p, after, grant));
    expect(await missingGrants(p, after, held, grants, signer)).toEqual([]);
  });

  it("gives again what the ceremony and a lead who leaves have signed, before the floor rises above both: nobody could afterwards", async () => {
    const successor = makeOfficer(p, "Bruno Haddad");
    const admission = admissionOf(p, successor, unit.unit);
    const both = withOfficer(chain.newest, unit.unit, admission, { desks: [1, 2], role: "lead" });
    const admitted = (await issueAsLead(p, unit.unit, chain, lead, { officers: both }, TODAY)).chain;
    const listed = [
      ...unit.grants,
      ...(await missingGrants(p, admitted, held, unit.grants, await leadGranter(p, lead.signing))),
    ];
    const signs = await certified(successor);
    const change = withChange(admitted.newest, unit.officer.id, { role: "officer", desks: [1, 2] });
    const handed = (await issueAsLead(p, unit.unit, admitted, signs, change, TODAY)).chain;
    const granter = await leadGranter(p, signs.signing);
    expect([hasLostLead(admitted), hasLostLead(handed)]).toEqual([false, true]);
    expect(await missingGrants(p, handed, held, listed, granter)).toEqual([]);
    const again = await missingGrants(p, handed, held, lastingGrants(handed, listed, granter.id), granter);
    expect(places(again)).toEqual(places(listed));

    const { serial } = verifyCertificate(p, signs.certificate, unit.unit);
    const raised = { ...unit.unit, floors: { ...unit.unit.floors, certificateSerial: serial } };
    const links = handed.links.map(({ statement, roster }) => ({ statement: statement.bytes, roster: roster.bytes }));
    const after = await verifyChain(p, links, raised, TODAY);
    const counts = async (grant: Grant) => (await signersOf(p, after, grant))(grant.signerId) !== null;
    expect(await Promise.all(listed.map(counts))).toEqual(listed.map(() => false));
    expect(await Promise.all(again.map(counts))).toEqual(again.map(() => true));
    // Once it is given again there is nothing left to do.
    expect(await missingGrants(p, handed, held, lastingGrants(handed, again, granter.id), granter)).toEqual([]);
  });

  it("grants nothing to whoever is not on the desk, and no epoch that the directory does not have", async () => {
    const colleague = makeOfficer(p, "Agent Roy");
    const admission = admissionOf(p, colleague, unit.unit);
    const officers = withOfficer(chain.newest, unit.unit, admission, { desks: [1], role: "officer" });
    const next = (await issueAsLead(p, unit.unit, chain, lead, { officers }, TODAY)).chain;
    const strange = [
      { deskId: 1, epoch: 9, secret: p.randomBytes(32) },
      { deskId: 7, epoch: 1, secret: p.randomBytes(32) },
    ];
    const grants = await missingGrants(p, next, [...held, ...strange], [], by(unit.officer));
    expect(grants.filter(({ officerId }) => equalBytes(officerId, colleague.id)).map(({ deskId }) => deskId)).toEqual([
      1, 1,
    ]);
    expect(grants.every(({ epoch }) => epoch <= 1)).toBe(true);
  });
});

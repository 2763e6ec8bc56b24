/** The role of whoever looks after register and counters: on no desk, granted nothing; and that a lead is always left. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes } from "../../security/bytes.ts";
import { admitOfficer } from "../../security/ceremony.ts";
import { signCertificate, verifyCertificate } from "../../security/certificate.ts";
import { parseIsoDay } from "../../security/days.ts";
import { verifyChain, type VerifiedChain } from "../../security/directory.ts";
import { issueAsLead, missingGrants } from "../../security/leadActs.ts";
import type { LeadSigner } from "../../security/nextVersion.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { withChange, withOfficer, withoutOfficer } from "../../security/rosterChange.ts";
import { versionChanges } from "../../web/console/domain/versions.ts";
import { admissionOf, makeOfficer, makeUnit, type TestUnit } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();
const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

let unit: TestUnit;
let chain: VerifiedChain;
let lead: LeadSigner;
beforeAll(async () => {
  unit = await makeUnit({ engine: p, today: TODAY });
  chain = await verifyChain(p, unit.directory, unit.unit, TODAY);
  const { root, lead: first } = unit.state.offline;
  const signing = p.ed25519KeyPair(p.randomBytes(32));
  const before = verifyCertificate(p, first.certificate, unit.unit);
  const next = { ...before, serial: 2, key: signing.publicKey };
  lead = { signing, certificate: signCertificate(p, next, root as Uint8Array) };
});

describe("an auditor", () => {
  it("is admitted to no desk, by the ceremony and by a console, and is granted nothing", async () => {
    const officer = makeOfficer(p, "Aude Rey");
    const request = admissionOf(p, officer, unit.unit);
    const change = await admitOfficer(p, unit.state, request, [], "auditor", TODAY);
    expect(change.grants).toEqual([]);
    const after = await verifyChain(p, change.state.directory, unit.unit, TODAY);
    expect(after.newest.roster.officers.find(({ name }) => name === officer.name)).toMatchObject({
      role: "auditor",
      desks: [],
    });
    const held = unit.state.offline.desks.map(({ id, matchingKey }) => ({ deskId: id, epoch: 0, secret: matchingKey }));
    const by = { id: unit.officer.id, signing: unit.officer.signing };
    const given = await missingGrants(p, after, held, [], by);
    expect(given.length).toBeGreaterThan(0);
    expect(given.some(({ officerId }) => equalBytes(officerId, officer.id))).toBe(false);
  });

  it("is refused with a desk, and everybody else without one", () => {
    const request = admissionOf(p, makeOfficer(p, "Aude Rey"), unit.unit);
    const place = (role: "auditor" | "officer" | "lead", desks: readonly number[]) => () =>
      withOfficer(chain.newest, unit.unit, request, { role, desks });
    expect(place("auditor", [])()).toHaveLength(2);
    expect(place("officer", [1])()).toHaveLength(2);
    expect(place("auditor", [1])).toThrow(refused("out_of_range"));
    expect(place("officer", [])).toThrow(refused("out_of_range"));
    expect(place("lead", [])).toThrow(refused("out_of_range"));
    const { id } = unit.officer;
    expect(() => withChange(chain.newest, id, { role: "auditor", desks: [2] })).toThrow(refused("out_of_range"));
  });

  it("gets new keys opened on every desk that they were on before", () => {
    const { officers, newEpochs } = withChange(chain.newest, unit.officer.id, { role: "auditor", desks: [] });
    expect([officers[0]?.role, newEpochs]).toEqual(["auditor", [1, 2]]);
  });
});

describe("a console of a lead", () => {
  it("signs no version without a lead on it, and one where another is left", async () => {
    const colleague = admissionOf(p, makeOfficer(p, "Bruno Haddad"), unit.unit);
    const officers = withOfficer(chain.newest, unit.unit, colleague, { role: "lead", desks: [1] });
    const two = await issueAsLead(p, unit.unit, chain, lead, { officers }, TODAY);
    const gone = withoutOfficer(two.chain.newest, unit.officer.id);
    const issued = await issueAsLead(p, unit.unit, two.chain, lead, gone, TODAY);
    expect(issued.chain.newest.roster.officers).toHaveLength(1);
    await expect(issueAsLead(p, unit.unit, chain, lead, { officers: [] }, TODAY)).rejects.toThrow(refused("last_lead"));
    const turned = withChange(chain.newest, unit.officer.id, { role: "officer", desks: [1] });
    await expect(issueAsLead(p, unit.unit, chain, lead, turned, TODAY)).rejects.toThrow(refused("last_lead"));
    // What an auditor is shown of it.
    const seen = versionChanges(issued.chain).map(({ link, joined, left, turned: roles, opened }) => [
      link.statement.version,
      joined,
      left,
      roles,
      opened,
    ]);
    expect(seen).toEqual([
      [4, [], ["Agente Tremblay"], [], [1, 2]],
      [3, ["Bruno Haddad"], [], [], []],
      [2, ["Agente Tremblay"], [], [], []],
      [1, [], [], [], [1, 2]],
    ]);
  });
});

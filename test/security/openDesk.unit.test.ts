/** Desks that a unit opens beside general and restricted: by a lead in a console, and by the ceremony. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes, toHex } from "../../security/bytes.ts";
import {
  admitOfficer,
  createUnit,
  enterRecoveryKey,
  openDesk,
  removeOfficer,
  renameDesk,
  renew,
} from "../../security/ceremony.ts";
import type { CborMap } from "../../security/cbor.ts";
import { endOfMonth, parseIsoDay } from "../../security/days.ts";
import { verifyChain, type VerifiedChain } from "../../security/directory.ts";
import { checkDeskSecret, deskSecret } from "../../security/epochs.ts";
import { openGrant } from "../../security/grants.ts";
import { LABELS } from "../../security/labels.ts";
import { issueAsLead, type LeadChange } from "../../security/leadActs.ts";
import { DESKS_OPEN_MAX } from "../../security/limits.ts";
import type { LeadSigner } from "../../security/nextVersion.ts";
import { openGranted } from "../../security/openGranted.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { openRecoveryGrants, recoverUnit } from "../../security/recover.ts";
import { createRecoveryKey, rebuildRecoveryKey } from "../../security/recoverySecret.ts";
import {
  emptiedDesks,
  withChange,
  withDesk,
  withDeskName,
  withOfficer,
  withoutOfficer,
} from "../../security/rosterChange.ts";
import { deskOf } from "../../security/statement.ts";
import { resign } from "../tools/forge.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();
const MINORS = { fr: "Personnes mineures", en: "Minors" };
const OTHER = { fr: "Traite", en: "Trafficking" };
const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

let unit: TestUnit;
/** The unit's officer, a lead on both desks, and a colleague on the general one. */
let chain: VerifiedChain;
let colleague: TestOfficer;
let lead: LeadSigner;

beforeAll(async () => {
  unit = await makeUnit({ engine: p, today: TODAY });
  const { seed, certificate } = unit.state.offline.lead;
  lead = { signing: p.ed25519KeyPair(seed), certificate };
  colleague = makeOfficer(p, "Agent Roy");
  const before = await verifyChain(p, unit.directory, unit.unit, TODAY);
  const place = { desks: [1], role: "officer" } as const;
  const officers = withOfficer(before.newest, unit.unit, admissionOf(p, colleague, unit.unit), place);
  ({ chain } = await issueAsLead(p, unit.unit, before, lead, { officers }, TODAY));
});

const issue = (at: VerifiedChain, change: LeadChange, today = TODAY) =>
  issueAsLead(p, unit.unit, at, lead, change, today);
const pairs = (at: VerifiedChain) =>
  at.links.map(({ statement, roster }) => ({ statement: statement.bytes, roster: roster.bytes }));
const desksOf = (at: VerifiedChain) =>
  Object.fromEntries(at.newest.roster.officers.map(({ name, desks }) => [name, desks.join()]));

describe("a desk that a lead opens", () => {
  it("has keys of its own, which its members are granted and nobody else, the lead who opened it neither", async () => {
    const { chain: next, opened, grants } = await issue(chain, withDesk(chain.newest, MINORS, [colleague.id]));
    expect(desksOf(next)).toEqual({ "Agente Tremblay": "1,2", "Agent Roy": "1,3" });
    expect(next.newest.statement.desks.slice(0, 2)).toEqual(chain.newest.statement.desks);
    expect(next.newest.roster.deskNames).toEqual([{ desk: 3, name: MINORS }]);
    expect(next.newest.statement.desks[2]).toMatchObject({ id: 3, epoch: 1, earlierSigningKeys: [] });
    expect(grants.map(({ deskId, epoch, officerId }) => [deskId, epoch, toHex(officerId)])).toEqual([
      [3, 0, toHex(colleague.id)],
      [3, 1, toHex(colleague.id)],
    ]);
    for (const grant of grants) {
      // Signed by one who may, made by the rule, and what the directory names: the matching key by its hash in the roster.
      const secret = await openGranted(p, next, grant, colleague.sealing);
      expect(secret).toEqual(opened.find(({ epoch }) => epoch === grant.epoch)?.secret);
      const lacking = openGrant(p, grant.inner, { ...grant, recipient: unit.officer.sealing });
      await expect(lacking).rejects.toThrow(refused("open_failed"));
    }
    checkDeskSecret(
      await deskSecret(p, { deskId: 3, epoch: 1, seed: opened[1]?.secret ?? new Uint8Array() }),
      deskOf(next.newest.statement, 3),
    );
    expect(await verifyChain(p, pairs(next), unit.unit, TODAY)).toEqual(next);
  });

  it("goes on with the others: next epochs, an officer given or taken away, and its name", async () => {
    const first = await issue(chain, withDesk(chain.newest, MINORS, [colleague.id]));
    const given = withChange(first.chain.newest, unit.officer.id, { desks: [1, 2, 3], role: "lead" });
    const second = await issue(first.chain, given);
    const taken = withChange(second.chain.newest, colleague.id, { desks: [1], role: "officer" });
    expect(taken.newEpochs).toEqual([3]);
    const third = await issue(second.chain, taken);
    expect(third.chain.newest.statement.desks.map(({ id, epoch }) => [id, epoch])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    expect(third.grants.map(({ officerId }) => toHex(officerId))).toEqual([toHex(unit.officer.id)]);
    const later = await issue(third.chain, { officers: third.chain.newest.roster.officers }, endOfMonth(TODAY) + 1);
    expect(later.opened.map(({ deskId, epoch }) => [deskId, epoch])).toContainEqual([3, 3]);
    expect(later.chain.newest.roster.deskNames).toEqual([{ desk: 3, name: MINORS }]);
    const { officers } = later.chain.newest.roster;
    const deskNames = withDeskName(later.chain.newest, 3, OTHER);
    const renamed = await issue(later.chain, { officers, deskNames }, endOfMonth(TODAY) + 1);
    expect(renamed.chain.newest.roster.deskNames).toEqual([{ desk: 3, name: OTHER }]);
    expect([renamed.opened, renamed.grants]).toEqual([[], []]);
    expect(() => withDeskName(later.chain.newest, 2, OTHER)).toThrow(refused("unknown_desk"));
  });

  it("needs a member, a name of its own, and room in what every reporter's page fetches", async () => {
    const { newest } = chain;
    const open = (members: readonly Uint8Array[], name = MINORS) => withDesk(newest, name, members);
    expect(open([colleague.id]).opens).toEqual([3]);
    expect(() => open([])).toThrow(refused("out_of_range"));
    expect(() => open([colleague.id, p.randomBytes(16)])).toThrow(refused("out_of_range"));
    expect(() => open([colleague.id], { fr: "Restreint", en: "Minors" })).toThrow(refused("desk_name_taken"));
    const officers = newest.roster.officers.map((each) =>
      equalBytes(each.id, colleague.id) ? { ...each, role: "auditor" as const, desks: [] } : each,
    );
    const watched = { ...newest, roster: { ...newest.roster, officers } };
    expect(() => withDesk(watched, MINORS, [colleague.id])).toThrow(refused("out_of_range"));
    let at = chain;
    for (let i = at.newest.statement.desks.length; i < DESKS_OPEN_MAX; i++) {
      const name = { fr: `Équipe ${i}`, en: `Team ${i}` };
      at = (await issue(at, withDesk(at.newest, name, [colleague.id]))).chain;
    }
    expect(at.newest.statement.desks).toHaveLength(DESKS_OPEN_MAX);
    expect(() => withDesk(at.newest, MINORS, [colleague.id])).toThrow(refused("too_many_desks"));
  });

  it("is said to be nobody's before its last officer is taken off, and not while a colleague is on it", async () => {
    const both = await issue(chain, withDesk(chain.newest, MINORS, [colleague.id, unit.officer.id]));
    const without = ({ chain: { newest } }: typeof both) =>
      emptiedDesks(newest, withoutOfficer(newest, colleague.id).officers);
    expect(without(both)).toEqual([]);
    const one = await issue(chain, withDesk(chain.newest, MINORS, [colleague.id]));
    expect(without(one)).toEqual([3]);
    const moved = withChange(one.chain.newest, colleague.id, { desks: [1], role: "officer" });
    expect(emptiedDesks(one.chain.newest, moved.officers)).toEqual([3]);
    // Of one that nobody was on before, nothing is taken.
    const empty = await issue(one.chain, moved);
    expect(without(empty)).toEqual([]);
  });

  it("is not signed without a name, nor in the place of one that is there", async () => {
    const { officers } = chain.newest.roster;
    await expect(issue(chain, { officers, opens: [3] })).rejects.toThrow(refused("malformed"));
    await expect(issue(chain, { officers, opens: [2] })).rejects.toThrow();
  });

  it("cannot be added, left without a matching key, or given another one by anybody but a lead", async () => {
    const { chain: next } = await issue(chain, withDesk(chain.newest, MINORS, [colleague.id]));
    const wire = pairs(next);
    const last = wire.at(-1);
    if (!last) throw new Error("no version");
    const verify = async (by: Uint8Array, change: Parameters<typeof resign>[4]) => {
      const roster = resign(p, LABELS.roster, last.roster, by, change);
      const hash = await p.sha256(roster);
      const { seed } = unit.state.offline.lead;
      const statement = resign(p, LABELS.statement, last.statement, seed, (content) => content.set(8, hash));
      return verifyChain(p, [...wire.slice(0, -1), { statement, roster }], unit.unit, TODAY);
    };
    const { seed } = unit.state.offline.lead;
    await expect(verify(seed, () => undefined)).resolves.toBeDefined();
    await expect(verify(p.randomBytes(32), () => undefined)).rejects.toThrow(refused("bad_signature"));
    const added = resign(p, LABELS.statement, last.statement, p.randomBytes(32), (content) => {
      const desks = content.get(5) as readonly CborMap[];
      content.set(5, [...desks, new Map(desks[2]).set(0, 4)]);
    });
    const hostile = [...wire.slice(0, -1), { ...last, statement: added }];
    await expect(verifyChain(p, hostile, unit.unit, TODAY)).rejects.toThrow(refused("bad_signature"));
    // Rightly signed, a desk in the statement alone: no tag of its cases could be held against anything.
    const without = verify(seed, (content) => {
      content.set(4, (content.get(4) as readonly CborMap[]).slice(0, 2));
      content.delete(6);
    });
    await expect(without).rejects.toThrow(refused("roster_mismatch"));
    const after = await issue(next, { officers: next.newest.roster.officers });
    const [newest] = pairs(after.chain).slice(-1);
    if (!newest) throw new Error("no version");
    const roster = resign(p, LABELS.roster, newest.roster, seed, (content) => {
      const hashes = content.get(4) as readonly CborMap[];
      content.set(4, [...hashes.slice(0, 2), new Map(hashes[2]).set(1, p.randomBytes(32))]);
    });
    const hash = await p.sha256(roster);
    const statement = resign(p, LABELS.statement, newest.statement, seed, (content) => content.set(8, hash));
    await expect(verifyChain(p, [...wire, { statement, roster }], unit.unit, TODAY)).rejects.toThrow(
      refused("key_mismatch"),
    );
  });
});

describe("a desk that the ceremony opens", () => {
  it("is there from the beginning, or later, and officers are admitted to it alone", async () => {
    const name = { fr: "Unité d’essai", en: "Test unit" };
    const given = { name, exitUrl: "https://www.meteo.gc.ca/", demonstration: true, today: TODAY, desks: [MINORS] };
    const created = await createUnit(p, given);
    const opened = await openDesk(p, created, OTHER, TODAY);
    expect(opened.deskId).toBe(4);
    const officer = makeOfficer(p);
    const admission = admissionOf(p, officer, created.publicJson);
    const admitted = await admitOfficer(p, opened.state, admission, [4], "officer", TODAY);
    expect(admitted.grants.map(({ deskId, epoch }) => [deskId, epoch])).toEqual([
      [4, 0],
      [4, 1],
    ]);
    const renamed = await renameDesk(p, admitted.state, { id: 3, name: { ...MINORS, en: "Children" } }, TODAY);
    const renewed = await renew(p, renamed.state, endOfMonth(TODAY) + 1);
    const removed = await removeOfficer(p, renewed.state, officer.id, endOfMonth(TODAY) + 1);
    const { newest } = await verifyChain(p, removed.state.directory, removed.state.publicJson, endOfMonth(TODAY) + 1);
    expect(newest.statement.desks.map(({ id, epoch }) => [id, epoch])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 3],
    ]);
    expect(newest.roster.deskNames).toEqual([
      { desk: 3, name: { fr: MINORS.fr, en: "Children" } },
      { desk: 4, name: OTHER },
    ]);
    await expect(openDesk(p, removed.state, { fr: "Nuit", en: "Night" }, endOfMonth(TODAY) + 1)).rejects.toThrow(
      refused("too_many_desks"),
    );
    await expect(createUnit(p, { ...given, desks: [MINORS, MINORS] })).rejects.toThrow(refused("desk_name_taken"));
  });

  it("is dropped when the run was cut short, and one that a console opened is not left out of the next version", async () => {
    const opened = await openDesk(p, unit.state, MINORS, TODAY);
    // The seeds were written, the statement was not.
    const cut = { ...opened.state, directory: unit.state.directory };
    const again = await renew(p, cut, TODAY);
    expect(again.state.offline.desks.map(({ id }) => id)).toEqual([1, 2]);
    const { offline } = unit.state;
    const elsewhere = { ...opened.state, offline: { ...opened.state.offline, desks: offline.desks } };
    await expect(renew(p, opened.state, TODAY)).resolves.toBeDefined();
    await expect(renew(p, elsewhere, TODAY)).rejects.toThrow(refused("key_mismatch"));
  });

  it("comes back with the recovery key when every officer's keys are lost, under its name", async () => {
    const { key, shares } = await createRecoveryKey(p, unit.unit, TODAY);
    const entered = await enterRecoveryKey(p, unit.state, key, TODAY);
    const opened = await openDesk(p, entered.state, MINORS, TODAY);
    const at = await verifyChain(p, opened.state.directory, unit.unit, TODAY);
    const pair = await rebuildRecoveryKey(p, unit.unit, shares.slice(0, 2), key.sealingKey);
    const { held, refused: none } = await openRecoveryGrants(p, at, [...entered.grants, ...opened.grants], pair);
    expect(none).toEqual([]);
    expect(held.filter(({ deskId }) => deskId === 3).map(({ epoch }) => epoch)).toEqual([0, 1]);
    const newcomers = ["Une", "Deux"].map((name) => admissionOf(p, makeOfficer(p, name), unit.unit));
    const root = unit.state.offline.root ?? new Uint8Array();
    const of = { unit: unit.unit, root, chain: at, held, known: [], newcomers };
    const { link, publicJson, desks } = await recoverUnit(p, of, TODAY);
    const { newest } = await verifyChain(p, [...opened.state.directory, link], publicJson, TODAY);
    expect(newest.roster.officers.map((each) => each.desks.join())).toEqual(["1,2,3", "1,2,3"]);
    expect(newest.roster.deskNames).toEqual([{ desk: 3, name: MINORS }]);
    expect(desks?.map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

import { beforeAll, describe, expect, it } from "@jest/globals";
import { admitOfficer, removeOfficer, renew } from "../../security/ceremony.ts";
import type { CborMap, CborValue } from "../../security/cbor.ts";
import { leadSignerId, signersOf, verifyChain, verifyChainPast, type DirectoryLink } from "../../security/directory.ts";
import { LABELS } from "../../security/labels.ts";
import type { UnitState } from "../../security/unitState.ts";
import { engines } from "../tools/engines.ts";
import { changeDesk, flipBit, resign } from "../tools/forge.ts";
import { admissionOf, makeOfficer, makeUnit, type TestUnit, withNewLead } from "../tools/unit.ts";

const TODAY = 20_000;

describe.each(await engines())("verifyChain() on $engine", ({ p }) => {
  let made: TestUnit;
  let state: UnitState;
  let chain: readonly DirectoryLink[];
  let lead: Uint8Array;

  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
    state = (await renew(p, (await renew(p, made.state, TODAY + 1)).state, TODAY + 2)).state;
    chain = state.directory;
    lead = state.offline.lead.seed;
    expect(chain).toHaveLength(4);
  });

  const verify = (pairs: readonly DirectoryLink[], today = TODAY + 2) => verifyChain(p, pairs, made.unit, today);
  const refuses = async (code: string, pairs: readonly DirectoryLink[], today?: number) =>
    expect(verify(pairs, today)).rejects.toMatchObject({ name: "SecurityError", code });
  const link = (i: number) => chain[i] as DirectoryLink;
  /** The chain with version 4's statement changed and signed again by the lead. */
  const withLast = (change: Parameters<typeof resign>[4]) => [
    ...chain.slice(0, 3),
    { ...link(3), statement: resign(p, LABELS.statement, link(3).statement, lead, change) },
  ];

  it("reads every version and gives the newest", async () => {
    const { links, newest } = await verify(chain);
    expect(links.map(({ statement }) => statement.version)).toEqual([1, 2, 3, 4]);
    expect(newest.statement.version).toBe(4);
    expect(newest.roster.officers).toHaveLength(1);
    await expect(verify(withLast(() => undefined))).resolves.toMatchObject({ newest: { statement: { version: 4 } } });
  });

  it("refuses a chain that leaves out, repeats or reorders a version, or is empty", async () => {
    await refuses("chain_gap", []);
    await refuses("chain_gap", chain.slice(1));
    await refuses("chain_gap", [link(0), link(2), link(3)]);
    await refuses("chain_gap", [link(0), link(0), link(1)]);
    await refuses("chain_gap", [link(1), link(0)]);
  });

  it("refuses a chain whose statements' hashes do not join", async () => {
    await refuses(
      "statement_fork",
      withLast((content) => content.set(2, p.randomBytes(32))),
    );
    // An earlier version signed again by the lead, rightly but otherwise: the next one names other bytes.
    const second = resign(p, LABELS.statement, link(1).statement, lead, (content) => content.set(4, TODAY + 3));
    await refuses("statement_fork", [link(0), { ...link(1), statement: second }, link(2), link(3)]);
  });

  it("refuses a chain whose rosters' hashes do not join", async () => {
    const roster = resign(p, LABELS.roster, link(3).roster, lead, (content) => content.set(2, p.randomBytes(32)));
    const hash = await p.sha256(roster);
    const statement = resign(p, LABELS.statement, link(3).statement, lead, (content) => content.set(8, hash));
    await refuses("statement_fork", [...chain.slice(0, 3), { statement, roster }]);
  });

  it("refuses rosters that were swapped", async () => {
    await refuses("roster_mismatch", [...chain.slice(0, 3), { ...link(3), roster: link(2).roster }]);
  });

  it("refuses a link signed by a stranger, anywhere", async () => {
    const strange = { ...link(1), statement: resign(p, LABELS.statement, link(1).statement, p.randomBytes(32)) };
    await refuses("bad_signature", [link(0), strange, link(2), link(3)]);
  });

  it("refuses a desk whose keys change within an epoch, or whose epoch goes back", async () => {
    await refuses(
      "key_mismatch",
      withLast((content) => changeDesk(content, 3, p.randomBytes(1216))),
    );
    await refuses(
      "key_mismatch",
      withLast((content) => changeDesk(content, 4, p.randomBytes(32))),
    );
    const rekeyed = (await removeOfficer(p, state, made.officer.id, TODAY + 2)).state;
    const next = (await renew(p, rekeyed, TODAY + 2)).link;
    await expect(verify([...rekeyed.directory, next])).resolves.toMatchObject({
      newest: { statement: { version: 6 } },
    });
    const back = resign(p, LABELS.statement, next.statement, lead, (content) => {
      changeDesk(content, 1, 1);
      changeDesk(content, 5, []);
    });
    await refuses("statement_rolled_back", [...rekeyed.directory, { ...next, statement: back }]);
  });

  it("holds a desk that was left out for a while to the keys and epoch it had before", async () => {
    const without = (content: Map<number, CborValue>): void => {
      content.set(5, (content.get(5) as readonly CborMap[]).slice(1));
    };
    const gap = resign(p, LABELS.statement, link(2).statement, lead, without);
    const joined = await p.sha256(gap);
    const back = (change: (content: Map<number, CborValue>) => void): readonly DirectoryLink[] => {
      const statement = resign(p, LABELS.statement, link(3).statement, lead, (content) => {
        content.set(2, joined);
        change(content);
      });
      return [...chain.slice(0, 2), { ...link(2), statement: gap }, { ...link(3), statement }];
    };
    await expect(verify(back(() => undefined))).resolves.toMatchObject({ newest: { statement: { version: 4 } } });
    await refuses(
      "key_mismatch",
      back((content) => changeDesk(content, 3, p.randomBytes(1216))),
    );
  });

  it("refuses a desk whose matching key changes", async () => {
    const roster = resign(p, LABELS.roster, link(3).roster, lead, (content) => {
      const [first, ...others] = content.get(4) as readonly CborMap[];
      content.set(4, [new Map(first).set(1, p.randomBytes(32)), ...others]);
    });
    const hash = await p.sha256(roster);
    const statement = resign(p, LABELS.statement, link(3).statement, lead, (content) => content.set(8, hash));
    await refuses("key_mismatch", [...chain.slice(0, 3), { statement, roster }]);
  });

  it("refuses a newest version that has expired, though earlier ones may have", async () => {
    const later = (await renew(p, state, TODAY + 30)).state.directory;
    await expect(verify(later, TODAY + 30)).resolves.toMatchObject({ newest: { statement: { version: 5 } } });
    await refuses("statement_expired", chain, TODAY + 30);
  });

  it("verifies one that has expired as of its last day, for whoever reads or renews, and nothing else of it more mildly", async () => {
    const late = TODAY + 100;
    const past = (pairs: readonly DirectoryLink[], unit = made.unit, seen?: { version: number; hash: Uint8Array }) =>
      verifyChainPast(p, pairs, unit, late, seen);
    const { newest } = await past(chain);
    expect(newest.statement.version).toBe(4);
    await expect(verifyChainPast(p, chain, made.unit, TODAY + 2)).resolves.toMatchObject({ newest: {} });
    const refusals: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["statement_not_valid_yet", () => verifyChainPast(p, chain, made.unit, TODAY + 1)],
      ["chain_gap", () => past(chain.slice(1))],
      ["chain_gap", () => past([])],
      ["bad_signature", () => past([...chain.slice(0, 3), { ...link(3), statement: flipBit(link(3).statement, 9) }])],
      ["wrong_unit", async () => past(chain, (await makeUnit({ today: TODAY })).unit)],
      [
        "statement_rolled_back",
        () => past(chain, { ...made.unit, floors: { ...made.unit.floors, statementVersion: 5 } }),
      ],
      [
        "certificate_revoked",
        () => past(chain, { ...made.unit, floors: { ...made.unit.floors, certificateSerial: 2 } }),
      ],
      ["statement_rolled_back", () => past(chain, made.unit, { version: 5, hash: newest.statement.hash })],
      ["statement_fork", () => past(chain, made.unit, { version: 4, hash: p.randomBytes(32) })],
    ];
    for (const [code, refused] of refusals) await expect(refused()).rejects.toMatchObject({ code });
    // On it a lead signs what counts today.
    const next = await renew(p, state, late);
    await expect(verify(next.state.directory, late)).resolves.toMatchObject({ newest: { statement: { version: 5 } } });
  });

  it("refuses to go back behind the newest version seen, or to a fork of it", async () => {
    const { newest } = await verify(chain);
    const seen = { version: 4, hash: newest.statement.hash };
    await expect(verifyChain(p, chain, made.unit, TODAY + 2, seen)).resolves.toMatchObject({ newest: {} });
    await expect(verifyChain(p, chain.slice(0, 3), made.unit, TODAY + 2, seen)).rejects.toMatchObject({
      code: "statement_rolled_back",
    });
    const otherwise = { version: 3, hash: p.randomBytes(32) };
    await expect(verifyChain(p, chain, made.unit, TODAY + 2, otherwise)).rejects.toMatchObject({
      code: "statement_fork",
    });
  });
});

describe("signersOf()", () => {
  it("finds officers by the desks they were on while an epoch was open, and leads", async () => {
    const made = await makeUnit({ today: TODAY });
    const { p } = made;
    const general = makeOfficer(p, "Only General");
    const admitted = await admitOfficer(p, made.state, admissionOf(p, general, made.unit), [1], "officer", TODAY);
    const removed = await removeOfficer(p, admitted.state, general.id, TODAY);
    const chain = await verifyChain(p, removed.state.directory, removed.state.publicJson, TODAY);
    const at = (deskId: number, epoch: number) => signersOf(p, chain, { deskId, epoch });

    expect((await at(1, 1))(general.id)).toEqual(general.signing.publicKey);
    expect((await at(1, 2))(general.id)).toBeNull(); // removed before epoch 2 began
    expect((await at(2, 1))(general.id)).toBeNull(); // never on that desk
    expect((await at(1, 2))(made.officer.id)).toEqual(made.officer.signing.publicKey);
    expect((await at(1, 1))(p.randomBytes(16))).toBeNull();
    const lead = p.ed25519KeyPair(made.state.offline.lead.seed).publicKey;
    expect((await at(1, 2))(await leadSignerId(p, lead))).toEqual(lead);
  });

  it("leaves out a lead whose certificates are all below the floor, in the versions that lead signed too", async () => {
    const made = await makeUnit({ today: TODAY });
    const { p } = made;
    const renewed = (await renew(p, withNewLead(p, made.state, TODAY), TODAY)).state;
    const [old, current] = [made.state, renewed].map(({ offline }) => p.ed25519KeyPair(offline.lead.seed).publicKey);
    if (old === undefined || current === undefined) throw new Error("two leads");
    const trusted = async (certificateSerial: number): Promise<boolean[]> => {
      const unit = { ...made.unit, floors: { ...made.unit.floors, certificateSerial } };
      const chain = await verifyChain(p, renewed.directory, unit, TODAY);
      const keyOf = await signersOf(p, chain, { deskId: 1, epoch: 1 });
      const ids = await Promise.all([old, current].map((key) => leadSignerId(p, key)));
      return ids.map((id) => keyOf(id) !== null);
    };
    expect(await trusted(1)).toEqual([true, true]);
    expect(await trusted(2)).toEqual([false, true]);
  });

  it("goes on trusting a lead whose key was certified again above the floor", async () => {
    const made = await makeUnit({ today: TODAY });
    const { p } = made;
    // So late that the same key gets its next certificate.
    const day = TODAY + 380;
    const renewed = (await renew(p, made.state, day)).state;
    const unit = { ...made.unit, floors: { ...made.unit.floors, certificateSerial: 2 } };
    const chain = await verifyChain(p, renewed.directory, unit, day);
    expect(chain.links.map(({ statement }) => statement.lead.serial)).toEqual([1, 1, 2]);
    const { key } = chain.newest.statement.lead;
    expect((await signersOf(p, chain, { deskId: 1, epoch: 1 }))(await leadSignerId(p, key))).toEqual(key);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as directory from "../../../api/routes/directory/schema.ts";
import { addGrants, listGrants, type ListGrantsAnswer } from "../../../api/routes/grants/schema.ts";
import { listQueue } from "../../../api/routes/queue/schema.ts";
import { readSession } from "../../../api/routes/session/schema.ts";
import {
  admitOfficer,
  DAY_MS,
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromBase64Url,
  type Grant,
  grantJson,
  issueAsLead,
  type KeyPair,
  leadSignerId,
  makeGrant,
  openGrant,
  removeOfficer,
  toBase64Url,
  type UnitChange,
  verifyChain,
  verifyChainPast,
} from "../../../security/index.ts";
import { flipBit } from "../../tools/forge.ts";
import { admissionOf, makeOfficer, makeUnit } from "../../tools/unit.ts";
import { certify, versionJson } from "../tools/leads.ts";
import { refusal, startOfficer, type Account, type Answer, type OfficerStage } from "../tools/officer.ts";

const publication = ({ link, grants }: Pick<UnitChange, "link" | "grants">, removal = false) => ({
  statement: toBase64Url(link.statement),
  roster: toBase64Url(link.roster),
  grants: grants.map(grantJson),
  removal,
});

describe("the key directory on the officers' side", () => {
  let stage: OfficerStage;
  let lead: string;
  beforeAll(async () => {
    stage = await startOfficer();
    lead = await stage.signIn(stage.lead);
  });
  afterAll(() => stage.stop());

  const publish = (cookie: string, body: unknown): Promise<Answer> =>
    stage.call(directory.publishDirectory, { cookie, body });
  const versions = (): Promise<number> => stage.database.client().keyStatement.count();
  const admission = (account: Account, desks: number[]): Promise<UnitChange> =>
    admitOfficer(
      stage.unit.p,
      stage.state,
      admissionOf(stage.unit.p, account, stage.unit.unit),
      desks,
      "officer",
      stage.unit.today,
    );

  it("hands out the newest version and the chain", async () => {
    const newest = await stage.call(directory.readDirectory, { cookie: lead });
    expect(newest.json).toMatchObject({ statement: toBase64Url(stage.unit.statement.bytes) });
    const chain = await stage.call(directory.readChain, { cookie: lead });
    expect((chain.json as { links: unknown[] }).links).toHaveLength(2);
    const rest = await stage.call(directory.readChain, { cookie: lead, query: { from: "2" } });
    expect(rest.json).toMatchObject({ links: [{ statement: toBase64Url(stage.unit.statement.bytes) }], next: null });
    expect(refusal(await stage.call(directory.readDirectory))).toEqual([401, "not_signed_in"]);
  });

  it("takes the next version with its grants, and the new officer can work at once", async () => {
    const account = await stage.enrol();
    const cookie = await stage.signIn(account);
    expect((await stage.call(readSession, { cookie })).json).toMatchObject({ officer: { state: "pending" } });
    expect((await stage.call(directory.readDirectory, { cookie })).status).toBe(200);
    expect((await stage.call(listGrants, { cookie })).json).toEqual({ grants: [], destroyed: [] });
    expect(refusal(await stage.call(listQueue, { cookie }))).toEqual([403, "forbidden"]);

    const change = await admission(account, [DESK_GENERAL]);
    expect(refusal(await publish(cookie, publication(change)))).toEqual([403, "forbidden"]);
    const told = stage.changes.count;
    expect((await publish(lead, publication(change))).json).toEqual({ version: 3 });
    expect(stage.changes.count).toBe(told + 1);
    stage.state = change.state;

    expect((await stage.call(readSession, { cookie })).json).toMatchObject({ officer: { state: "active" } });
    expect((await stage.call(listQueue, { cookie })).status).toBe(200);
    const { grants } = (await stage.call(listGrants, { cookie })).json as ListGrantsAnswer;
    expect(grants.map(({ desk, epoch }) => [desk, epoch])).toEqual([
      [DESK_GENERAL, 0],
      [DESK_GENERAL, 1],
    ]);
    const secret = await openGrant(stage.unit.p, fromBase64Url(grants[1]?.inner ?? ""), {
      deskId: DESK_GENERAL,
      epoch: 1,
      recipient: account.sealing,
    });
    expect(secret).toEqual(stage.state.offline.desks[0]?.epochs[0]?.seed);
    expect(refusal(await publish(cookie, publication(change)))).toEqual([403, "forbidden"]);
  });

  it("stores grants under a shred key: the database alone holds no grant that a vault could open", async () => {
    const rows = await stage.database.client().deskGrant.findMany();
    expect(rows.length).toBeGreaterThan(0);
    const known = stage.unit.grants.map(({ inner }) => Buffer.from(inner));
    for (const row of rows) {
      expect(known.some((inner) => Buffer.from(row.sealed).includes(inner.subarray(0, 32)))).toBe(false);
    }
  });

  it("says yes again to a version that was published before", async () => {
    const account = await stage.enrol();
    const change = await admission(account, [DESK_GENERAL]);
    const before = await versions();
    expect((await publish(lead, publication(change))).status).toBe(200);
    expect((await publish(lead, publication(change))).status).toBe(200);
    expect(await versions()).toBe(before + 1);
    stage.state = change.state;
  });

  it("refuses what does not verify, and stores nothing of it", async () => {
    const account = await stage.enrol();
    const change = await admission(account, [DESK_GENERAL, DESK_RESTRICTED]);
    const good = publication(change);
    const before = await versions();
    const stranger = await makeUnit();
    const foreign = stranger.directory[1];
    if (foreign === undefined) throw new Error("no directory");
    const [firstGrant] = change.grants;
    if (firstGrant === undefined) throw new Error("no grant");
    const withGrant = (grant: Grant) => ({ ...good, grants: [grantJson(grant)] });
    const otherOfficer = makeOfficer(stage.unit.p);

    for (const [body, code] of [
      [{ ...good, statement: toBase64Url(flipBit(change.link.statement, 9000)) }, "directory_refused"],
      [{ ...good, statement: toBase64Url(flipBit(change.link.statement, 5)) }, "directory_refused"],
      [{ ...good, roster: toBase64Url(flipBit(change.link.roster, 9000)) }, "directory_refused"],
      [publication({ link: foreign, grants: [] }), "directory_of_other_unit"],
      [withGrant({ ...firstGrant, signature: flipBit(firstGrant.signature, 3) }), "grant_refused"],
      [withGrant({ ...firstGrant, inner: flipBit(firstGrant.inner, 3) }), "grant_refused"],
      [withGrant({ ...firstGrant, epoch: 7 }), "grant_refused"],
      [withGrant({ ...firstGrant, deskId: 9 }), "grant_refused"],
      [withGrant({ ...firstGrant, officerId: otherOfficer.id }), "grant_refused"],
    ] as const) {
      const answer = await publish(lead, body);
      expect([answer.status, refusal(answer)[1]]).toEqual([400, code]);
    }
    expect(await versions()).toBe(before);
    expect((await publish(lead, good)).status).toBe(200);
    stage.state = change.state;
  });

  it("refuses a version that another lead was faster with", async () => {
    const [first, second] = [
      await admission(await stage.enrol(), [DESK_GENERAL]),
      await admission(await stage.enrol(), [DESK_GENERAL]),
    ];
    expect((await publish(lead, publication(first))).status).toBe(200);
    expect(refusal(await publish(lead, publication(second)))).toEqual([409, "directory_conflict"]);
    stage.state = first.state;
  });

  it("signs out whoever is removed, and their grants go with them", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [DESK_GENERAL]);
    const cookie = await stage.signIn(account);
    expect((await stage.call(listGrants, { cookie })).status).toBe(200);
    const change = await removeOfficer(stage.unit.p, stage.state, account.id, stage.unit.today);
    const sender = await stage.signIn(stage.lead);
    expect((await publish(sender, publication(change, true))).status).toBe(200);
    stage.state = change.state;
    expect(refusal(await stage.call(listGrants, { cookie }))).toEqual([401, "not_signed_in"]);
    await expect(stage.signIn(account)).rejects.toThrow("401");
  });

  it("leaves out grants of an epoch whose shred key is destroyed", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [DESK_RESTRICTED]);
    const cookie = await stage.signIn(account);
    const own = async () => (await stage.call(listGrants, { cookie })).json as ListGrantsAnswer;
    const epochs = async () => (await own()).grants.map(({ epoch }) => epoch);
    const before = await epochs();
    await stage.keyStore.destroy({ deskId: DESK_RESTRICTED, epoch: before.at(-1) ?? 0 }, stage.unit.today);
    expect(await epochs()).toEqual(before.slice(0, -1));
    expect((await own()).destroyed).toEqual([{ desk: DESK_RESTRICTED, epoch: before.at(-1) }]);
    // Whoever still holds it, and grants it on with others, is not kept from the others; of it nothing is stored.
    const colleague = await stage.enrol();
    const change = await admission(colleague, [DESK_RESTRICTED]);
    const sender = await stage.signIn(stage.lead);
    const names = change.grants.map(({ deskId, epoch }) => `${deskId}/${epoch}`);
    const gone = `${DESK_RESTRICTED}/${String(before.at(-1))}`;
    expect(names).toContain(gone);
    expect((await publish(sender, publication(change))).status).toBe(200);
    stage.state = change.state;
    const stored = await stage.database.client().deskGrant.findMany({ where: { officerId: colleague.uuid } });
    expect(stored.map(({ desk, epoch }) => `${desk}/${epoch}`).toSorted()).toEqual(
      names.filter((name) => name !== gone).toSorted(),
    );
  });

  it("refuses a statement that has expired or is not valid yet", async () => {
    const change = await admission(await stage.enrol(), [DESK_GENERAL]);
    stage.clock.now += 30 * 86_400_000;
    const later = await stage.signIn(stage.lead);
    expect(refusal(await publish(later, publication(change)))).toEqual([400, "directory_refused"]);
  });

  it("goes on with the version that a lead signs after the newest has expired, and hands out the chain until then", async () => {
    const today = Math.floor(stage.clock.now / DAY_MS);
    const health = async () => (await fetch(`${stage.url}/health/ready`)).status;
    expect([await health(), today > stage.unit.statement.expiryDay]).toEqual([503, true]);
    const lead = await stage.signIn(stage.lead);
    const read = (await stage.call(directory.readChain, { cookie: lead })).json as directory.ReadChainAnswer;
    const links = read.links.map((link) => ({
      statement: fromBase64Url(link.statement),
      roster: fromBase64Url(link.roster),
    }));
    const { p, unit } = stage.unit;
    await expect(verifyChain(p, links, unit, today)).rejects.toMatchObject({ code: "statement_expired" });
    const chain = await verifyChainPast(p, links, unit, today);
    const signer = await certify(stage, stage.lead);
    const next = await issueAsLead(p, unit, chain, signer, { officers: chain.newest.roster.officers }, today);
    expect((await publish(lead, { ...versionJson(next), removal: false })).status).toBe(200);
    expect(await health()).toBe(200);
    const { grants } = (await stage.call(listGrants, { cookie: lead })).json as ListGrantsAnswer;
    expect(grants.map(({ desk, epoch }) => `${desk}/${epoch}`)).toContain(
      `1/${String(next.opened.find(({ deskId }) => deskId === 1)?.epoch)}`,
    );
  });
});

describe("POST /v1/grants", () => {
  let stage: OfficerStage;
  beforeAll(async () => {
    stage = await startOfficer();
  });
  afterAll(() => stage.stop());

  it("takes grants by those who may make them, and refuses changed ones", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [DESK_GENERAL]);
    const cookie = await stage.signIn(account);
    const change = await admitOfficer(
      stage.unit.p,
      stage.unit.state,
      admissionOf(stage.unit.p, account, stage.unit.unit),
      [DESK_GENERAL],
      "officer",
      stage.unit.today,
    );
    const [grant] = change.grants;
    if (grant === undefined) throw new Error("no grant");
    const add = (one: Grant) => stage.call(addGrants, { cookie, body: { grants: [grantJson(one)] } });
    expect((await add(grant)).status).toBe(200);
    expect(refusal(await add({ ...grant, inner: flipBit(grant.inner, 1) }))).toEqual([400, "grant_refused"]);
    expect(refusal(await add({ ...grant, signerId: stage.unit.p.randomBytes(16) }))).toEqual([400, "grant_refused"]);
  });

  it("lets no officer put nonsense in the place of a colleague's keys; the lead's grant takes any place", async () => {
    const { p } = stage.unit;
    const [one, other] = [await stage.enrol(), await stage.enrol()];
    await stage.admit(one, [DESK_GENERAL]);
    await stage.admit(other, [DESK_GENERAL]);
    const [cookie, theirs] = [await stage.signIn(one), await stage.signIn(other)];
    const stored = async (): Promise<string[]> => {
      const { json } = await stage.call(listGrants, { cookie: theirs });
      return (json as ListGrantsAnswer).grants.map(({ inner }) => inner);
    };
    const before = await stored();
    expect(before).toHaveLength(2); // the matching key and the epoch
    const subject = { deskId: DESK_GENERAL, epoch: 1, secret: p.randomBytes(32) };
    const nonsense = (signer: { id: Uint8Array; signing: KeyPair }) =>
      makeGrant(p, subject, { id: other.id, sealingKey: other.sealing.publicKey }, signer);
    const add = (grant: Grant) => stage.call(addGrants, { cookie, body: { grants: [grantJson(grant)] } });

    expect((await add(await nonsense(one))).status).toBe(200);
    expect(await stored()).toEqual(before);
    const signing = p.ed25519KeyPair(stage.state.offline.lead.seed);
    const lead = { id: await leadSignerId(p, signing.publicKey), signing };
    expect((await add(await nonsense(lead))).status).toBe(200);
    expect(await stored()).not.toEqual(before);
  });
});

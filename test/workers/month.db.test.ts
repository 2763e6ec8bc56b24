/** A month turns: what a lead signed ahead opens the next epoch by itself, and intake, triage and grants go over to it. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { acceptEnvelope } from "../../api/commands/acceptEnvelope.ts";
import { prepareDirectory, publishPrepared } from "../../api/commands/prepareDirectory.ts";
import { publishDirectory } from "../../api/commands/publishDirectory.ts";
import type { KeyStore } from "../../security/node.ts";
import {
  DAY_MS,
  DESK_GENERAL,
  deskOf,
  deskSecret,
  endOfMonth,
  type HeldSecret,
  issueAsLead,
  type LeadIssue,
  openGrant,
  openReport,
  openSummary,
  preparedDays,
  shredOpen,
  uuidBytes,
  uuidOf,
  verifyChain,
} from "../../security/index.ts";
import { openDirectory } from "../../workers/directory.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { freshKeyStore } from "../api/tools/publish.ts";
import { bytes } from "../prisma/samples.ts";
import type { MadeEnvelope } from "./tools/envelopes.ts";
import { openWorld, type World } from "./tools/world.ts";

let world: World;
let keyStore: KeyStore;
/** The first of next month. */
let turn: number;
let today: number;
/** What is prepared: the first that opens an epoch among them. */
let ahead: readonly LeadIssue[];
let opening: LeadIssue;

beforeEach(async () => {
  world = await openWorld();
  keyStore = await freshKeyStore();
  ({ today } = world.unit);
  turn = endOfMonth(today) + 1;
  const { p, unit, directory, state } = world.unit;
  const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
  let chain = await verifyChain(p, directory, unit, today);
  const issues: LeadIssue[] = [];
  for (const day of preparedDays(chain.newest.statement, today, turn + 14)) {
    const issue = await issueAsLead(p, unit, chain, lead, { officers: chain.newest.roster.officers }, day);
    issues.push(issue);
    ({ chain } = issue);
  }
  ahead = issues;
  opening = issues.find(({ opened }) => opened.length > 0) as LeadIssue;
  const versions = ahead.map(({ link, grants }) => ({ ...link, grants }));
  await prepareDirectory(deps(), versions);
});
afterEach(() => world.close());

const deps = () => {
  const { p: primitives, unit } = world.unit;
  return { db: world.db, primitives, unit, keyStore, now: () => today * DAY_MS };
};
/** Every day up to this one, as the officer API's timer finds them. */
async function goTo(day: number): Promise<void> {
  for (; today < day; today++) await publishPrepared(deps());
  await publishPrepared(deps());
}
const intakeKey = bytes(32);
const take = ({ envelope, slip }: MadeEnvelope) =>
  acceptEnvelope({ ...deps(), intakeKey }, new Uint8Array([...envelope, ...slip]), today);
const triage = (made: MadeEnvelope) => {
  const now = () => today * DAY_MS;
  const directory = openDirectory({ db: world.deps.db, primitives: world.unit.p, unit: world.unit.unit, now });
  const job = { name: triageEnvelope.name, data: { intake: world.deps.handles.handleOf(made.id) } };
  return runJob({ ...world.deps, now, directory }, "triage", job);
};
const seedOf = (issue: LeadIssue): Uint8Array =>
  (issue.opened.find(({ deskId }) => deskId === DESK_GENERAL) as HeldSecret).secret;

describe("a month that turns", () => {
  it("opens the next epoch on its first day: granted, sealed to and triaged, the old one taken for a week", async () => {
    const { p, officer, statement: before } = world.unit;
    const { statement: after } = opening.chain.newest;
    expect([after.issueDay, deskOf(before, DESK_GENERAL).epoch, deskOf(after, DESK_GENERAL).epoch]).toEqual([
      turn,
      1,
      2,
    ]);
    await goTo(turn - 1);
    // The last version of the old epoch, which pages had in hand as the month turned.
    const newest = await world.db.keyStatement.findFirstOrThrow({ orderBy: { version: "desc" } });
    const last = ahead.find(({ chain }) => chain.newest.statement.version === newest.version)?.chain.newest.statement;
    const old = last ?? before;
    expect(await world.db.deskGrant.count({ where: { epoch: 2 } })).toBe(0);

    await goTo(turn);
    const rows = await world.db.deskGrant.findMany({ where: { epoch: 2, desk: DESK_GENERAL } });
    expect(rows.map(({ officerId }) => officerId)).toEqual([uuidOf(officer.id)]);
    const place = { deskId: DESK_GENERAL, epoch: 2 };
    const inner = shredOpen(p, await keyStore.get(place), rows[0]?.sealed ?? new Uint8Array(), {
      ...place,
      officerId: officer.id,
    });
    expect(await openGrant(p, inner, { ...place, recipient: officer.sealing })).toEqual(seedOf(opening));

    const [late, fresh] = [await world.make.report({}, old), await world.make.report({}, after)];
    for (const made of [late, fresh]) {
      await take(made);
      await triage(made);
    }
    const held = await world.db.heldItem.findMany({ orderBy: { epoch: "asc" } });
    expect(held.map(({ epoch }) => epoch)).toEqual([1, 2]);
    const keys = await deskSecret(p, { ...place, seed: seedOf(opening) });
    for (const { id, summary, envelope, epoch } of held) {
      // The summary is sealed today, to the new keys; the report stays under those that its page knew.
      const at = { ...place, itemId: uuidBytes(id), secretKey: keys.sealing.secretKey };
      expect(await openSummary(p, summary, at)).toMatchObject({ slip: { desk: DESK_GENERAL } });
      expect((await openReport(p, envelope, [keys])).state).toBe(epoch === 2 ? "opened" : "other_desk");
    }

    await goTo(turn + 6);
    await take(await world.make.report({}, old));
    await goTo(turn + 7);
    await expect(take(await world.make.report({}, old))).rejects.toMatchObject({ code: "directory_not_accepted" });
    await take(await world.make.report({}, ahead.at(-1)?.chain.newest.statement));
  });

  it("takes nothing of the old epoch any more when somebody is removed, and what was prepared with them is void", async () => {
    const { p, unit, state, statement: before } = world.unit;
    await goTo(turn);
    const { chain } = ahead.findLast(({ chain: { newest } }) => newest.statement.issueDay <= turn) as LeadIssue;
    const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
    // The one officer of the unit, who leads it, leaves a desk: that counts as a removal, as leaving the unit does.
    const officers = chain.newest.roster.officers.map((each) => ({ ...each, desks: [DESK_GENERAL] }));
    const removal = await issueAsLead(p, unit, chain, lead, { officers, newEpochs: [1, 2] }, today);
    const made = await world.make.report({}, chain.newest.statement);
    await take(made);
    await publishDirectory(deps(), { links: [removal.link], grants: removal.grants, removal: false });
    for (const statement of [before, chain.newest.statement]) {
      const another = await world.make.report({}, statement);
      await expect(take(another)).rejects.toMatchObject({ code: "directory_not_accepted" });
    }
    await take(made); // the same bytes again: whoever did not get the answer must be able to ask
    await take(await world.make.report({}, removal.chain.newest.statement));
    expect(deskOf(removal.chain.newest.statement, DESK_GENERAL).epoch).toBe(3);
    expect([await world.db.preparedVersion.count(), await world.db.preparedGrant.count()]).toEqual([0, 0]);
  });
});

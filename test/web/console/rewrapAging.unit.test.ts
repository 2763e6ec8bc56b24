import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  deskSecret,
  encodeNote,
  toBase64Url,
  type DeskPublic,
  type DeskSecret,
  type Primitives,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry, CaseItem } from "../../../api/routes/cases/schema.ts";
import type { RewrapsJson } from "../../../api/routes/rewraps/schema.ts";
import { agedBelow } from "../../../web/console/domain/agingEpochs.ts";
import { openedSummary } from "../../../web/console/domain/itemSummary.ts";
import type { Keyring } from "../../../web/console/domain/keyring.ts";
import { openerOfEntry, openerOfEnvelope } from "../../../web/console/domain/openers.ts";
import { rewrapAging, type RewrapJob } from "../../../web/console/domain/rewrapCase.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf } from "./tools/reports.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0e01";
let unit: TestUnit;
let p: Primitives;
let chain: VerifiedChain;
let keyring: Keyring;
let second: DeskSecret;
let item: CaseItem;
let entry: CaseEntry;

beforeAll(async () => {
  unit = await makeUnit();
  ({ p } = unit);
  chain = await chainOf(unit);
  keyring = await keyringOf(unit);
  second = await deskSecret(p, { deskId: 1, epoch: 2, seed: p.randomBytes(32) });
  item = await firstItem(unit, answersWith(), await keysOf(unit));
  const { statement } = chain.newest;
  const job = { caseId: CASE, deskId: 1, statement, after: [], officer: unit.officer, kind: "note" as const };
  entry = { ...(await buildEntry(p, { ...job, content: encodeNote({ text: "un" }) })), day: "2026-03-05" };
});

const holding = (desks: readonly DeskSecret[]): Keyring => ({ ...keyring, desks });
const job = (more: Partial<RewrapJob> = {}): RewrapJob => {
  const { epoch, deskId, sealing, signing } = second;
  const to: DeskPublic = {
    id: deskId,
    epoch,
    sealingKey: sealing.publicKey,
    signingKey: signing.publicKey,
    epochLastDay: unit.today + 30,
    earlierSigningKeys: [],
  };
  const hands = { deskId: 1, keyring: holding(keyring.desks) };
  return { caseId: CASE, items: [item], entries: [entry], hands, to, officer: unit.officer, ...more };
};
function withRewraps({ epoch, items, entries }: RewrapsJson): { item: CaseItem; entry: CaseEntry } {
  const [of, at] = [items[0], entries[0]];
  if (of === undefined || at === undefined) throw new Error("nothing was sealed again");
  const { envelope, summary } = of;
  return {
    item: { ...item, rewrap: { epoch, envelope, summary } },
    entry: { ...entry, rewrap: { epoch, sealed: at.sealed } },
  };
}

describe("a case that is open for long", () => {
  it("opens with the new epoch's key alone once it is sealed again, and with the old one's until then", async () => {
    const made = await rewrapAging(p, job());
    if (made === null) throw new Error("nothing was sealed again");
    const again = withRewraps(made);
    // The old epoch's keys are destroyed.
    const hands = { deskId: 1, keyring: holding([second]) };
    const old = { deskId: 1, keyring: holding(keyring.desks) };
    for (const [one, opens] of [
      [{ item, entry }, false],
      [again, true],
    ] as const) {
      expect((await openerOfEnvelope(p, one.item, hands)) !== null).toBe(opens);
      expect((await openerOfEntry(p, one.entry, hands)) !== null).toBe(opens);
      expect((await openedSummary(p, one.item, hands)).summary !== null).toBe(opens);
      expect(await openerOfEnvelope(p, one.item, old)).not.toBeNull();
    }
  });

  it("is not sealed again where it is already, nor what does not open: that stays in the way of whoever destroys its key", async () => {
    const made = await rewrapAging(p, job());
    if (made === null) throw new Error("nothing was sealed again");
    const again = withRewraps(made);
    expect(await rewrapAging(p, job({ items: [again.item], entries: [again.entry] }))).toBeNull();
    const without = { deskId: 1, keyring: holding([second]) };
    expect(await rewrapAging(p, job({ hands: without }))).toBeNull();
    const strange = { ...item, envelope: toBase64Url(p.randomBytes(9504)) };
    expect(await rewrapAging(p, job({ items: [strange] }))).toMatchObject({ items: [], entries: [{ id: entry.id }] });
  });

  it("is sealed again with its own desk's keys alone: what a server puts there from another desk stays shut to this one", async () => {
    const other = await deskSecret(p, { deskId: 2, epoch: 2, seed: p.randomBytes(32) });
    const to = { ...job().to, id: 2, sealingKey: other.sealing.publicKey };
    const hands = { deskId: 2, keyring: holding(keyring.desks) };
    const nonsense = toBase64Url(p.randomBytes(1186));
    const items = [{ ...item, rewrap: { epoch: 1, envelope: nonsense, summary: nonsense } }, item] as const;
    const entries = [{ ...entry, rewrap: { epoch: 1, sealed: nonsense } }, entry] as const;
    // An officer of both desks reads them, and is asked nothing when they are sealed again.
    expect(await openerOfEnvelope(p, items[0], hands)).toMatchObject({ deskId: 1 });
    expect(await openerOfEntry(p, entries[0], hands)).toMatchObject({ deskId: 1 });
    for (const [i] of items.entries()) {
      const put = { items: items.slice(i, i + 1), entries: entries.slice(i, i + 1) };
      expect(await rewrapAging(p, job({ ...put, hands, to }))).toBeNull();
    }
  });
});

describe("agedBelow()", () => {
  it("names the first epoch that did not end thirty days ago or more", () => {
    const link = (issueDay: number, epoch: number) => ({ statement: { issueDay, desks: [{ id: 1, epoch }] } });
    const links = [link(100, 1), link(130, 2), link(160, 3), link(190, 4)];
    const below = (today: number, desk = 1) => agedBelow({ links } as unknown as VerifiedChain, desk, today);
    expect([below(120), below(159), below(160), below(189), below(190), below(220)]).toEqual([null, null, 2, 2, 3, 4]);
    expect(below(300, 2)).toBeNull();
  });
});

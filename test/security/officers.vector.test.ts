/** The officers' vectors: made by one engine, read by both, and by a reader that shares no code with security/. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  checkDeskSecret,
  checkRewrapOrder,
  deskOf,
  deskSecret,
  encodeAction,
  fromHex,
  leadFingerprint,
  leadKeyPair,
  matchTag,
  openEntry,
  openEntryWith,
  openRecoveryGrants,
  openRewrap,
  openVault,
  openViews,
  parseAction,
  parseAttached,
  parseNote,
  parseSentReply,
  parseUnitPublic,
  readRecoveryFile,
  readRecoveryKeyText,
  recoveryFingerprint,
  rekeyEntryId,
  shredOpen,
  signersOf,
  toHex,
  vaultKeys,
  verifyCertificate,
  verifyChain,
  verifyLeadRequest,
  verifyTriageRules,
  viewsKey,
  type Action,
  type Primitives,
  type VerifiedChain,
} from "../../security/index.ts";
import { loadSumo } from "../../security/node.ts";
import { rebuildRecoveryKey } from "../../security/recoverySecret.ts";
import { readShare } from "../../security/recoveryShare.ts";
import { makeOfficerVectors, type OfficerVectors } from "../vectors/makeOfficers.ts";
import nobleVectors from "../vectors/nobleOfficers.json" with { type: "json" };
import sodiumVectors from "../vectors/sodiumOfficers.json" with { type: "json" };
import { ENGINES, noble, sodium } from "./engines.ts";

const FILES = [
  ["nobleOfficers.json", nobleVectors as unknown as OfficerVectors],
  ["sodiumOfficers.json", sodiumVectors as unknown as OfficerVectors],
] as const;

const CASES = FILES.flatMap(([file, vectors]) =>
  ENGINES.map(([engine, p]): [string, string, OfficerVectors, Primitives] => [file, engine, vectors, p]),
);

const secretOf = (v: OfficerVectors, desk: number, epoch: number): Uint8Array =>
  fromHex(v.secrets.find((each) => each.desk === desk && each.epoch === epoch)?.secret ?? "");

describe.each(CASES)("%s read by %s", (_file, _engine, v, p) => {
  const unit = parseUnitPublic(v.unit);
  const officerId = fromHex(v.officer.id);
  const signingKey = p.ed25519KeyPair(fromHex(v.officer.signingSeed)).publicKey;
  let chain: VerifiedChain;

  beforeAll(async () => {
    const links = v.directory.map((link) => ({ statement: fromHex(link.statement), roster: fromHex(link.roster) }));
    chain = await verifyChain(p, links, unit, v.today);
  });

  it("verifies a version that a lead signed, with an earlier reply key and a recovery key in it", () => {
    const { statement, roster } = chain.newest;
    const [first] = chain.links;
    expect(statement).toMatchObject({ version: 3, lead: { serial: 2, key: fromHex(v.lead.key) } });
    expect(statement.desks.map(({ id, epoch }) => [id, epoch])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const was = first?.statement.desks[0]?.signingKey;
    expect(statement.desks[0]?.earlierSigningKeys).toEqual([{ epoch: 1, key: was }]);
    expect(roster.recovery).toMatchObject({ id: fromHex(v.recovery.id), lastDay: v.recovery.lastDay });
  });

  it("verifies a version that opens a desk of the unit's own, with its keys and its name", async () => {
    const { name, secrets, statement, roster } = v.ownDesk;
    const before = chain.links.map((link) => ({ statement: link.statement.bytes, roster: link.roster.bytes }));
    const last = { statement: fromHex(statement), roster: fromHex(roster) };
    const { newest } = await verifyChain(p, [...before, last], unit, v.today);
    expect(newest.roster.deskNames).toEqual([{ desk: 3, name }]);
    expect(secrets.map(({ desk, epoch }) => [desk, epoch])).toEqual([
      [3, 0],
      [3, 1],
    ]);
    const [matching, seed] = secrets.map(({ secret }) => fromHex(secret));
    expect(newest.roster.matchingKeyHashes[2]).toEqual({ desk: 3, hash: await p.sha256(matching ?? new Uint8Array()) });
    checkDeskSecret(
      await deskSecret(p, { deskId: 3, epoch: 1, seed: seed ?? new Uint8Array() }),
      deskOf(newest.statement, 3),
    );
  });

  it("opens the vault with what its passphrase gives", async () => {
    const { passphrase, salt, authKey, vaultKey, counter, sealed, newestVersion, newestHash } = v.vault;
    const keys = await vaultKeys(await loadSumo(), passphrase, fromHex(salt));
    expect([toHex(keys.authKey), toHex(keys.vaultKey)]).toEqual([authKey, vaultKey]);
    expect(openVault(p, keys.vaultKey, fromHex(sealed), { officerId, counter, seenCounter: counter })).toEqual({
      sealingSeed: fromHex(v.officer.sealingSeed),
      signingSeed: fromHex(v.officer.signingSeed),
      newestStatement: { version: newestVersion, hash: fromHex(newestHash) },
    });
    expect(toHex(chain.newest.statement.hash)).toBe(newestHash);
  });

  it("opens the saved views with a key that comes of the vault", async () => {
    const key = await viewsKey(p, fromHex(v.officer.signingSeed));
    expect(toHex(key)).toBe(v.views.key);
    const { counter, content, sealed } = v.views;
    expect(openViews(p, key, fromHex(sealed), { officerId, counter })).toEqual(content);
  });

  it("reads the lead request of a key that comes of the vault, and its certificate", async () => {
    const pair = await leadKeyPair(p, fromHex(v.officer.signingSeed));
    expect([toHex(pair.secretKey), toHex(pair.publicKey)]).toEqual([v.lead.seed, v.lead.key]);
    const request = verifyLeadRequest(p, v.lead.request, unit);
    const { name } = v.officer;
    expect(request).toEqual({ unitId: fromHex(v.unit.unitId), officerId, name, leadKey: pair.publicKey });
    expect(await leadFingerprint(p, request)).toBe(v.lead.fingerprint);
    const certificate = verifyCertificate(p, fromHex(v.lead.certificate), unit);
    expect(certificate).toMatchObject({ serial: 2, key: pair.publicKey, firstDay: v.today });
  });

  it("takes the shred layer off a grant", () => {
    const { key, desk: deskId, epoch, inner, stored } = v.shred;
    expect(toHex(shredOpen(p, fromHex(key), fromHex(stored), { deskId, epoch, officerId }))).toBe(inner);
  });

  it("reads the recovery key and its shares, any two of which open what the recovery file holds", async () => {
    const key = readRecoveryKeyText(unit, v.recovery.text);
    expect(key.lastDay).toBe(v.recovery.lastDay);
    expect(await recoveryFingerprint(p, unit, key)).toBe(v.recovery.fingerprint);
    const shares = await Promise.all(v.recovery.shares.map((lines) => readShare(p, lines.join("\n"))));
    expect(shares.map(({ number, setId }) => [number, toHex(setId)])).toEqual(
      [1, 2, 3].map((number) => [number, v.recovery.setId]),
    );
    const { directory, grants, certificates } = readRecoveryFile(unit, v.recovery.file);
    expect(directory.map(({ statement }) => toHex(statement))).toEqual(v.directory.map(({ statement }) => statement));
    expect(certificates.map(toHex)).toEqual([v.lead.certificate]);
    for (const two of [shares.slice(0, 2), shares.slice(1), [shares[2], shares[0]]] as (typeof shares)[]) {
      const pair = await rebuildRecoveryKey(p, unit, two, key.sealingKey);
      expect(toHex(pair.secretKey)).toBe(v.recovery.seed);
      const { held, refused } = await openRecoveryGrants(p, chain, grants, pair);
      expect(refused).toEqual([]);
      const opened = held.map(({ deskId, epoch, secret }) => ({ desk: deskId, epoch, secret: toHex(secret) }));
      expect(opened).toHaveLength(v.secrets.length);
      expect(opened).toEqual(expect.arrayContaining([...v.secrets]));
    }
  });

  it("reads the triage rules", async () => {
    const { signed, turns, ...rules } = v.triageRules;
    const read = await verifyTriageRules(p, fromHex(signed), unit, v.today);
    expect(read).toMatchObject({ ...rules, version: 1, issueDay: v.today, previousHash: new Uint8Array(32) });
    expect(read.turns.map(({ firstDay, officerId: id }) => ({ firstDay, officerId: toHex(id) }))).toEqual(turns);
  });

  it("opens an entry of every kind, each after those that it names", async () => {
    const { desk: deskId, epoch, entries, note, attached } = v.case;
    const { sealing } = await deskSecret(p, { deskId, epoch, seed: secretOf(v, deskId, epoch) });
    const signerKeyOf = await signersOf(p, chain, { deskId, epoch });
    const contents: Record<string, Uint8Array> = {};
    for (const { kind, objectId, after, content, sealed } of entries) {
      const place = { deskId, epoch, objectId: fromHex(objectId), caseId: fromHex(v.case.caseId) };
      const opening = { ...place, secretKey: sealing.secretKey, signerKeyOf };
      const entry = await openEntry(p, fromHex(sealed), opening);
      expect(entry).toEqual({ kind, signerId: officerId, after: after.map(fromHex), content: fromHex(content) });
      contents[kind] = entry.content;
    }
    expect(entries.map(({ after }) => after.length)).toEqual([0, 1, 2, 2]);
    const { note: noted, sentReply, attached: came, action } = contents;
    expect(parseNote(noted as Uint8Array)).toEqual({ text: note });
    expect(parseSentReply(sentReply as Uint8Array)).toMatchObject({ text: "Nous avons lu.", sequences: [1, 9] });
    const { envelopeIds, from, rekey, mailboxId } = parseAttached(came as Uint8Array);
    expect({
      mailboxId: toHex(mailboxId),
      envelopeIds: envelopeIds.map(toHex),
      from: from && toHex(from),
      rekey: rekey && { newMailboxId: toHex(rekey.newMailboxId), before: rekey.before.map(toHex) },
    }).toEqual(attached);
    expect(parseAction(action as Uint8Array)).toEqual({ code: "claimed" });
  });

  it("finds the case by its tag, and the entry of its rekey under its one id", async () => {
    const matchingKey = secretOf(v, v.case.desk, 0);
    const mailboxId = fromHex(v.case.mailboxId);
    expect(toHex(await matchTag(p, matchingKey, mailboxId))).toBe(v.case.tag);
    const { objectId } = v.case.entries.find(({ kind }) => kind === "attached") ?? {};
    expect(toHex(await rekeyEntryId(p, matchingKey, mailboxId))).toBe(objectId);
  });

  it.each(v.case.actions)("reads and writes action $action.code as $content", ({ action, content }) => {
    const read = parseAction(fromHex(content));
    const inHex = Object.entries(read).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Uint8Array ? toHex(value) : value,
    ]);
    expect(Object.fromEntries(inHex)).toEqual(action);
    expect(toHex(encodeAction(read))).toBe(content);
  });

  it("opens with its rewrap what was sealed to another desk, and finds the order signed", async () => {
    const { desk: deskId, epoch, objects, signature } = v.case.rewrapOrder;
    const { sealing } = await deskSecret(p, { deskId, epoch, seed: secretOf(v, deskId, epoch) });
    const caseId = fromHex(v.case.caseId);
    const signerKeyOf = await signersOf(p, chain, { deskId: v.case.desk, epoch: v.case.epoch });
    for (const [i, { id, rewrap }] of objects.entries()) {
      const objectId = fromHex(id);
      const place = { kind: "entry", deskId, epoch, objectId, secretKey: sealing.secretKey } as const;
      const opener = await openRewrap(p, fromHex(rewrap), place);
      if (opener === null) throw new Error("the rewrap does not open");
      const { sealed, content } = v.case.entries[i] as (typeof v.case.entries)[number];
      const entry = openEntryWith(p, fromHex(sealed), opener, { objectId, caseId, signerKeyOf });
      expect(toHex(entry.content)).toBe(content);
    }
    const ordered = objects.map(({ id, rewrap }) => ({ id: fromHex(id), rewraps: [fromHex(rewrap)] }));
    const order = { officerId, caseId, deskId, epoch, objects: ordered };
    expect(await checkRewrapOrder(p, order, fromHex(signature), signingKey)).toBe(true);
    const other = { ...order, objects: ordered.toReversed() };
    expect(await checkRewrapOrder(p, other, fromHex(signature), signingKey)).toBe(false);
  });
});

describe("the officers' vectors", () => {
  it("show every code of an action", () => {
    const shown = nobleVectors.case.actions.map(({ content }) => parseAction(fromHex(content)).code);
    const all: Record<Action["code"], true> = {
      opened: true,
      claimed: true,
      released: true,
      labelled: true,
      unlabelled: true,
      linked: true,
      unlinked: true,
      ticked: true,
      unticked: true,
      levelled: true,
      closed: true,
      reopened: true,
      handedOver: true,
      secondAsked: true,
      secondRead: true,
      recused: true,
      returned: true,
      moved: true,
    };
    expect(new Set(shown)).toEqual(new Set(Object.keys(all)));
  });
});

describe("makeOfficerVectors()", () => {
  it("gives the committed files again, so the format has not changed unnoticed", async () => {
    const again = async (p: Primitives): Promise<unknown> =>
      JSON.parse(JSON.stringify(await makeOfficerVectors(p, `abri officers' vectors by ${p.engine}`)));
    expect(await again(noble)).toEqual(nobleVectors);
    expect(await again(sodium)).toEqual(sodiumVectors);
  });

  it("gives the same bytes on both engines", async () => {
    const byNoble = await makeOfficerVectors(noble, "both");
    expect({ ...(await makeOfficerVectors(sodium, "both")), madeBy: "noble" }).toEqual(byNoble);
  });
});

/**
 * Makes one file of the officers' vectors: what a unit's officers seal and sign among themselves. Vault, saved views, a lead's
 * requests and acts, the recovery key with its shares, the log of a case (`./makeCase.ts`).
 */
import {
  checkRecoveryGrants,
  concat,
  fromHex,
  leadFingerprint,
  leadKeyPair,
  certifyLead,
  issueAsLead,
  missingGrants,
  recoveryFileText,
  recoveryFingerprint,
  recoveryId,
  recoveryKeyText,
  sealVault,
  sealViews,
  shredSeal,
  signLeadRequest,
  signTriageRules,
  toHex,
  utf8,
  vaultKeys,
  verifyChain,
  verifyLeadRequest,
  viewsKey,
  withDesk,
  type Grant,
  type HeldSecret,
  type LeadSigner,
  type Primitives,
  type TriageRuleSet,
  type UnitPublic,
  type VerifiedChain,
  type ViewsContent,
} from "../../security/index.ts";
import { loadSumo } from "../../security/node.ts";
import { DEFAULT_TRIAGE_RULES } from "../../security/triageRules.ts";
import { RECOVERY_KEY_DAYS } from "../../security/recoveryKey.ts";
import { shareLines } from "../../security/recoveryShare.ts";
import { makeUnit, type TestOfficer } from "../tools/unit.ts";
import { deterministic } from "./deterministic.ts";
import { caseVectors } from "./makeCase.ts";

/** 2026-11-21. */
const TODAY = 20_778;

const PASSPHRASE = "  Ｒivière  ÉTÉ papier\tlune\u00a0sel ";

const VIEWS: ViewsContent = {
  views: [
    { name: "À moi, en retard", filter: { holder: "mine", due: "overdue" } },
    {
      name: "جميع",
      filter: {
        level: 0,
        desk: 65_535,
        due: "soon",
        holder: "handed",
        state: "closed",
        language: "ur",
        kind: "unknown",
        news: "none",
        child: true,
        assisted: false,
        label: "été",
        text: "ferme du nord",
      },
    },
    { name: "rien", filter: {} },
  ],
  singleKeys: false,
};

/** Everything sealed from `label` by `engine`; the same label gives the same bytes on every engine. */
export async function makeOfficerVectors(engine: Primitives, label: string) {
  const p = deterministic(engine, await engine.sha256(utf8(label)));
  const { state, unit, directory, grants: admitted, officer } = await makeUnit({ engine: p, today: TODAY });
  const lead = await leadVectors(p, unit, officer);
  const { certificate } = certifyLead(p, state, verifyLeadRequest(p, lead.vector.request, unit), TODAY);
  const signer: LeadSigner = { signing: lead.pair, certificate };

  // Version 3, signed by that lead: it names a recovery key, and the general desk has a second epoch.
  const recovery = await recoveryVectors(p, unit);
  const before = await verifyChain(p, directory, unit, TODAY);
  const { officers } = before.newest.roster;
  const change = { officers, newEpochs: [1], recovery: recovery.key };
  const issue = await issueAsLead(p, unit, before, signer, change, TODAY);
  const links = [...directory, issue.link];
  const held: HeldSecret[] = [
    ...state.offline.desks.flatMap(({ id, matchingKey, epochs }) => [
      { deskId: id, epoch: 0, secret: matchingKey },
      ...epochs.map(({ epoch, seed }) => ({ deskId: id, epoch, secret: seed })),
    ]),
    ...issue.opened,
  ];
  const granted = [...admitted, ...issue.grants];
  const missing = await missingGrants(p, issue.chain, held, granted, { id: officer.id, signing: officer.signing });
  const toRecovery = [...issue.grants, ...missing].filter(({ officerId }) => toHex(officerId) === recovery.vector.id);
  const found = await checkRecoveryGrants(p, issue.chain, held, toRecovery);
  if (found.missing.length + found.wrong.length > 0) throw new Error("not everything is granted to the recovery key");
  const file = { directory: links, grants: toRecovery, certificates: [certificate] };

  const rules: TriageRuleSet = {
    ...DEFAULT_TRIAGE_RULES,
    urgentHours: 2,
    days: [1, 4, 10],
    timeZone: "America/Toronto",
    week: [...Array.from({ length: 5 }, () => ({ from: 510, to: 1020 })), null, null],
    holidays: [20_812, 20_819],
    turns: [
      { firstDay: 20_778, officerId: officer.id },
      { firstDay: 20_785, officerId: p.randomBytes(16) },
    ],
  };

  return {
    protocol: "abri/v1",
    madeBy: engine.engine,
    randomnessFrom: `SHA-256 of the text "${label}"`,
    today: TODAY,
    unit,
    directory: links.map(({ statement, roster }) => ({ statement: toHex(statement), roster: toHex(roster) })),
    secrets: held.map(({ deskId, epoch, secret }) => ({ desk: deskId, epoch, secret: toHex(secret) })),
    officer: {
      id: toHex(officer.id),
      name: officer.name,
      sealingSeed: toHex(officer.sealingSeed),
      signingSeed: toHex(officer.signingSeed),
    },
    vault: await vaultVector(p, officer, issue.chain.newest.statement),
    views: await viewsVector(p, officer),
    lead: { ...lead.vector, certificate: toHex(certificate) },
    shred: shredVector(p, admitted[1] as Grant),
    recovery: { ...recovery.vector, file: recoveryFileText(unit, file) },
    triageRules: rulesVector(rules, signTriageRules(p, unit, null, signer, rules, TODAY)),
    case: await caseVectors(p, held, officer),
    ownDesk: await ownDeskVector(p, unit, issue.chain, signer),
  };
}

/** Version 4: the lead opens a desk, and gives it a name. */
async function ownDeskVector(p: Primitives, unit: UnitPublic, chain: VerifiedChain, signer: LeadSigner) {
  const name = { fr: "Personnes mineures", en: "Minors" };
  const members = chain.newest.roster.officers.map(({ id }) => id);
  const { link, opened } = await issueAsLead(p, unit, chain, signer, withDesk(chain.newest, name, members), TODAY);
  return {
    name,
    secrets: opened.map(({ deskId, epoch, secret }) => ({ desk: deskId, epoch, secret: toHex(secret) })),
    statement: toHex(link.statement),
    roster: toHex(link.roster),
  };
}

async function leadVectors(p: Primitives, unit: UnitPublic, { id, name, signingSeed }: TestOfficer) {
  const pair = await leadKeyPair(p, signingSeed);
  const asking = { unitId: fromHex(unit.unitId), officerId: id, name };
  const request = signLeadRequest(p, asking, pair);
  const vector = {
    seed: toHex(pair.secretKey),
    key: toHex(pair.publicKey),
    request,
    fingerprint: await leadFingerprint(p, { ...asking, leadKey: pair.publicKey }),
  };
  return { pair, vector };
}

async function vaultVector(p: Primitives, officer: TestOfficer, newest: { version: number; hash: Uint8Array }) {
  const salt = p.randomBytes(16);
  const { authKey, vaultKey } = await vaultKeys(await loadSumo(), PASSPHRASE, salt);
  const { sealingSeed, signingSeed } = officer;
  const newestStatement = { version: newest.version, hash: newest.hash };
  const content = { sealingSeed, signingSeed, newestStatement };
  return {
    passphrase: PASSPHRASE,
    salt: toHex(salt),
    authKey: toHex(authKey),
    vaultKey: toHex(vaultKey),
    counter: 4_294_967_295,
    newestVersion: newest.version,
    newestHash: toHex(newest.hash),
    sealed: toHex(sealVault(p, vaultKey, { officerId: officer.id, counter: 4_294_967_295, content })),
  };
}

async function viewsVector(p: Primitives, { id, signingSeed }: TestOfficer) {
  const key = await viewsKey(p, signingSeed);
  const sealed = sealViews(p, key, { officerId: id, counter: 7, content: VIEWS });
  return { key: toHex(key), counter: 7, content: VIEWS, sealed: toHex(sealed) };
}

function shredVector(p: Primitives, { deskId, epoch, officerId, inner }: Grant) {
  const key = p.randomBytes(32);
  const stored = shredSeal(p, key, inner, { deskId, epoch, officerId });
  return { key: toHex(key), desk: deskId, epoch, inner: toHex(inner), stored: toHex(stored) };
}

function rulesVector({ turns, ...rules }: TriageRuleSet, signed: Uint8Array) {
  return {
    ...rules,
    turns: turns.map(({ firstDay, officerId }) => ({ firstDay, officerId: toHex(officerId) })),
    signed: toHex(signed),
  };
}

/** A recovery key and its three shares, from a straight line for each byte of the secret: here, since nothing may be random. */
async function recoveryVectors(p: Primitives, unit: UnitPublic) {
  const seed = p.randomBytes(32);
  const key = { sealingKey: p.xwingKeyPair(seed).publicKey, lastDay: TODAY + RECOVERY_KEY_DAYS };
  const keyId = await recoveryId(p, key.sealingKey);
  const slopes = p.randomBytes(32);
  const setId = p.randomBytes(8);
  const shares = [];
  for (const [i, x] of [3, 142, 255].entries()) {
    const values = seed.map((byte, at) => byte ^ times(slopes[at] as number, x));
    const shamir = concat(values, Uint8Array.of(x));
    shares.push(await shareLines(p, { number: i + 1, unitId: fromHex(unit.unitId), keyId, setId, shamir }));
  }
  const vector = {
    seed: toHex(seed),
    id: toHex(keyId),
    lastDay: key.lastDay,
    setId: toHex(setId),
    text: recoveryKeyText(unit, key),
    fingerprint: await recoveryFingerprint(p, unit, key),
    shares,
  };
  return { key, vector };
}

/** The product in GF(2^8), polynomial 0x11b. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) {
    if (b & (1 << bit)) product ^= a << bit;
  }
  for (let bit = 14; bit >= 8; bit--) {
    if (product & (1 << bit)) product ^= 0x11b << (bit - 8);
  }
  return product;
}

export type OfficerVectors = Awaited<ReturnType<typeof makeOfficerVectors>>;

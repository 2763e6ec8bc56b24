/**
 * The demonstration officer as a lead: the root lies in the data directory, so a start certifies the lead key of their vault,
 * and the console's section for leads works at once.
 */
import path from "node:path";
import { listChain } from "../../prisma/repositories/directory.ts";
import { listLeadCertificates } from "../../prisma/repositories/leadCertificates.ts";
import { officerById } from "../../prisma/repositories/officers.ts";
import {
  type DirectoryLink,
  certifyLead,
  checkCertificateCurrent,
  dayOf,
  equalBytes,
  fromHex,
  issueAsLead,
  type KeyPair,
  leadKeyPair,
  needsRenewal,
  openVault,
  SecurityError,
  signLeadRequest,
  type UnitPublic,
  uuidBytes,
  vaultKeys,
  verifyCertificate,
  verifyChain,
  verifyLeadRequest,
  verifySignedStatement,
  wipe,
} from "../../security/index.ts";
import { loadSumo, loadUnitFiles, saveCertificates } from "../../security/node.ts";
import { addCertificate } from "../commands/addCertificate.ts";
import { publishDirectory } from "../commands/publishDirectory.ts";
import type { DemonstrationDeps } from "./demonstrationDeps.ts";
import { type DemonstrationOfficer, readDemonstrationOfficer } from "./demonstrationOfficer.ts";

type Deps = Omit<DemonstrationDeps, "totpKeyFile">;

/** The lead key of the officer's vault; `null` for one that the saved passphrase no longer opens. */
async function leadKeyOf({ db }: Deps, officer: DemonstrationOfficer): Promise<KeyPair | null> {
  const row = await officerById(db, officer.officerId);
  if (row === null) return null;
  const sumo = await loadSumo();
  const { vaultKey } = await vaultKeys(sumo, officer.passphrase, row.salt);
  try {
    const place = { officerId: uuidBytes(officer.officerId), counter: row.vaultCounter };
    const { sealingSeed, signingSeed } = openVault(sumo, vaultKey, row.vault, place);
    const pair = await leadKeyPair(sumo, signingSeed);
    wipe(vaultKey, sealingSeed, signingSeed);
    return pair;
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}

/** The certificate of this key that counts today, from the database; `null` for none. */
async function currentCertificate({ db, primitives, now }: Deps, unit: UnitPublic, key: Uint8Array) {
  for (const { certificate: wire } of await listLeadCertificates(db)) {
    try {
      const certificate = verifyCertificate(primitives, wire, unit);
      checkCertificateCurrent(certificate, unit, dayOf(now()));
      if (equalBytes(certificate.key, key)) return wire;
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
    }
  }
  return null;
}

/** Certifies the officer's lead key, when no certificate of it counts and the root is here. */
export async function ensureDemonstrationLead(deps: Deps, officer: DemonstrationOfficer): Promise<void> {
  const { primitives, now } = deps;
  const unitDir = path.join(deps.dataDir, "unit");
  const state = await loadUnitFiles(unitDir);
  const unit = state.publicJson;
  const lead = await leadKeyOf(deps, officer);
  if (lead === null || state.offline.root === null) return;
  if ((await currentCertificate(deps, unit, lead.publicKey)) !== null) return;
  const facts = { unitId: fromHex(unit.unitId), officerId: uuidBytes(officer.officerId), name: officer.name };
  const request = signLeadRequest(primitives, facts, lead);
  const certified = certifyLead(primitives, state, verifyLeadRequest(primitives, request, unit), dayOf(now()));
  await saveCertificates(unitDir, certified.state);
  const input = { certificate: certified.certificate, request };
  await addCertificate({ ...deps, unit }, officer.officerId, input);
}

/**
 * Renews a directory that consoles have taken over from the ceremony's files, when less than a week is left or a month is over.
 * @param inFiles what the ceremony's files hold; it may have gone on by itself, and could then never be published
 * @returns whether consoles have: then the files are history, and nothing of them is to be published
 */
export async function renewAsDemonstrationLead(
  deps: Deps,
  inFiles: readonly DirectoryLink[],
  unit: UnitPublic,
): Promise<boolean> {
  const { db, primitives, now } = deps;
  const stored = await listChain(db);
  const last = stored.at(-1);
  const inBoth = (link: DirectoryLink, i: number): boolean =>
    inFiles[i] !== undefined && equalBytes(inFiles[i].statement, link.statement);
  if (last === undefined || stored.every(inBoth)) return false;
  const today = dayOf(now());
  const officer = readDemonstrationOfficer(deps.dataDir);
  const lead = officer && (await leadKeyOf(deps, officer));
  const certificate = lead && (await currentCertificate(deps, unit, lead.publicKey));
  if (!lead || !certificate) return true;
  const newest = await verifySignedStatement(primitives, last.statement, unit);
  if (!needsRenewal(newest, today)) return true;
  const chain = await verifyChain(primitives, stored, unit, newest.issueDay);
  const { officers } = chain.newest.roster;
  const { link, grants } = await issueAsLead(
    primitives,
    unit,
    chain,
    { signing: lead, certificate },
    { officers },
    today,
  );
  await publishDirectory({ ...deps, unit }, { links: [link], grants, removal: false });
  return true;
}

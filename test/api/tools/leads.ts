/** Leads who sign in their consoles: their keys, their certificates, the versions that they sign. */
import { certifyLead } from "../../../security/ceremony.ts";
import {
  fromHex,
  grantJson,
  issueAsLead,
  leadKeyPair,
  type LeadChange,
  type LeadIssue,
  type LeadSigner,
  signLeadRequest,
  toBase64Url,
  type VerifiedChain,
  verifyChain,
} from "../../../security/index.ts";
import { listChain } from "../../../prisma/repositories/directory.ts";
import type { TestOfficer } from "../../tools/unit.ts";
import type { OfficerStage } from "./officer.ts";

export interface CertifiedLead extends LeadSigner {
  /** The text that was certified. */
  readonly request: string;
  readonly serial: number;
}

/** The root certifies an officer's lead key on the unit's first day. The stage's state goes on with it. */
export async function certify(stage: OfficerStage, officer: TestOfficer): Promise<CertifiedLead> {
  const { p, unit, today } = stage.unit;
  const signing = await leadKeyPair(p, officer.signingSeed);
  const facts = { unitId: fromHex(unit.unitId), officerId: officer.id, name: officer.name };
  const request = signLeadRequest(p, facts, signing);
  const done = certifyLead(p, stage.state, { ...facts, leadKey: signing.publicKey }, today);
  stage.state = done.state;
  return { signing, certificate: done.certificate, request, serial: done.serial };
}

/** The chain as the database has it, verified as of a day. */
export async function storedChain(stage: OfficerStage, today = stage.unit.today): Promise<VerifiedChain> {
  return verifyChain(stage.unit.p, await listChain(stage.database.client()), stage.unit.unit, today);
}

/** The next version of a chain, signed by this lead; the same officers unless told. */
export function issue(
  stage: OfficerStage,
  chain: VerifiedChain,
  lead: LeadSigner,
  today = stage.unit.today,
  change: LeadChange = { officers: chain.newest.roster.officers },
): Promise<LeadIssue> {
  return issueAsLead(stage.unit.p, stage.unit.unit, chain, lead, change, today);
}

export const versionJson = ({ link, grants }: Pick<LeadIssue, "link" | "grants">) => ({
  statement: toBase64Url(link.statement),
  roster: toBase64Url(link.roster),
  grants: grants.map(grantJson),
});

/** The next version of a key directory: what the ceremony and a lead's console sign alike. */
import { fromHex } from "./bytes.ts";
import { checkCertificateCovers, verifyCertificate } from "./certificate.ts";
import type { DirectoryLink, VerifiedLink } from "./directory.ts";
import { epochKeys } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { EARLIER_SIGNING_KEYS_MAX, HASH_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { signRoster, type RosterContent } from "./roster.ts";
import { signStatement } from "./statement.ts";
import { lastAllowedDay, type DeskPublic, type StatementContent } from "./statementContent.ts";
import type { UnitPublic } from "./unitPublic.ts";

const NO_HASH = new Uint8Array(HASH_BYTES);

/** Who signs: a lead's Ed25519 pair, and the wire bytes of the certificate that the root gave it. */
export interface LeadSigner {
  readonly signing: KeyPair;
  readonly certificate: Uint8Array;
}

/** What a version says, apart from what follows from the one before. */
export type VersionContent = Pick<RosterContent, "officers" | "matchingKeyHashes" | "recovery" | "deskNames"> &
  Pick<StatementContent, "desks" | "triageKey">;

/**
 * Signs the statement and the roster that follow `previous` (`null` for version 1), issued on day `today` and valid for as
 * long as a statement may be. `today` may lie ahead: such a version counts from that day on.
 * @throws SecurityError `statement_rolled_back` for a version below the floor, which nobody would take, so that `previous` is
 * not the newest there is; `certificate_not_valid_yet`, `certificate_expired`, `out_of_range` when `today` is before the issue
 * day of `previous`; `malformed`
 */
export async function signVersion(
  p: Primitives,
  unit: UnitPublic,
  previous: VerifiedLink | null,
  lead: LeadSigner,
  content: VersionContent,
  today: number,
): Promise<DirectoryLink> {
  if (previous && today < previous.statement.issueDay) {
    throw new SecurityError("out_of_range", "the newest version was issued on a later day: check the clock");
  }
  const certificate = verifyCertificate(p, lead.certificate, unit);
  checkCertificateCovers(certificate, today);
  const unitId = fromHex(unit.unitId);
  const version = (previous?.statement.version ?? 0) + 1;
  if (version < unit.floors.statementVersion) {
    throw new SecurityError("statement_rolled_back", "later versions were published than the newest one that is here");
  }
  const { officers, matchingKeyHashes, recovery, deskNames, desks, triageKey } = content;
  const rosterContent = {
    unitId,
    version,
    previousHash: previous?.roster.hash ?? NO_HASH,
    officers,
    matchingKeyHashes,
    recovery,
    deskNames,
  };
  const roster = signRoster(p, rosterContent, lead.signing.secretKey);
  const statementContent = {
    unitId,
    version,
    previousHash: previous?.statement.hash ?? NO_HASH,
    issueDay: today,
    expiryDay: Math.min(lastAllowedDay(today, desks), certificate.lastDay),
    desks,
    triageKey,
    certificate: lead.certificate,
    rosterHash: await p.sha256(roster),
  };
  return { statement: signStatement(p, statementContent, lead.signing.secretKey), roster };
}

/**
 * What the next statement says of a desk whose current epoch has this seed (32 bytes). Signing keys of earlier epochs stay,
 * the newest 24 of them, unless they are to be forgotten.
 */
export async function nextDesk(
  p: Primitives,
  before: DeskPublic | null,
  current: { readonly deskId: number; readonly epoch: number; readonly lastDay: number; readonly seed: Uint8Array },
  forgetSigningKeys: boolean,
): Promise<DeskPublic> {
  const { sealing, signing } = await epochKeys(p, current.seed);
  const isNew = before !== null && before.epoch !== current.epoch;
  const earlier = [
    ...(before?.earlierSigningKeys ?? []),
    ...(isNew ? [{ epoch: before.epoch, key: before.signingKey }] : []),
  ];
  return {
    id: current.deskId,
    epoch: current.epoch,
    epochLastDay: current.lastDay,
    sealingKey: sealing.publicKey,
    signingKey: signing.publicKey,
    earlierSigningKeys: forgetSigningKeys ? [] : earlier.slice(-EARLIER_SIGNING_KEYS_MAX),
  };
}

/** What an officer's own vault makes of them as a lead: the key, the certificate that counts, who signs grants. */
import {
  checkCertificateCurrent,
  equalBytes,
  fromBase64Url,
  leadGranter,
  leadKeyPair,
  SecurityError,
  signersOf,
  uuidBytes,
  verifyCertificate,
  type Grant,
  type KeyPair,
  type LeadCertificate,
  type ListedGrant,
  type Primitives,
  type UnitPublic,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { ListedGrantsAnswer } from "../../../api/routes/grants/schema.ts";
import type { LeadCertificateJson } from "../../../api/routes/leads/schema.ts";
import type { Identity } from "./trust.ts";

/** A certificate that verifies against root, floor and day; what the server says of its owner is the server's word. */
export interface KnownCertificate extends LeadCertificate {
  readonly wire: Uint8Array;
  readonly officerId: string;
  readonly own: boolean;
}

/** @throws SecurityError `bad_signature` for another key's; `certificate_revoked`, `_expired`, `_not_valid_yet`, `wrong_unit` */
export function readCertificate(
  p: Primitives,
  wire: Uint8Array,
  { unit, today, key }: { unit: UnitPublic; today: number; key?: Uint8Array },
): LeadCertificate {
  const certificate = verifyCertificate(p, wire, unit);
  checkCertificateCurrent(certificate, unit, today);
  if (key !== undefined && !equalBytes(certificate.key, key)) {
    throw new SecurityError("certificate_revoked", "the certificate is of another key");
  }
  return certificate;
}

/** Those that count today, newest first; what does not verify is left out. */
export function knownCertificates(
  p: Primitives,
  list: readonly LeadCertificateJson[],
  of: { unit: UnitPublic; today: number; ownKey: Uint8Array },
): KnownCertificate[] {
  return list.flatMap(({ certificate, officerId }) => {
    try {
      const wire = fromBase64Url(certificate);
      const read = readCertificate(p, wire, of);
      return [{ ...read, wire, officerId, own: equalBytes(read.key, of.ownKey) }];
    } catch (error) {
      if (error instanceof SecurityError) return [];
      throw error;
    }
  });
}

/** The officer's lead key. The caller wipes `secretKey`. */
export const ownLeadKey = (p: Primitives, { signing }: Identity): Promise<KeyPair> => leadKeyPair(p, signing.secretKey);

/** Who signs what this officer grants: as the lead of the newest version, whose grants take any place, or as an officer. */
export async function granterOf(
  p: Primitives,
  chain: VerifiedChain,
  officer: { readonly officerId: Uint8Array; readonly identity: Identity },
): Promise<{ readonly id: Uint8Array; readonly signing: KeyPair }> {
  const lead = await ownLeadKey(p, officer.identity);
  if (equalBytes(lead.publicKey, chain.newest.statement.lead.key)) return leadGranter(p, lead);
  return { id: officer.officerId, signing: officer.identity.signing };
}

/** Leaves out what this signer may not sign: an epoch from before they were on the desk. */
export async function signable(
  p: Primitives,
  chain: VerifiedChain,
  grants: readonly Grant[],
  signerId: Uint8Array,
): Promise<Grant[]> {
  const allowed = await Promise.all(grants.map(async (grant) => (await signersOf(p, chain, grant))(signerId) !== null));
  return grants.filter((_, i) => allowed[i]);
}

export const readListed = ({ grants }: ListedGrantsAnswer): ListedGrant[] =>
  grants.map(({ desk, epoch, officerId, signerId }) => ({
    deskId: desk,
    epoch,
    officerId: uuidBytes(officerId),
    signerId: fromBase64Url(signerId),
  }));

const plainGroups = (typed: string): string => typed.toLowerCase().replaceAll(/[^0-9a-z]/g, "");

/** What somebody typed of a fingerprint so far, in the groups that the other screen shows: four each, at most eight. */
export const typedGroups = (typed: string): string => (plainGroups(typed).match(/.{1,4}/g) ?? []).slice(0, 8).join(" ");

/** Whether eight groups that somebody typed are these: case, spaces and dashes do not matter. */
export const sameFingerprint = (typed: string, shown: string): boolean =>
  plainGroups(typed) === shown.replaceAll(" ", "");

/**
 * Bringing a unit back that has lost every officer's keys: what was granted to the recovery key is granted to new officers, by a
 * lead that the root certifies for this. Pure: files are the command line's.
 */
import { equalBytes, fromHex } from "./bytes.ts";
import type { AdmissionRequest } from "./admission.ts";
import { signCertificate, verifyCertificate } from "./certificate.ts";
import { checkRequestedUnit } from "./consoleRequest.ts";
import type { DirectoryLink, VerifiedChain } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import type { Grant, GrantSubject } from "./grants.ts";
import { MATCHING_KEY_EPOCH } from "./grants.ts";
import { issueAsLead, leadGranter, missingGrants, type HeldSecret } from "./leadActs.ts";
import { CERTIFICATE_MAX_DAYS, ED25519_SEED_BYTES } from "./limits.ts";
import { openGranted } from "./openGranted.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import type { RecoveryRecipient } from "./recoveryKey.ts";
import type { RosterOfficer } from "./roster.ts";
import type { UnitPublic } from "./unitPublic.ts";
import type { DeskKeys } from "./unitState.ts";

/** @throws SecurityError `no_recovery_key` when the newest roster names none */
export function recoveryOf({ newest }: VerifiedChain): RecoveryRecipient {
  if (newest.roster.recovery) return newest.roster.recovery;
  throw new SecurityError("no_recovery_key", "the newest roster names no recovery key");
}

export interface Recovered {
  /** What opened, and is what the directory names. */
  readonly held: readonly HeldSecret[];
  /** What did not, and why. */
  readonly refused: readonly (GrantSubject & { readonly code: string })[];
}

/** Opens the grants to the recovery key with its rebuilt pair. Those to anybody else are passed over. */
export async function openRecoveryGrants(
  p: Primitives,
  chain: VerifiedChain,
  grants: readonly Grant[],
  pair: KeyPair,
): Promise<Recovered> {
  const { id } = recoveryOf(chain);
  const held: HeldSecret[] = [];
  const refused: (GrantSubject & { code: string })[] = [];
  for (const grant of grants.filter(({ officerId }) => equalBytes(officerId, id))) {
    const { deskId, epoch } = grant;
    try {
      held.push({ deskId, epoch, secret: await openGranted(p, chain, grant, pair) });
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      refused.push({ deskId, epoch, code: error.code });
    }
  }
  return { held, refused };
}

export interface Recovery {
  /** The next version: whoever was on the roster is off it, the new officers are leads on every desk. */
  readonly link: DirectoryLink;
  readonly grants: readonly Grant[];
  /** Both floors raised: no lost key of a lead counts any more, nor an older version. */
  readonly publicJson: UnitPublic;
  /** Who signed: the seed (32 bytes) and certificate of the ceremony's lead from now on. */
  readonly lead: { readonly seed: Uint8Array; readonly certificate: Uint8Array };
  /** Keys of the epochs that were opened, with the matching keys; `null` when a matching key is lost. */
  readonly desks: readonly DeskKeys[] | null;
}

/**
 * The version that puts new officers in the place of all others. Every desk gets a new epoch at once, since nobody knows who has
 * the keys that were lost; every secret of `held` is granted to each new officer, and again to the recovery key.
 * @param known wire bytes of certificates that the root has given, beside those of the chain
 * @param today days since 1970
 * @throws SecurityError `out_of_range` without a new officer, for two of one name or id; `wrong_unit`; `bad_signature` for a
 * certificate of another root
 */
export async function recoverUnit(
  p: Primitives,
  of: {
    readonly unit: UnitPublic;
    readonly root: Uint8Array;
    readonly chain: VerifiedChain;
    readonly held: readonly HeldSecret[];
    readonly known: readonly Uint8Array[];
    readonly newcomers: readonly AdmissionRequest[];
    readonly forgetSigningKeys?: boolean;
  },
  today: number,
): Promise<Recovery> {
  const { unit, root, chain, held } = of;
  const desks = chain.newest.statement.desks.map(({ id }) => id);
  const officers = of.newcomers.map((request) => newOfficer(request, unit, desks));
  checkTwice(officers);
  const serials = [
    unit.floors.certificateSerial,
    ...chain.links.map(({ statement }) => statement.lead.serial),
    ...of.known.map((wire) => verifyCertificate(p, wire, unit).serial),
  ];
  const serial = 1 + Math.max(...serials);
  const signing = p.ed25519KeyPair(p.randomBytes(ED25519_SEED_BYTES));
  const lastDay = today + CERTIFICATE_MAX_DAYS - 1;
  const certificate = signCertificate(
    p,
    { unitId: fromHex(unit.unitId), serial, key: signing.publicKey, firstDay: today, lastDay },
    root,
  );
  const floors = { certificateSerial: serial, statementVersion: chain.newest.statement.version + 1 };
  const publicJson = { ...unit, floors };
  const change = { officers, newEpochs: desks, forgetSigningKeys: of.forgetSigningKeys === true };
  const issue = await issueAsLead(p, publicJson, chain, { signing, certificate }, change, today);
  const again = await missingGrants(p, issue.chain, held, issue.grants, await leadGranter(p, signing));
  const keys = issue.chain.newest.statement.desks.flatMap(({ id, epoch, epochLastDay }) => {
    const matchingKey = secretOf(held, id, MATCHING_KEY_EPOCH);
    const seed = secretOf(issue.opened, id, epoch);
    return matchingKey && seed ? [{ id, matchingKey, epochs: [{ epoch, lastDay: epochLastDay, seed }] }] : [];
  });
  return {
    link: issue.link,
    grants: [...issue.grants, ...again],
    publicJson,
    lead: { seed: signing.secretKey, certificate },
    desks: keys.length === desks.length ? keys : null,
  };
}

function newOfficer(request: AdmissionRequest, unit: UnitPublic, desks: readonly number[]): RosterOfficer {
  checkRequestedUnit(request, unit);
  const { officerId, name, sealingKey, signingKey } = request;
  return { id: officerId, name, role: "lead", sealingKey, signingKey, desks };
}

function checkTwice(officers: readonly RosterOfficer[]): void {
  const isTwice = officers.some((one, i) =>
    officers.some((other, j) => j > i && (equalBytes(one.id, other.id) || one.name === other.name)),
  );
  if (officers.length === 0 || isTwice) {
    throw new SecurityError("out_of_range", "new officers are needed, each with an id and a name of their own");
  }
}

const secretOf = (held: readonly HeldSecret[], deskId: number, epoch: number): Uint8Array | undefined =>
  held.find((each) => each.deskId === deskId && each.epoch === epoch)?.secret;

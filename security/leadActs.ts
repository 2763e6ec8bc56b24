/**
 * What a lead does from a console: the next version of the key directory, the epochs that it opens, the grants that it
 * hands out. Everything a lead does not hold (the seeds of a desk they are not on) stays with those who hold it, who give
 * the grants that are missing: `missingGrants`.
 */
import { equalBytes } from "./bytes.ts";
import { endOfMonth } from "./days.ts";
import type { DeskName } from "./deskNames.ts";
import {
  leadSignerId,
  signersOf,
  verifyChain,
  type DirectoryLink,
  type VerifiedChain,
  type VerifiedLink,
} from "./directory.ts";
import { EPOCH_SEED_BYTES } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { makeGrant, MATCHING_KEY_EPOCH, type Grant, type GrantSubject } from "./grants.ts";
import { MATCHING_KEY_BYTES } from "./matching.ts";
import { nextDesk, signVersion, type LeadSigner } from "./nextVersion.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import type { RecoveryKey } from "./recoveryKey.ts";
import { recipientsOf, type RosterOfficer } from "./roster.ts";
import type { DeskPublic } from "./statementContent.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** A desk's secret as an officer holds it: an epoch's seed, or the matching key as epoch 0. 32 bytes. */
export interface HeldSecret extends GrantSubject {
  readonly secret: Uint8Array;
}

export interface LeadChange {
  /** The whole roster after the change. */
  readonly officers: readonly RosterOfficer[];
  /** Desks that get a new epoch at once; those whose month is over get one anyway. */
  readonly newEpochs?: readonly number[];
  /** Whether the earlier reply-signing keys of `newEpochs` are withdrawn. */
  readonly forgetSigningKeys?: boolean;
  /** Another recovery key; the one before stays when this is left out. */
  readonly recovery?: RecoveryKey;
  /** Another triage key (X-Wing, 1216 bytes), to which slips are sealed; the one before stays when this is left out. */
  readonly triageKey?: Uint8Array;
  /** Ids of desks that are opened by this: each with a matching key and a first epoch. */
  readonly opens?: readonly number[];
  /** The names of all desks that the unit opened; those before stay when this is left out. */
  readonly deskNames?: readonly DeskName[];
}

export interface LeadIssue {
  readonly link: DirectoryLink;
  /** The chain with the new version on top. */
  readonly chain: VerifiedChain;
  /** The epochs that were opened, and matching keys of new desks: the lead keeps those of desks they are on, and wipes the others. */
  readonly opened: readonly HeldSecret[];
  /** Every officer of a desk, and the recovery key, get its new epoch. */
  readonly grants: readonly Grant[];
}

/** A grant that the server has, without its content: enough to see who lacks one that counts. */
export interface ListedGrant extends GrantSubject {
  /** The recipient, 16 bytes. */
  readonly officerId: Uint8Array;
  /** 16 bytes. */
  readonly signerId: Uint8Array;
}

/**
 * Signs the version after the newest of `chain`, issued on day `today` (which may lie ahead, for a version that is prepared),
 * and grants what it opens. Nothing is published by this.
 * @throws SecurityError as `signVersion` and `verifyChain`: `certificate_revoked` for a certificate below the floor,
 * `bad_signature` for one of another key; `last_lead` when the change leaves no lead; `malformed` for a desk that is opened and
 * there already, below one that is, or without a name
 */
export async function issueAsLead(
  p: Primitives,
  unit: UnitPublic,
  chain: VerifiedChain,
  lead: LeadSigner,
  change: LeadChange,
  today: number,
): Promise<LeadIssue> {
  const { officers, newEpochs = [], forgetSigningKeys = false, opens = [] } = change;
  if (!officers.some(({ role }) => role === "lead")) {
    throw new SecurityError("last_lead", "after this nobody on the roster could sign a version");
  }
  const previous = chain.newest;
  const opened: HeldSecret[] = [];
  const desks: DeskPublic[] = [];
  for (const before of previous.statement.desks) {
    const atOnce = newEpochs.includes(before.id);
    if (before.epochLastDay >= today && !atOnce) {
      desks.push(before);
      continue;
    }
    const epoch = before.epoch + 1;
    const secret = p.randomBytes(EPOCH_SEED_BYTES);
    opened.push({ deskId: before.id, epoch, secret });
    const current = { deskId: before.id, epoch, lastDay: endOfMonth(today), seed: secret };
    desks.push(await nextDesk(p, before, current, forgetSigningKeys && atOnce));
  }
  const matchingKeyHashes = [...previous.roster.matchingKeyHashes];
  for (const deskId of opens) {
    const [matchingKey, seed] = [p.randomBytes(MATCHING_KEY_BYTES), p.randomBytes(EPOCH_SEED_BYTES)];
    opened.push({ deskId, epoch: MATCHING_KEY_EPOCH, secret: matchingKey }, { deskId, epoch: 1, secret: seed });
    desks.push(await nextDesk(p, null, { deskId, epoch: 1, lastDay: endOfMonth(today), seed }, false));
    matchingKeyHashes.push({ desk: deskId, hash: await p.sha256(matchingKey) });
  }
  const triageKey = change.triageKey ?? previous.statement.triageKey;
  const recovery = change.recovery ?? previous.roster.recovery;
  const deskNames = change.deskNames ?? previous.roster.deskNames;
  const content = { officers, desks, matchingKeyHashes, recovery, deskNames, triageKey };
  const link = await signVersion(p, unit, previous, lead, content, today);
  const pairs = chain.links.map(({ statement, roster }) => ({ statement: statement.bytes, roster: roster.bytes }));
  const next = await verifyChain(p, [...pairs, link], unit, today);
  return { link, chain: next, opened, grants: await grantsOf(p, next.newest, opened, lead.signing) };
}

/**
 * The grants that somebody who holds these secrets can make for others and that are missing: to an officer of the desk, or
 * to the recovery key, who has none, or none by anybody whose signature still counts. An officer signs with their own key and id, a lead with theirs.
 */
export async function missingGrants(
  p: Primitives,
  chain: VerifiedChain,
  held: readonly HeldSecret[],
  listed: readonly ListedGrant[],
  signer: { readonly id: Uint8Array; readonly signing: KeyPair },
): Promise<Grant[]> {
  const { roster, statement } = chain.newest;
  const grants: Grant[] = [];
  for (const { secret, ...subject } of held) {
    const desk = statement.desks.find(({ id }) => id === subject.deskId);
    if (desk === undefined || subject.epoch > desk.epoch) continue;
    const keyOf = await signersOf(p, chain, subject);
    for (const recipient of recipientsOf(roster, subject.deskId)) {
      const has = listed.some(
        (grant) =>
          grant.deskId === subject.deskId &&
          grant.epoch === subject.epoch &&
          equalBytes(grant.officerId, recipient.id) &&
          keyOf(grant.signerId) !== null,
      );
      if (!has) grants.push(await makeGrant(p, { ...subject, secret }, recipient, signer));
    }
  }
  return grants;
}

/**
 * Of these grants those that a rising floor of certificates leaves standing, whoever leaves: signed by the lead who signs now, or
 * by an officer of the newest roster with their own key. What the ceremony or another lead signed counts no more once the floor
 * is above their certificate, and nobody could then give it again: so it is given again before.
 * @param lead the id of the lead who signs now, 16 bytes
 */
export function lastingGrants(
  { newest }: Pick<VerifiedChain, "newest">,
  listed: readonly ListedGrant[],
  lead: Uint8Array,
): ListedGrant[] {
  const { officers } = newest.roster;
  return listed.filter(
    ({ signerId }) => equalBytes(signerId, lead) || officers.some(({ id }) => equalBytes(id, signerId)),
  );
}

/** Whether somebody was a lead in some version and is none now: the floor of certificates rises above theirs, or soon will. */
export function hasLostLead({ links, newest }: Pick<VerifiedChain, "links" | "newest">): boolean {
  const leadsOf = ({ roster }: VerifiedLink) => roster.officers.filter(({ role }) => role === "lead");
  const now = leadsOf(newest);
  return links.some((link) => leadsOf(link).some(({ id }) => !now.some((lead) => equalBytes(lead.id, id))));
}

/** The signer of what a lead grants. */
export async function leadGranter(
  p: Primitives,
  signing: KeyPair,
): Promise<{ readonly id: Uint8Array; readonly signing: KeyPair }> {
  return { id: await leadSignerId(p, signing.publicKey), signing };
}

async function grantsOf(
  p: Primitives,
  newest: VerifiedLink,
  secrets: readonly HeldSecret[],
  signing: KeyPair,
): Promise<Grant[]> {
  const signer = await leadGranter(p, signing);
  const grants: Grant[] = [];
  for (const secret of secrets) {
    for (const recipient of recipientsOf(newest.roster, secret.deskId)) {
      grants.push(await makeGrant(p, secret, recipient, signer));
    }
  }
  return grants;
}

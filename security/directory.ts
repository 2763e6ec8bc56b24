/**
 * The key directory as officers see it: every version since the first, each with its roster, each naming the hash of the
 * one before. Consoles and the command line check all of it; a reporter's page needs `./statement.ts` alone.
 */
import { equalBytes } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import type { SignerKeyOf } from "./officerSignature.ts";
import type { Primitives } from "./primitives/types.ts";
import { officerOf, verifyRoster, type VerifiedRoster } from "./roster.ts";
import { verifySignedStatement, verifyStatement, type SeenStatement, type VerifiedStatement } from "./statement.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** One version: the wire bytes of both. */
export interface DirectoryLink {
  readonly statement: Uint8Array;
  readonly roster: Uint8Array;
}

export interface VerifiedLink {
  readonly statement: VerifiedStatement;
  readonly roster: VerifiedRoster;
}

/** A whole chain that has been verified; `links[0]` is version 1. */
export interface VerifiedChain {
  readonly links: readonly VerifiedLink[];
  readonly newest: VerifiedLink;
  /** The serial below which a lead's certificate signs nothing any more: the unit's floor when this was verified. */
  readonly certificateFloor: number;
}

/**
 * Verifies a chain from version 1 on. The newest statement must be valid `today` (days since 1970, UTC) and stand above the
 * floors; the earlier ones were valid on their own issue day, and are vouched for by the newest through their hashes.
 * `seen` is the newest statement the caller has verified before: the chain must contain that very one.
 *
 * @throws SecurityError what `verifyStatement` and `verifyRoster` throw; `chain_gap` when a version is missing, repeated or
 * out of order; `statement_fork` when hashes do not join; `statement_rolled_back` when an epoch goes back; `key_mismatch`
 * when a desk's keys change within an epoch or its matching key changes
 */
export async function verifyChain(
  p: Primitives,
  pairs: readonly DirectoryLink[],
  unit: UnitPublic,
  today: number,
  seen?: SeenStatement,
): Promise<VerifiedChain> {
  const links: VerifiedLink[] = [];
  for (const [i, pair] of pairs.entries()) {
    const statement =
      i === pairs.length - 1
        ? await verifyStatement(p, pair.statement, unit, today, seen)
        : await verifySignedStatement(p, pair.statement, unit);
    if (statement.version !== i + 1) throw new SecurityError("chain_gap", "the chain leaves out or repeats a version");
    const link = { statement, roster: await verifyRoster(p, pair.roster, statement, unit) };
    const previous = links.at(-1);
    if (previous) checkJoin(previous, link);
    checkDesks(links, link);
    if (seen?.version === statement.version && !equalBytes(seen.hash, statement.hash)) {
      throw new SecurityError("statement_fork", "another statement of the same version is known");
    }
    links.push(link);
  }
  const newest = links.at(-1);
  if (!newest) throw new SecurityError("chain_gap", "the chain is empty");
  return { links, newest, certificateFloor: unit.floors.certificateSerial };
}

/**
 * As `verifyChain`, but a newest statement whose last day is over is verified as of that day: for an officer who reads what was
 * sealed before, and for a lead who signs what comes after. Root, certificate, signatures, hashes, floors and `seen` count as
 * ever. Nobody seals to such a statement.
 * @throws SecurityError as `verifyChain`; a statement of a day to come is `statement_not_valid_yet` here too
 */
export async function verifyChainPast(
  p: Primitives,
  pairs: readonly DirectoryLink[],
  unit: UnitPublic,
  today: number,
  seen?: SeenStatement,
): Promise<VerifiedChain> {
  const newest = pairs.at(-1);
  const last = newest ? (await verifySignedStatement(p, newest.statement, unit)).expiryDay : today;
  return verifyChain(p, pairs, unit, Math.min(today, last), seen);
}

/** A lead's signer id: the first 16 bytes of SHA-256 of the lead's public key. */
export async function leadSignerId(p: Primitives, leadKey: Uint8Array): Promise<Uint8Array> {
  return (await p.sha256(leadKey)).slice(0, 16);
}

/**
 * Who may have signed for a desk and epoch, from a verified chain: the officers who were on that desk while the epoch was
 * open, and the leads. An officer who was removed before an epoch began cannot sign into it, and a lead all of whose
 * certificates are below the floor cannot sign at all: whoever has that key has signed what they like. Epoch 0 is the desk
 * as such.
 */
export async function signersOf(
  p: Primitives,
  chain: VerifiedChain,
  { deskId, epoch }: { deskId: number; epoch: number },
): Promise<SignerKeyOf> {
  const links = chain.links.filter(
    ({ statement }) => epoch === 0 || statement.desks.some((desk) => desk.id === deskId && desk.epoch === epoch),
  );
  // A lead may grant an old epoch to a new officer, so leads are taken from every version.
  const trusted = chain.links.filter(({ statement }) => statement.lead.serial >= chain.certificateFloor);
  const leads = await Promise.all(
    trusted.map(async ({ statement: { lead } }) => ({ id: await leadSignerId(p, lead.key), key: lead.key })),
  );
  return (signerId) => {
    for (const { roster } of links.toReversed()) {
      const officer = officerOf(roster, signerId);
      if (officer?.desks.includes(deskId)) return officer.signingKey;
    }
    return leads.find(({ id }) => equalBytes(id, signerId))?.key ?? null;
  };
}

function checkJoin(before: VerifiedLink, after: VerifiedLink): void {
  if (
    !equalBytes(after.statement.previousHash, before.statement.hash) ||
    !equalBytes(after.roster.previousHash, before.roster.hash)
  ) {
    throw new SecurityError("statement_fork", "the hashes of the chain do not join");
  }
}

/** A desk may be left out for a while; when it comes back, it goes on from where it was last seen. */
function checkDesks(earlier: readonly VerifiedLink[], after: VerifiedLink): void {
  for (const desk of after.statement.desks) {
    const was = lastOf(earlier, ({ statement }) => statement.desks.find(({ id }) => id === desk.id));
    if (!was) continue;
    if (desk.epoch < was.epoch) throw new SecurityError("statement_rolled_back", "a desk's epoch went back");
    const same = equalBytes(desk.sealingKey, was.sealingKey) && equalBytes(desk.signingKey, was.signingKey);
    if (desk.epoch === was.epoch && !same) {
      throw new SecurityError("key_mismatch", "a desk's keys changed within an epoch");
    }
  }
  for (const { desk, hash } of after.roster.matchingKeyHashes) {
    const was = lastOf(earlier, ({ roster }) => roster.matchingKeyHashes.find((entry) => entry.desk === desk));
    if (was && !equalBytes(was.hash, hash)) throw new SecurityError("key_mismatch", "a desk's matching key changed");
  }
}

/** What `find` gives for the newest link for which it gives something. */
function lastOf<T>(links: readonly VerifiedLink[], find: (link: VerifiedLink) => T | undefined): T | undefined {
  for (let i = links.length - 1; i >= 0; i--) {
    const found = find(links[i] as VerifiedLink);
    if (found !== undefined) return found;
  }
  return undefined;
}

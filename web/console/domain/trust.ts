/** Opening an officer's own keys and the directory they are held against. */
import {
  equalBytes,
  fromBase64Url,
  officerOf,
  type officerKeys,
  SecurityError,
  verifyChainPast,
  type Primitives,
  type SeenStatement,
  type UnitPublic,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { DirectoryLink, ReadChainAnswer } from "../../../api/routes/directory/schema.ts";
import type { Officer } from "../../../api/routes/session/schema.ts";

/** An officer's two key pairs, as their vault's seeds give them: `officerKeys`. */
export type Identity = ReturnType<typeof officerKeys>;

/** Reads a chain page by page. */
export async function readWholeChain(page: (from?: number) => Promise<ReadChainAnswer>): Promise<DirectoryLink[]> {
  const links: DirectoryLink[] = [];
  for (let from: number | undefined; ;) {
    const answer = await page(from);
    links.push(...answer.links);
    if (answer.next === null || answer.links.length === 0) return links;
    from = answer.next;
  }
}

/**
 * Verifies every version of the directory as of `today` and against the newest one the officer has seen. One whose last day is
 * over is good for reading, and for a lead who signs what follows; nothing is sealed to it: `checkSealable`.
 * @throws SecurityError what `verifyChainPast` throws
 */
export async function verifyDirectory(
  p: Primitives,
  links: readonly DirectoryLink[],
  { unit, today, seen }: { unit: UnitPublic; today: number; seen: SeenStatement | undefined },
): Promise<VerifiedChain> {
  const pairs = links.map(({ statement, roster }) => ({
    statement: fromBase64Url(statement),
    roster: fromBase64Url(roster),
  }));
  return verifyChainPast(p, pairs, unit, today, seen);
}

/**
 * Whether the newest roster admits this officer, with these very keys: the server's word alone is not enough.
 * @throws SecurityError `key_mismatch` when the roster has the officer's id with other keys
 */
export function isAdmitted(chain: VerifiedChain, officerId: Uint8Array, officer: Officer, identity: Identity): boolean {
  const listed = officerOf(chain.newest.roster, officerId);
  if (listed === null) return false;
  const same =
    equalBytes(listed.sealingKey, identity.sealing.publicKey) &&
    equalBytes(listed.signingKey, identity.signing.publicKey);
  if (!same) throw new SecurityError("key_mismatch", "the roster names other keys for this officer");
  return officer.state === "active";
}

/** The name of whoever wrote an entry, from the newest roster that has them; `null` for nobody known. */
export function nameOf(chain: VerifiedChain, signerId: Uint8Array): string | null {
  for (const { roster } of chain.links.toReversed()) {
    const officer = officerOf(roster, signerId);
    if (officer) return officer.name;
  }
  return null;
}

/** Whether the newest roster has an officer on a desk. @param officerId 16 bytes */
export const isOnDesk = ({ newest }: VerifiedChain, officerId: Uint8Array, deskId: number): boolean =>
  officerOf(newest.roster, officerId)?.desks.includes(deskId) === true;

/** Whether a roster of the chain names an officer as a lead. @param officerId 16 bytes */
export const hasLed = (chain: VerifiedChain, officerId: Uint8Array): boolean =>
  chain.links.some(({ roster }) => officerOf(roster, officerId)?.role === "lead");

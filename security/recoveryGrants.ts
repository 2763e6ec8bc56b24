/** Whether the recovery key has what it should have. It has no console that would notice, so those of the officers look for it. */
import { equalBytes } from "./bytes.ts";
import { signersOf, type VerifiedChain } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import { checkGrant, checkGrantSignature, type Grant, type GrantSubject } from "./grants.ts";
import type { HeldSecret } from "./leadActs.ts";
import type { Primitives } from "./primitives/types.ts";

export interface RecoveryGrants {
  readonly good: readonly GrantSubject[];
  /** Signed by nobody who may, or not what comes of the secret: two shares would open nothing of it. */
  readonly wrong: readonly GrantSubject[];
  readonly missing: readonly GrantSubject[];
}

/**
 * Makes every grant to the newest roster's recovery key again, of the secrets that are held, and compares it with what is
 * stored (without its shred layer). Nothing is looked at where there is no recovery key.
 */
export async function checkRecoveryGrants(
  p: Primitives,
  chain: VerifiedChain,
  held: readonly HeldSecret[],
  stored: readonly Grant[],
): Promise<RecoveryGrants> {
  const found = { good: [] as GrantSubject[], wrong: [] as GrantSubject[], missing: [] as GrantSubject[] };
  const { recovery } = chain.newest.roster;
  if (!recovery) return found;
  for (const { deskId, epoch, secret } of held) {
    const grant = stored.find(
      (each) => each.deskId === deskId && each.epoch === epoch && equalBytes(each.officerId, recovery.id),
    );
    if (!grant) found.missing.push({ deskId, epoch });
    else {
      const subject = { deskId, epoch, secret, recipientKey: recovery.sealingKey };
      const isGood = (await isSigned(p, chain, grant)) && (await checkGrant(p, grant.inner, subject));
      found[isGood ? "good" : "wrong"].push({ deskId, epoch });
    }
  }
  return found;
}

async function isSigned(p: Primitives, chain: VerifiedChain, grant: Grant): Promise<boolean> {
  try {
    checkGrantSignature(p, grant, await signersOf(p, chain, grant));
    return true;
  } catch (error) {
    if (error instanceof SecurityError) return false;
    throw error;
  }
}

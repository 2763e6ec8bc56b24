/** Opening a grant and believing it: whoever holds one of a recipient's own does this, an officer or the recovery key. */
import { equalBytes } from "./bytes.ts";
import { signersOf, type VerifiedChain } from "./directory.ts";
import { checkDeskSecret, deskSecret } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { checkGrantSignature, MATCHING_KEY_EPOCH, openGrant, type Grant } from "./grants.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { deskOf } from "./statement.ts";
import type { DeskPublic } from "./statementContent.ts";

/**
 * The secret (32 bytes) of a grant that its recipient opens: signed by one who may, made by the rule, and the very secret whose
 * keys (or whose hash, for a matching key) the directory names.
 * @throws SecurityError `unknown_signer`, `bad_signature`, `open_failed`, `key_mismatch`, `unknown_desk`
 */
export async function openGranted(
  p: Primitives,
  chain: VerifiedChain,
  grant: Grant,
  recipient: KeyPair,
): Promise<Uint8Array> {
  const { deskId, epoch } = grant;
  checkGrantSignature(p, grant, await signersOf(p, chain, { deskId, epoch }));
  const secret = await openGrant(p, grant.inner, { deskId, epoch, recipient });
  if (epoch === MATCHING_KEY_EPOCH) await checkMatchingKey(p, chain, deskId, secret);
  else checkDeskSecret(await deskSecret(p, { deskId, epoch, seed: secret }), namedDesk(chain, deskId, epoch));
  return secret;
}

/** What the directory says of a desk in an epoch: the version that opened it where there is one, for both of its keys. */
function namedDesk(chain: VerifiedChain, deskId: number, epoch: number): DeskPublic {
  for (const { statement } of chain.links.toReversed()) {
    const desk = statement.desks.find((each) => each.id === deskId && each.epoch === epoch);
    if (desk) return desk;
  }
  return deskOf(chain.newest.statement, deskId);
}

async function checkMatchingKey(p: Primitives, chain: VerifiedChain, deskId: number, key: Uint8Array): Promise<void> {
  const named = chain.newest.roster.matchingKeyHashes.find(({ desk }) => desk === deskId);
  if (!named || !equalBytes(named.hash, await p.sha256(key))) {
    throw new SecurityError("key_mismatch", "the roster names another matching key");
  }
}

/**
 * Desk epochs: from one secret seed of 32 bytes come the key that reports are sealed to and the key that replies are signed
 * with, so a grant carries the seed alone.
 */
import { equalBytes, exactly, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { ED25519_SEED_BYTES, XWING_SEED_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import type { DeskPublic } from "./statementContent.ts";
import type { DeskSecret } from "./types.ts";

const NO_SALT = new Uint8Array(0);

/** The bytes of an epoch's seed. */
export const EPOCH_SEED_BYTES = 32;

/** HKDF-SHA256(seed 32, no salt, label) → X-Wing and Ed25519 seeds, 32 bytes each, and their key pairs. */
export async function epochKeys(p: Primitives, seed: Uint8Array): Promise<{ sealing: KeyPair; signing: KeyPair }> {
  exactly(seed, EPOCH_SEED_BYTES, "epoch seed");
  const [sealing, signing] = await Promise.all([
    p.hkdfSha256(seed, NO_SALT, utf8(LABELS.epochSealing), XWING_SEED_BYTES),
    p.hkdfSha256(seed, NO_SALT, utf8(LABELS.epochSigning), ED25519_SEED_BYTES),
  ]);
  return { sealing: p.xwingKeyPair(sealing), signing: p.ed25519KeyPair(signing) };
}

/** A desk's secret keys for one epoch, from its seed. */
export async function deskSecret(
  p: Primitives,
  { deskId, epoch, seed }: { deskId: number; epoch: number; seed: Uint8Array },
): Promise<DeskSecret> {
  return { deskId, epoch, ...(await epochKeys(p, seed)) };
}

/**
 * Checks that a desk's secret keys are those that a verified statement names: both keys for the current epoch, the signing
 * key for an earlier one (both come from one seed, so either vouches for the other).
 * @throws SecurityError `key_mismatch`, also for an epoch that the statement does not name
 */
export function checkDeskSecret(secret: DeskSecret, desk: DeskPublic): void {
  const { sealing, signing } = secret;
  const known =
    secret.deskId !== desk.id
      ? null
      : secret.epoch === desk.epoch
        ? equalBytes(sealing.publicKey, desk.sealingKey) && desk.signingKey
        : desk.earlierSigningKeys.find(({ epoch }) => epoch === secret.epoch)?.key;
  if (!known || !equalBytes(signing.publicKey, known)) {
    throw new SecurityError("key_mismatch", "the statement names other keys for this desk and epoch");
  }
}

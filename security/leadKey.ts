/**
 * A lead's key, with which statements and rosters are signed once the root has certified it.
 *
 *     Ed25519 seed = HKDF-SHA256(the officer's signing seed 32, no salt, label lead-key, 32 bytes)
 *
 * It comes from the vault that the officer has anyway, so becoming a lead changes no vault and needs no second passphrase;
 * it is another key than the officer's own, so that nothing signed as an officer can pass for what a lead signs.
 */
import { exactly, utf8, wipe } from "./bytes.ts";
import { LABELS } from "./labels.ts";
import { ED25519_SEED_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

const NO_SALT = new Uint8Array(0);

/** The lead key pair of an officer, from their signing seed (32 bytes). Worth nothing before the root has certified it. */
export async function leadKeyPair(p: Primitives, signingSeed: Uint8Array): Promise<KeyPair> {
  exactly(signingSeed, ED25519_SEED_BYTES, "signing seed");
  const seed = await p.hkdfSha256(signingSeed, NO_SALT, utf8(LABELS.leadKey), ED25519_SEED_BYTES);
  const pair = p.ed25519KeyPair(seed);
  wipe(seed);
  return pair;
}

/** The libsodium engine: Node (API, workers, command line) and, in its sumo build, the officers' console. */
import type libsodium from "libsodium-wrappers";
import { ED25519_PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "../limits.ts";
import type { Primitives } from "./types.ts";
import { hkdfSha256, hmacSha256, pbkdf2Sha256, randomBytes, sha256 } from "./webcrypto.ts";

export type Sodium = typeof libsodium;

function open(call: () => Uint8Array): Uint8Array | null {
  try {
    return call();
  } catch {
    return null; // libsodium throws on a tag that does not match, a text shorter than the tag, a point of small order
  }
}

/** Wraps a libsodium whose `ready` has resolved. */
export function sodiumPrimitives(s: Sodium): Primitives {
  return {
    engine: "sodium",
    randomBytes,

    xwingKeyPair: (seed) => {
      const { publicKey, privateKey } = s.crypto_kem_xwing_seed_keypair(seed);
      return { publicKey, secretKey: privateKey };
    },
    xwingEncapsulate: (publicKey, coins) => {
      const { ciphertext, sharedSecret } =
        coins === undefined
          ? s.crypto_kem_xwing_enc(publicKey)
          : s.crypto_kem_xwing_enc_deterministic(publicKey, coins);
      return { enc: ciphertext, sharedSecret };
    },
    xwingDecapsulate: (enc, secretKey) => open(() => s.crypto_kem_xwing_dec(enc, secretKey)),

    chachaSeal: (key, nonce, plaintext, aad) =>
      s.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key),
    chachaOpen: (key, nonce, sealed, aad) =>
      open(() => s.crypto_aead_chacha20poly1305_ietf_decrypt(null, sealed, aad, nonce, key)),
    xchachaSeal: (key, nonce, plaintext, aad) =>
      s.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key),
    xchachaOpen: (key, nonce, sealed, aad) =>
      open(() => s.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, aad, nonce, key)),

    ed25519KeyPair: (seed) => ({ publicKey: s.crypto_sign_seed_keypair(seed).publicKey, secretKey: seed.slice() }),
    ed25519Sign: (message, secretKey) =>
      s.crypto_sign_detached(message, s.crypto_sign_seed_keypair(secretKey).privateKey),
    ed25519Verify: (signature, message, publicKey) =>
      signature.length === SIGNATURE_BYTES &&
      publicKey.length === ED25519_PUBLIC_KEY_BYTES &&
      s.crypto_sign_verify_detached(signature, message, publicKey),

    sha256,
    hmacSha256,
    hkdfSha256,
    pbkdf2Sha256,
  };
}

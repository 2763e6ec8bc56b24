/**
 * The noble engine: the reporter's page. No WebAssembly, which iOS Lockdown Mode and Tor Browser's safer level switch
 * off for the people at most risk, and which would need `wasm-unsafe-eval` in the page's policy.
 */
import { chacha20poly1305, xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_kem768_x25519 } from "@noble/post-quantum/hybrid.js";
import { ED25519_PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "../limits.ts";
import type { Primitives } from "./types.ts";
import { hkdfSha256, hmacSha256, pbkdf2Sha256, randomBytes, sha256 } from "./webcrypto.ts";

function open(call: () => Uint8Array): Uint8Array | null {
  try {
    return call();
  } catch {
    return null; // noble throws on a tag that does not match, a text shorter than the tag, a point of small order
  }
}

export const noble: Primitives = {
  engine: "noble",
  randomBytes,

  xwingKeyPair: (seed) => {
    const { publicKey, secretKey } = ml_kem768_x25519.keygen(seed);
    return { publicKey, secretKey };
  },
  xwingEncapsulate: (publicKey, coins) => {
    const { cipherText, sharedSecret } = ml_kem768_x25519.encapsulate(publicKey, coins);
    return { enc: cipherText, sharedSecret };
  },
  xwingDecapsulate: (enc, secretKey) => open(() => ml_kem768_x25519.decapsulate(enc, secretKey)),

  chachaSeal: (key, nonce, plaintext, aad) => chacha20poly1305(key, nonce, aad).encrypt(plaintext),
  chachaOpen: (key, nonce, sealed, aad) => open(() => chacha20poly1305(key, nonce, aad).decrypt(sealed)),
  xchachaSeal: (key, nonce, plaintext, aad) => xchacha20poly1305(key, nonce, aad).encrypt(plaintext),
  xchachaOpen: (key, nonce, sealed, aad) => open(() => xchacha20poly1305(key, nonce, aad).decrypt(sealed)),

  ed25519KeyPair: (seed) => ({ publicKey: ed25519.getPublicKey(seed), secretKey: seed.slice() }),
  ed25519Sign: (message, secretKey) => ed25519.sign(message, secretKey),
  ed25519Verify: (signature, message, publicKey) => {
    if (signature.length !== SIGNATURE_BYTES || publicKey.length !== ED25519_PUBLIC_KEY_BYTES) return false;
    try {
      // noble's default follows ZIP 215, which accepts small-order keys that libsodium refuses.
      const valid = ed25519.verify(signature, message, publicKey, { zip215: false });
      return valid && isPrimeOrder(publicKey) && isPrimeOrder(signature.slice(0, ED25519_PUBLIC_KEY_BYTES));
    } catch {
      return false;
    }
  },

  sha256,
  hmacSha256,
  hkdfSha256,
  pbkdf2Sha256,
};

/**
 * noble multiplies the verification equation by the cofactor, libsodium does not. For a key and an R of prime order, as
 * honest signers make them, that is the same; so whatever noble accepts here, libsodium accepts.
 */
function isPrimeOrder(encoded: Uint8Array): boolean {
  const point = ed25519.Point.fromBytes(encoded, false);
  return !point.isSmallOrder() && point.isTorsionFree();
}

/**
 * The primitives that protocol v1 stands on. Two engines carry them: libsodium (Node, console) and noble (the
 * reporter's page). All lengths are in `../limits.ts`.
 */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  /** X-Wing: the 32-byte seed, which is the decapsulation key. Ed25519: the 32-byte seed of RFC 8032. */
  readonly secretKey: Uint8Array;
}

export interface Primitives {
  readonly engine: "sodium" | "noble";

  /** Cryptographically secure random bytes. */
  randomBytes(length: number): Uint8Array;

  /** draft-connolly-cfrg-xwing-kem: ML-KEM-768 with X25519. `seed` 32 bytes → public key 1216, secret key = seed. */
  xwingKeyPair(seed: Uint8Array): KeyPair;
  /** Encapsulates to a public key of 1216 bytes; `coins` (64 bytes) make it deterministic: grants and vectors only. */
  xwingEncapsulate(publicKey: Uint8Array, coins?: Uint8Array): { enc: Uint8Array; sharedSecret: Uint8Array };
  /**
   * A wrong `enc` of 1120 bytes gives an unrelated secret (implicit rejection). `null` for one that no key could have made:
   * its X25519 half is a point of small order.
   */
  xwingDecapsulate(enc: Uint8Array, secretKey: Uint8Array): Uint8Array | null;

  /** RFC 8439, key 32, nonce 12; returns ciphertext | tag 16. */
  chachaSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  /** Returns `null` when it does not authenticate. */
  chachaOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null;

  /** draft-irtf-cfrg-xchacha, key 32, nonce 24; returns ciphertext | tag 16. */
  xchachaSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  xchachaOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null;

  /** RFC 8032 Ed25519 from a seed of 32 bytes. */
  ed25519KeyPair(seed: Uint8Array): KeyPair;
  ed25519Sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array;
  /**
   * Strict: small-order keys and R, non-canonical points and scalars are refused. Malformed lengths are `false`. noble
   * refuses all points outside the prime-order subgroup besides; honest signers make none.
   */
  ed25519Verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;

  /** WebCrypto on both engines. */
  sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array>;
  hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Promise<Uint8Array>;
  /** RFC 5869. An empty salt means 32 zero bytes, as the RFC says. */
  hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array>;
  /** RFC 8018. */
  pbkdf2Sha256(password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Promise<Uint8Array>;
}

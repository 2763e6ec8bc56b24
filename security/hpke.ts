/**
 * HPKE (RFC 9180), base mode, single shot, empty aad, one suite: KEM X-Wing (0x647a), KDF HKDF-SHA256 (0x0001),
 * AEAD ChaCha20-Poly1305 (0x0003). Base mode authenticates no sender: what officers write is signed besides.
 */
import { concat, exactly, u16, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import {
  AEAD_KEY_BYTES,
  HPKE_OVERHEAD_BYTES,
  MESSAGE_KEY_BYTES,
  XWING_ENC_BYTES,
  XWING_SECRET_KEY_BYTES,
} from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

const NONE = new Uint8Array(0);
const VERSION = utf8("HPKE-v1");
const SUITE_ID = concat(utf8("HPKE"), u16(0x647a), u16(0x0001), u16(0x0003));
const MODE_BASE = Uint8Array.of(0);

/** RFC 9180 section 4: LabeledExtract. */
function labeledExtract(
  p: Primitives,
  suiteId: Uint8Array,
  salt: Uint8Array,
  label: string,
  ikm: Uint8Array,
): Promise<Uint8Array> {
  return p.hmacSha256(salt, VERSION, suiteId, utf8(label), ikm);
}

/** RFC 9180 section 4: LabeledExpand; one block of HKDF-Expand, so `length` is at most 32. */
async function labeledExpand(
  p: Primitives,
  suiteId: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Promise<Uint8Array> {
  const block = await p.hmacSha256(prk, u16(length), VERSION, suiteId, utf8(label), info, Uint8Array.of(1));
  return block.slice(0, length);
}

/**
 * RFC 9180 section 5.1: KeySchedule with no psk. The suite id is an argument only so that the RFC's own vectors, which are
 * for another KEM, can be run; nothing else passes one.
 */
export async function keySchedule(
  p: Primitives,
  sharedSecret: Uint8Array,
  info: Uint8Array,
  suiteId = SUITE_ID,
): Promise<{ key: Uint8Array; nonce: Uint8Array }> {
  const pskIdHash = await labeledExtract(p, suiteId, NONE, "psk_id_hash", NONE);
  const infoHash = await labeledExtract(p, suiteId, NONE, "info_hash", info);
  const context = concat(MODE_BASE, pskIdHash, infoHash);
  const secret = await labeledExtract(p, suiteId, sharedSecret, "secret", NONE);
  return {
    key: await labeledExpand(p, suiteId, secret, "key", context, 32),
    nonce: await labeledExpand(p, suiteId, secret, "base_nonce", context, 12),
  };
}

/**
 * Seals to an X-Wing public key (1216 bytes). Returns enc 1120 | ciphertext | tag 16.
 * `coins` (64 bytes) make it deterministic: only grants, which officers recompute, and vectors pass them.
 * @throws SecurityError `unusable_key` for a public key of another length, or one that nobody can have made rightly
 */
export async function hpkeSeal(
  p: Primitives,
  publicKey: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
  coins?: Uint8Array,
): Promise<Uint8Array> {
  const { enc, sharedSecret } = encapsulate(p, publicKey, coins);
  const { key, nonce } = await keySchedule(p, sharedSecret, info);
  return concat(enc, p.chachaSeal(key, nonce, plaintext, NONE));
}

/** Both engines refuse an unreduced ML-KEM key and an X25519 point of small order, each with errors of its own. */
function encapsulate(p: Primitives, publicKey: Uint8Array, coins: Uint8Array | undefined) {
  try {
    return p.xwingEncapsulate(publicKey, coins);
  } catch (cause) {
    throw new SecurityError("unusable_key", "nothing can be sealed to this public key", { cause });
  }
}

/**
 * Opens what `hpkeSeal` made, with a secret key of 32 bytes. Returns `null` for a wrong key, a changed byte or a text that
 * is too short. @throws SecurityError `out_of_range` for a secret key of another length
 */
export async function hpkeOpen(
  p: Primitives,
  secretKey: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | null> {
  const messageKey = await hpkeMessageKey(p, secretKey, info, sealed);
  return messageKey === null ? null : hpkeOpenWith(p, messageKey, sealed);
}

/**
 * What opens this one ciphertext and no other, without the secret key: key 32 | nonce 12 of its AEAD. Returns `null` for a text
 * that is too short or an encapsulation that cannot be; a wrong key or info gives bytes that open nothing.
 * @throws SecurityError `out_of_range` for a secret key of another length
 */
export async function hpkeMessageKey(
  p: Primitives,
  secretKey: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | null> {
  if (sealed.length < HPKE_OVERHEAD_BYTES) return null;
  exactly(secretKey, XWING_SECRET_KEY_BYTES, "secret key");
  const sharedSecret = p.xwingDecapsulate(sealed.slice(0, XWING_ENC_BYTES), secretKey);
  if (sharedSecret === null) return null;
  const { key, nonce } = await keySchedule(p, sharedSecret, info);
  return concat(key, nonce);
}

/**
 * Opens with the 44 bytes of `hpkeMessageKey`. Returns `null` for those of another ciphertext, or a changed byte.
 * @throws SecurityError `out_of_range` for another length than 44
 */
export function hpkeOpenWith(p: Primitives, messageKey: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  exactly(messageKey, MESSAGE_KEY_BYTES, "message key");
  if (sealed.length < HPKE_OVERHEAD_BYTES) return null;
  const [key, nonce] = [messageKey.slice(0, AEAD_KEY_BYTES), messageKey.slice(AEAD_KEY_BYTES)];
  return p.chachaOpen(key, nonce, sealed.slice(XWING_ENC_BYTES), NONE);
}

/**
 * An officer's vault: the officer's secret keys, sealed under a passphrase that never leaves the console.
 *
 *     stretched = Argon2id(passphrase, salt 16; 64 MiB, 3 passes)
 *     authentication key, vault key = HKDF-SHA256(stretched, no salt, label vault-auth or vault-key), 32 bytes each
 *     vault 296 = nonce 24 | XChaCha20-Poly1305(vault key, aad = label vault | officer id 16 | counter u32) of
 *                 CBOR { 0: sealing seed 32, 1: signing seed 32, 2: newest statement's version, 3: its hash 32 }, padded to 256
 *
 * The counter goes up with every change; a console that has seen a higher one refuses. The newest statement is kept here so
 * that an officer's next device refuses to go back as well.
 */
import { concat, exactly, u32, U32_MAX, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { openFailed, SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  AEAD_KEY_BYTES,
  ED25519_SEED_BYTES,
  HASH_BYTES,
  OFFICER_ID_BYTES,
  VAULT_BYTES,
  VAULT_PLAINTEXT_BYTES,
  XCHACHA_NONCE_BYTES,
  XWING_SEED_BYTES,
} from "./limits.ts";
import { pad, unpad } from "./padding.ts";
import { normalizePassphrase } from "./passphrase.ts";
import type { SumoPrimitives } from "./primitives/loadSumo.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import type { SeenStatement } from "./statement.ts";

const NO_SALT = new Uint8Array(0);

export interface VaultContent {
  /** X-Wing seed, 32 bytes. */
  readonly sealingSeed: Uint8Array;
  /** Ed25519 seed, 32 bytes. */
  readonly signingSeed: Uint8Array;
  /** Version 0 and 32 zero bytes before the first statement was seen. */
  readonly newestStatement: SeenStatement;
}

/** Which vault, and how often it has been changed. */
export interface VaultPlace {
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  /** 0 to 2^32 - 1. */
  readonly counter: number;
}

/** A vault for a new officer. */
export function newVaultContent(p: Primitives): VaultContent {
  return {
    sealingSeed: p.randomBytes(XWING_SEED_BYTES),
    signingSeed: p.randomBytes(ED25519_SEED_BYTES),
    newestStatement: { version: 0, hash: new Uint8Array(HASH_BYTES) },
  };
}

/** The officer's key pairs. */
export function officerKeys(p: Primitives, content: VaultContent): { sealing: KeyPair; signing: KeyPair } {
  return { sealing: p.xwingKeyPair(content.sealingSeed), signing: p.ed25519KeyPair(content.signingSeed) };
}

/**
 * Stretches a passphrase (see `normalizePassphrase`) with the officer's salt (16 bytes). The authentication key goes to the
 * server, the vault key never does; neither tells anything about the other. Takes about 0.2 s and 64 MiB.
 */
export async function vaultKeys(
  sumo: SumoPrimitives,
  passphrase: string,
  salt: Uint8Array,
): Promise<{ authKey: Uint8Array; vaultKey: Uint8Array }> {
  const stretched = sumo.argon2id(utf8(normalizePassphrase(passphrase)), salt);
  const [authKey, vaultKey] = await Promise.all([
    sumo.hkdfSha256(stretched, NO_SALT, utf8(LABELS.vaultAuth), AEAD_KEY_BYTES),
    sumo.hkdfSha256(stretched, NO_SALT, utf8(LABELS.vaultKey), AEAD_KEY_BYTES),
  ]);
  return { authKey, vaultKey };
}

/** Returns 296 bytes. */
export function sealVault(
  p: Primitives,
  vaultKey: Uint8Array,
  { content, ...place }: VaultPlace & { readonly content: VaultContent },
): Uint8Array {
  const plaintext = encodeCbor(
    new Map<number, CborValue>([
      [0, exactly(content.sealingSeed, XWING_SEED_BYTES, "sealing seed")],
      [1, exactly(content.signingSeed, ED25519_SEED_BYTES, "signing seed")],
      [2, content.newestStatement.version],
      [3, exactly(content.newestStatement.hash, HASH_BYTES, "hash")],
    ]),
  );
  const nonce = p.randomBytes(XCHACHA_NONCE_BYTES);
  return concat(nonce, p.xchachaSeal(vaultKey, nonce, pad(plaintext, VAULT_PLAINTEXT_BYTES), aadOf(place)));
}

/**
 * Opens a vault. `counter` is what the server says; `seenCounter` the highest this console has seen for the officer.
 * @throws SecurityError `malformed`, `vault_rolled_back`, `open_failed` (wrong passphrase, officer or counter, changed bytes)
 */
export function openVault(
  p: Primitives,
  vaultKey: Uint8Array,
  sealed: Uint8Array,
  { seenCounter = 0, ...place }: VaultPlace & { readonly seenCounter?: number },
): VaultContent {
  if (sealed.length !== VAULT_BYTES) throw new SecurityError("malformed", "a vault of another length");
  if (place.counter < seenCounter) throw new SecurityError("vault_rolled_back", "a newer vault has been seen");
  const nonce = sealed.slice(0, XCHACHA_NONCE_BYTES);
  const padded = p.xchachaOpen(vaultKey, nonce, sealed.slice(XCHACHA_NONCE_BYTES), aadOf(place));
  if (!padded) throw openFailed();
  const reader = CborReader.parse(unpad(padded));
  const content: VaultContent = {
    sealingSeed: reader.bytes(0, XWING_SEED_BYTES),
    signingSeed: reader.bytes(1, ED25519_SEED_BYTES),
    newestStatement: { version: reader.uint(2, U32_MAX), hash: reader.bytes(3, HASH_BYTES) },
  };
  reader.end();
  return content;
}

function aadOf({ officerId, counter }: VaultPlace): Uint8Array {
  return concat(utf8(LABELS.vault), exactly(officerId, OFFICER_ID_BYTES, "officer id"), u32(counter));
}

/** Loads libsodium's sumo build: the same primitives, and Argon2id, which officers' vaults need. Console and ceremony. */
import sodium from "libsodium-wrappers-sumo";
import { exactly } from "../bytes.ts";
import { VAULT_ARGON2_MEMORY_KIB, VAULT_ARGON2_PASSES, VAULT_SALT_BYTES } from "../limits.ts";
import { sodiumPrimitives } from "./sodium.ts";
import type { Primitives } from "./types.ts";

export interface SumoPrimitives extends Primitives {
  /** Argon2id 1.3 (RFC 9106): 64 MiB, 3 passes, 1 lane, salt 16 bytes; returns 32 bytes. Takes about 0.2 s. */
  argon2id(passphrase: Uint8Array, salt: Uint8Array): Uint8Array;
}

export async function loadSumo(): Promise<SumoPrimitives> {
  await sodium.ready;
  return {
    ...sodiumPrimitives(sodium),
    argon2id: (passphrase, salt) =>
      sodium.crypto_pwhash(
        32,
        passphrase,
        exactly(salt, VAULT_SALT_BYTES, "salt"),
        VAULT_ARGON2_PASSES,
        VAULT_ARGON2_MEMORY_KIB * 1024,
        sodium.crypto_pwhash_ALG_ARGON2ID13,
      ),
  };
}

/** The officer's vault while it is open: its key, and what of it has to be kept up to date on the server. */
import { fromBase64Url, openVault, sealVault, toBase64Url, wipe } from "../../../security/index.ts";
import type { Primitives, VaultContent, VerifiedChain } from "../../../security/index.ts";
import type { Api } from "../api.ts";
import { uuidBytes } from "../domain/ids.ts";
import { HttpError } from "../http.ts";
import { rememberCounter, rememberedCounter } from "./remembered.ts";

interface Vault {
  readonly key: Uint8Array;
  readonly counter: number;
  readonly content: VaultContent;
}
let vault: Vault | null = null;

interface SealedVault {
  readonly officerId: string;
  /** base64url. */
  readonly sealed: string;
  readonly counter: number;
  /** Kept until `wipeVault`. 32 bytes. */
  readonly key: Uint8Array;
}

/** @throws SecurityError `open_failed`; `vault_rolled_back` for an older one than this machine has seen */
export function unlockVault(p: Primitives, { officerId, sealed, counter, key }: SealedVault): VaultContent {
  const seenCounter = rememberedCounter(officerId);
  const place = { officerId: uuidBytes(officerId), counter, ...(seenCounter !== undefined && { seenCounter }) };
  const content = openVault(p, key, fromBase64Url(sealed), place);
  rememberCounter(officerId, counter);
  wipeVault();
  vault = { key, counter, content };
  return content;
}

/** The newest statement that this officer has seen, on any machine; version 0 for none; `null` while no vault is open. */
export const newestSeen = (): VaultContent["newestStatement"] | null => vault?.content.newestStatement ?? null;

/** The newest statement goes into the vault, so that no server can lead this officer back behind it. */
export async function rememberNewest(
  p: Primitives,
  officerId: string,
  { newest }: VerifiedChain,
  by: Api,
): Promise<void> {
  const was = vault;
  if (was === null || was.content.newestStatement.version >= newest.statement.version) return;
  const { version, hash } = newest.statement;
  const content = { ...was.content, newestStatement: { version, hash } };
  const counter = was.counter + 1;
  const sealed = sealVault(p, was.key, { officerId: uuidBytes(officerId), counter, content });
  try {
    await by.putVault({ vault: toBase64Url(sealed), counter });
  } catch (error) {
    // Another of this officer's consoles was first and has seen the same directory.
    if (error instanceof HttpError && error.code === "vault_conflict") return;
    throw error;
  }
  rememberCounter(officerId, counter);
  if (vault === was) vault = { ...was, content, counter }; // not one that was wiped meanwhile
}

export function wipeVault(): void {
  if (vault === null) return;
  wipe(vault.key, vault.content.sealingSeed, vault.content.signingSeed);
  vault = null;
}

/** Splitting the recovery key's secret half in three, and building it again from two. Where the ceremony is held; Node only. */
import { combine, split } from "shamir-secret-sharing";
import { equalBytes, fromHex, wipe } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { XWING_SEED_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { RECOVERY_KEY_DAYS, recoveryId, type RecoveryKey } from "./recoveryKey.ts";
import { RECOVERY_SHARES, RECOVERY_THRESHOLD, SHARE_SET_BYTES, type RecoveryShare } from "./recoveryShare.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** A new recovery key that lives for a year, and its three shares. The secret half is in nothing else. */
export async function createRecoveryKey(
  p: Primitives,
  unit: UnitPublic,
  today: number,
): Promise<{ readonly key: RecoveryKey; readonly shares: readonly RecoveryShare[] }> {
  const pair = p.xwingKeyPair(p.randomBytes(XWING_SEED_BYTES));
  const shares = await splitRecoverySecret(p, unit, pair);
  wipe(pair.secretKey);
  return { key: { sealingKey: pair.publicKey, lastDay: today + RECOVERY_KEY_DAYS }, shares };
}

/**
 * Three shares of a secret, any two of which give it back. Shares that were made before stay good among themselves, and give
 * nothing together with these.
 */
export async function splitRecoverySecret(p: Primitives, unit: UnitPublic, pair: KeyPair): Promise<RecoveryShare[]> {
  const keyId = await recoveryId(p, pair.publicKey);
  const setId = p.randomBytes(SHARE_SET_BYTES);
  const parts = await split(Uint8Array.from(pair.secretKey), RECOVERY_SHARES, RECOVERY_THRESHOLD);
  return parts.map((shamir, i) => ({ number: i + 1, unitId: fromHex(unit.unitId), keyId, setId, shamir }));
}

/**
 * Builds the key pair again from two shares, and compares it with the public half (1216 bytes): a share that is not what it
 * was gives another secret, and nothing else would tell. The caller wipes `secretKey`.
 * @throws SecurityError `wrong_unit`, `share_repeated`, `share_mismatch`; `key_mismatch` for shares of another recovery key, and
 * when the rebuilt key is not that of the public half; `out_of_range` unless there are two
 */
export async function rebuildRecoveryKey(
  p: Primitives,
  unit: UnitPublic,
  shares: readonly RecoveryShare[],
  publicKey: Uint8Array,
): Promise<KeyPair> {
  const [first, second, ...more] = shares;
  if (!first || !second || more.length > 0) throw new SecurityError("out_of_range", "two shares are needed");
  for (const { unitId } of shares) {
    if (!equalBytes(unitId, fromHex(unit.unitId)))
      throw new SecurityError("wrong_unit", "a share of another unit's key");
  }
  if (first.number === second.number && equalBytes(first.shamir, second.shamir)) {
    throw new SecurityError("share_repeated", `share ${first.number} was given twice`);
  }
  if (!equalBytes(first.keyId, second.keyId)) throw new SecurityError("share_mismatch", "shares of two recovery keys");
  if (!equalBytes(first.setId, second.setId)) {
    throw new SecurityError("share_mismatch", "one share is from before new ones were made");
  }
  if (!equalBytes(first.keyId, await recoveryId(p, publicKey))) {
    throw new SecurityError("key_mismatch", "these are shares of another recovery key than the directory names");
  }
  const pair = p.xwingKeyPair(await combined(first, second));
  if (equalBytes(pair.publicKey, publicKey)) return pair;
  wipe(pair.secretKey);
  throw new SecurityError("key_mismatch", "what these shares give is not the recovery key");
}

async function combined(first: RecoveryShare, second: RecoveryShare): Promise<Uint8Array> {
  try {
    return await combine([first, second].map(({ shamir }) => Uint8Array.from(shamir)));
  } catch (cause) {
    throw new SecurityError("share_repeated", "two shares with the same place", { cause });
  }
}

/** An engine whose randomness comes from a seed, so that sealing gives the same bytes each time. For vectors alone. */
import { u32, concat } from "../../security/bytes.ts";
import { XWING_COINS_BYTES } from "../../security/limits.ts";
import type { Primitives } from "../../security/primitives/types.ts";

/** Random bytes are ChaCha20 keystreams under `seed` (32 bytes), the nonce counting the calls. */
export function deterministic(p: Primitives, seed: Uint8Array): Primitives {
  let calls = 0;
  const randomBytes = (length: number): Uint8Array =>
    p
      .chachaSeal(seed, concat(new Uint8Array(8), u32(calls++)), new Uint8Array(length), new Uint8Array(0))
      .slice(0, length);
  return {
    ...p,
    randomBytes,
    xwingEncapsulate: (publicKey, coins) => p.xwingEncapsulate(publicKey, coins ?? randomBytes(XWING_COINS_BYTES)),
  };
}

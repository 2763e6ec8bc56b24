/** Both engines, for `describe.each`, and a hook to break bytes with. */
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { noble } from "../../security/primitives/noble.ts";
import type { Primitives } from "../../security/primitives/types.ts";

export const sodium = await loadSodium();
export { noble };

export const ENGINES: readonly [string, Primitives][] = [
  ["noble", noble],
  ["sodium", sodium],
];

/** Sealed by the first, opened by the second. */
export const PAIRS: readonly [string, Primitives, Primitives][] = [
  ["noble to sodium", noble, sodium],
  ["sodium to noble", sodium, noble],
];

/** A copy with one bit changed. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice();
  const at = bit >> 3;
  out[at] = (out[at] as number) ^ (1 << (bit & 7));
  return out;
}

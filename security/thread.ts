/**
 * The thread: what ties everything after the first report to it, a signature by the thread key that D named. A rekey carries
 * a second one, by the thread key of the D that takes over, so that nobody can have replies sent to a code they do not hold.
 */
import { concat, utf8 } from "./bytes.ts";
import { LABELS, type Label } from "./labels.ts";
import type { Primitives } from "./primitives/types.ts";

/** "abri/v1/thread" | 0x00 | prefix | wrap | SHA-256(content) */
export function threadMessage(
  p: Primitives,
  prefix: Uint8Array,
  wrap: Uint8Array,
  content: Uint8Array,
): Promise<Uint8Array> {
  return signedOver(p, LABELS.thread, [prefix, wrap, content]);
}

/** "abri/v1/rekey" | 0x00 | prefix | wrap | SHA-256(content), signed by the new thread key. */
export function rekeyMessage(
  p: Primitives,
  prefix: Uint8Array,
  wrap: Uint8Array,
  content: Uint8Array,
): Promise<Uint8Array> {
  return signedOver(p, LABELS.rekey, [prefix, wrap, content]);
}

async function signedOver(
  p: Primitives,
  label: Label,
  [prefix, wrap, content]: readonly [Uint8Array, Uint8Array, Uint8Array],
): Promise<Uint8Array> {
  return concat(utf8(label), Uint8Array.of(0), prefix, wrap, await p.sha256(content));
}

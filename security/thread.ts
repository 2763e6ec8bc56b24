/** The thread: what ties a later message to the first report, a signature by the thread key that D named. */
import { concat, utf8 } from "./bytes.ts";
import { LABELS } from "./labels.ts";
import type { Primitives } from "./primitives/types.ts";

/** "abri/v1/thread" | 0x00 | prefix | wrap | SHA-256(content) */
export async function threadMessage(
  p: Primitives,
  prefix: Uint8Array,
  wrap: Uint8Array,
  content: Uint8Array,
): Promise<Uint8Array> {
  return concat(utf8(LABELS.thread), Uint8Array.of(0), prefix, wrap, await p.sha256(content));
}

/** What the mailbox route would answer. */
import { concat, MAILBOX_SLOTS, SLOT_BYTES, type Primitives } from "../../../../security/index.ts";

/** Eight slots: those given, in order, and random bytes where there is none, as an unused slot looks. */
export function mailboxWith(p: Primitives, slots: readonly (Uint8Array | null)[]): Uint8Array {
  const all = Array.from({ length: MAILBOX_SLOTS }, (_, i) => slots[i] ?? p.randomBytes(SLOT_BYTES));
  return concat(...all);
}

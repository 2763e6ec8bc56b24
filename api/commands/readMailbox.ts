/** Answers for a mailbox, existing or not, by the same steps and in the same shape. */
import {
  concat,
  emptySlot,
  mailboxRowKey,
  MAILBOX_SLOTS,
  parseMailboxRequest,
  type Primitives,
} from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { readSlots } from "../../prisma/repositories/mailbox.ts";

export interface ReadMailboxDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  /** 32 bytes each. */
  readonly rowSecret: Uint8Array;
  readonly prfKey: Uint8Array;
}

const SLOT_INDEXES = Array.from({ length: MAILBOX_SLOTS }, (_, index) => index);

/**
 * @param request mailbox id 16 | token 32
 * @returns 8 × 4096 bytes: replies where there are some, and bytes that cannot be told from them everywhere else. All eight
 *   rows are read and all eight fillers computed in every case, so that neither costs time the other does not.
 */
export async function readMailbox(deps: ReadMailboxDeps, request: Uint8Array): Promise<Uint8Array> {
  const { mailboxId, token } = parseMailboxRequest(request);
  const tokenHash = await deps.primitives.sha256(token);
  const rowKey = await mailboxRowKey(deps.primitives, deps.rowSecret, mailboxId, tokenHash);
  const stored = await readSlots(deps.db, rowKey);
  const fillers: Uint8Array[] = [];
  for (const index of SLOT_INDEXES) fillers.push(await emptySlot(deps.primitives, deps.prfKey, mailboxId, index));
  return concat(...SLOT_INDEXES.map((index) => stored[index] ?? (fillers[index] as Uint8Array)));
}

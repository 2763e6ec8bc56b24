/** Puts an officer's sealed reply on its way. */
import { dayOf, mailboxRowKey, type Primitives } from "../../security/index.ts";
import { markAnswered } from "../../prisma/repositories/cases.ts";
import { holdsCase } from "../../prisma/repositories/leases.ts";
import { addReply } from "../../prisma/repositories/mailbox.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { keepEntry, whileWriting } from "./keepEntry.ts";

export interface SendRepliesDeps extends CaseDeps {
  readonly primitives: Primitives;
  /** 32 bytes. */
  readonly rowSecret: Uint8Array;
}

export interface RepliesInput {
  readonly caseId: string;
  /** Parts of one reply, all to one mailbox, in order. */
  readonly replies: readonly {
    readonly mailboxId: Uint8Array;
    readonly tokenHash: Uint8Array;
    readonly sequence: number;
    readonly slot: Uint8Array;
  }[];
  readonly entry: { readonly id: string; readonly epoch: number; readonly sealed: Uint8Array };
}

const URGENT_LEVEL = 0;

/**
 * Outbox rows, the entry for the desk's officers, and the mark that the case was answered: all of it or nothing. The outbox
 * names neither case nor officer. The same bytes again are one reply.
 * @returns whether it leaves on the short tick
 * @throws ApiError `not_found`, `not_holder`, `sequence_taken`, `id_taken`, `directory_conflict`
 */
export async function sendReplies(
  deps: SendRepliesDeps,
  caller: SignedIn,
  input: RepliesInput,
): Promise<{ urgent: boolean }> {
  const { caseId, replies, entry } = input;
  return whileWriting(deps.db, async (tx) => {
    const { desk, level } = await caseOf(tx, deps, caller, caseId);
    const now = new Date(deps.now());
    const urgent = level === URGENT_LEVEL;
    if (!(await holdsCase(tx, { caseId, officerId: caller.officer.id, now }))) throw new ApiError("not_holder");
    for (const { mailboxId, tokenHash, sequence, slot } of replies) {
      const rowKey = await mailboxRowKey(deps.primitives, deps.rowSecret, mailboxId, tokenHash);
      const added = await addReply(tx, { rowKey, sequence, slot, urgent });
      if (added === "sequence_taken") throw new ApiError("sequence_taken");
    }
    await keepEntry(tx, deps.rights, { ...entry, caseId, desk, day: dayOf(deps.now()) });
    await markAnswered(tx, caseId);
    return { urgent };
  });
}

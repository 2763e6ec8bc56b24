import { z } from "zod";
import { HASH_BYTES, MAILBOX_ID_BYTES, MAILBOX_SLOTS, SLOT_BYTES, equalBytes } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesIn, uuid } from "../../fields.ts";
import { newEntry } from "../cases/schema.ts";

const reply = z
  .strictObject({
    mailboxId: bytesIn(MAILBOX_ID_BYTES),
    tokenHash: bytesIn(HASH_BYTES),
    sequence: z.int().min(1).max(512),
    slot: bytesIn(SLOT_BYTES),
  })
  .meta({ id: "SealedReply" });

/** All to one mailbox, numbered one after the other. */
function areParts(replies: readonly z.output<typeof reply>[]): boolean {
  const [first] = replies;
  return (
    first !== undefined &&
    replies.every(
      ({ mailboxId, tokenHash, sequence }, i) =>
        equalBytes(mailboxId, first.mailboxId) &&
        equalBytes(tokenHash, first.tokenHash) &&
        sequence === first.sequence + i,
    )
  );
}

const request = z.strictObject({
  caseId: uuid,
  /** The parts of one reply, in order; a longer one would push its own beginning out of the mailbox. */
  replies: z.array(reply).min(1).max(MAILBOX_SLOTS).refine(areParts),
  entry: newEntry,
});
const answer = z.strictObject({
  accepted: z.literal(true),
  releaseTickS: z.int().min(1).meta({
    description: "Seconds between two of the ticks that deliver this reply: it is in the mailbox after one of them.",
  }),
});

export const sendReplies = contract({
  method: "post",
  path: "/v1/replies",
  summary: "Puts a sealed reply in the outbox, and what was sent in the case; again with the same bytes is one reply",
  access: "active",
  body: request,
  answer,
  errors: ["not_found", "not_holder", "sequence_taken", "id_taken", "directory_conflict"],
  bodyLimit: 196_608,
});

export type SealedReply = z.input<typeof reply>;
export type SendRepliesRequest = z.input<typeof request>;
export type SendRepliesAnswer = z.infer<typeof answer>;

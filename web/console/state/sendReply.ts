/** Sending a reply: number it, sign and seal it, and number it again when a colleague was first. */
import { signal } from "@preact/signals";
import { toBase64Url } from "../../../security/index.ts";
import type { SendRepliesRequest } from "../../../api/routes/replies/schema.ts";
import { newUuid } from "../domain/ids.ts";
import { currentKey } from "../domain/keyring.ts";
import { buildReply, measureReply, nextSequence } from "../domain/reply.ts";
import { HttpError } from "../http.ts";
import { keepDraft } from "./drafts.ts";
import { openedCase, readCase } from "./openCase.ts";
import { session } from "./session.ts";
import { api } from "./server.ts";

/** How often a number is tried again before the officer is told. */
const ATTEMPTS = 5;
/** The longest time between two ticks that deliver replies, in milliseconds, with a minute to spare. */
const DELIVERED_AFTER_MS = 16 * 60_000;

/** What was sealed and not acknowledged: the same bytes are sent again, so that a lost answer makes no second reply. */
let unanswered: { readonly officer: string; readonly text: string; readonly request: SendRepliesRequest } | null = null;

/** Replies sent from this page: entry id → milliseconds since 1970. */
const sentAt = signal<ReadonlyMap<string, number>>(new Map());

/** Whether a reply is surely still waiting for release, as far as this page knows. */
export function isWaiting(entryId: string, nowMs: number): boolean {
  const at = sentAt.value.get(entryId);
  return at !== undefined && nowMs - at < DELIVERED_AFTER_MS;
}

/**
 * Sends the reply and forgets its draft. Needs the case on screen, its report open and the desk's current key. The case is
 * read afresh before anything is sealed: the person may have changed the code meanwhile, and the old one gets nothing new.
 * @throws HttpError `not_holder`, `sequence_taken` after five attempts, `network` …
 */
export async function sendReply(caseId: string, text: string): Promise<void> {
  let least = 1;
  await readCase(caseId);
  for (let attempt = 1; ; attempt++) {
    const request = await sealedRequest(caseId, text, least);
    try {
      await api.sendReplies(request);
      unanswered = null;
      sentAt.value = new Map([...sentAt.value, [request.entry.id, Date.now()]]);
      keepDraft(caseId, "");
      await readCase(caseId);
      return;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code !== "network") unanswered = null;
      if (error.code !== "sequence_taken" || attempt === ATTEMPTS) throw error;
      least = (request.replies[0]?.sequence ?? 0) + 1;
      await readCase(caseId);
    }
  }
}

async function sealedRequest(caseId: string, text: string, least: number): Promise<SendRepliesRequest> {
  const [now, shown] = [session.value, openedCase.value];
  const code = shown?.file.code;
  if (now === null || shown?.id !== caseId || !code) throw new HttpError("not_signed_in");
  const { p, officer, officerId, identity, keyring, chain } = now;
  const again = unanswered;
  const same = again?.officer === officer.id && again.request.caseId === caseId && again.text === text;
  if (same && again.request.replies[0]?.mailboxId === toBase64Url(code.mailboxId)) return again.request;
  const desk = currentKey(keyring, chain, shown.answer.case.desk);
  if (desk === null) throw new HttpError("forbidden");
  const request = await buildReply(p, {
    caseId,
    code,
    parts: measureReply(text).parts,
    firstSequence: Math.max(least, nextSequence(shown.file.replies, code.mailboxId)),
    desk,
    entryId: newUuid(p),
    officer: { id: officerId, signing: identity.signing },
  });
  unanswered = { officer: officer.id, text, request };
  return request;
}

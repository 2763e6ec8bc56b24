/** Sending a reply: number it, sign and seal it, and number it again when a colleague was first. */
import { toBase64Url } from "../../../security/index.ts";
import type { SendRepliesRequest } from "../../../api/routes/replies/schema.ts";
import { newUuid } from "../domain/ids.ts";
import { currentKey } from "../domain/keyring.ts";
import { checkSealable } from "../domain/sealable.ts";
import { buildReply, measureReply, nextSequence } from "../domain/reply.ts";
import { isUnfilled } from "../domain/template.ts";
import { HttpError } from "../http.ts";
import { awaitRelease } from "./deliveries.ts";
import { keepDraft } from "./drafts.ts";
import { checkReadIn, withNewestKeys } from "./newestKeys.ts";
import { isOnScreen, openedCase, readAgain, readCase, readForWriting } from "./openCase.ts";
import { session } from "./session.ts";
import { api } from "./server.ts";

/** How often a number is tried again before the officer is told. */
const ATTEMPTS = 5;
/** What was sealed and not acknowledged: the same bytes are sent again, so that a lost answer makes no second reply. */
let unanswered: { readonly officer: string; readonly text: string; readonly request: SendRepliesRequest } | null = null;

/**
 * Sends the reply and forgets its draft. Needs the case on screen, its report open and the desk's current key. The case is
 * read afresh before anything is sealed: the person may have changed the code meanwhile, and the old one gets nothing new.
 * @returns the id of its entry, for `deliveryOf`
 * @throws HttpError `invalid_request` while something is left to fill in, `not_holder`, `sequence_taken` after five attempts, `network` …;
 * SecurityError `statement_expired`
 */
export async function sendReply(caseId: string, text: string): Promise<string> {
  if (isUnfilled(text)) throw new HttpError("invalid_request"); // the screen says so before it comes to this
  return withNewestKeys(caseId, () => sealAndSend(caseId, text));
}

async function sealAndSend(caseId: string, text: string): Promise<string> {
  let least = 1;
  await readForWriting(caseId);
  for (let attempt = 1; ; attempt++) {
    const request = await sealedRequest(caseId, text, least);
    try {
      const answer = await api.sendReplies(request);
      unanswered = null;
      awaitRelease(request.entry.id, answer.releaseTickS);
      keepDraft(caseId, "");
      await readAgain(caseId);
      return request.entry.id;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code !== "network") unanswered = null;
      // Whoever has gone on keeps the draft: another number needs the case read afresh, on its screen.
      if (error.code !== "sequence_taken" || attempt === ATTEMPTS || !isOnScreen(caseId)) throw error;
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
  checkReadIn(now, shown);
  checkSealable(chain.newest.statement);
  const desk = currentKey(keyring, chain, shown.answer.case.desk);
  if (desk === null) throw new HttpError("forbidden");
  const request = await buildReply(p, {
    caseId,
    code,
    parts: measureReply(text).parts,
    firstSequence: Math.max(least, nextSequence(shown.file.replies, code.mailboxId)),
    desk,
    entryId: newUuid(p),
    after: shown.file.heads,
    officer: { id: officerId, signing: identity.signing },
  });
  unanswered = { officer: officer.id, text, request };
  return request;
}

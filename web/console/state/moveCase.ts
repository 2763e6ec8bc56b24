/** Moving the case on screen to another desk. Whoever is not on that one sees nothing of it afterwards. */
import { effect, signal } from "@preact/signals";
import { buildMove } from "../domain/moveCase.ts";
import { HttpError } from "../http.ts";
import { forgetCase } from "./caseGone.ts";
import { checkReadIn, withNewestKeys } from "./newestKeys.ts";
import { isOnScreen, openedCase, readAgain, readForWriting } from "./openCase.ts";
import { goTo, route } from "./route.ts";
import { forgetWithKeys, session } from "./session.ts";
import { api } from "./server.ts";

/** How often a case is read again that changes while it is moved. */
const ATTEMPTS = 3;

/** The desk that a case went to which this officer no longer sees: said until they open another one. */
export const departedTo = signal<number | null>(null);

/**
 * @param reason 1 to 2000 bytes of UTF-8
 * @throws HttpError `case_changed` after three attempts, `not_holder`, `directory_conflict`, `network` …; SecurityError as `buildMove`
 */
export async function moveCase(caseId: string, to: number, reason: string): Promise<void> {
  await withNewestKeys(caseId, () => sealAndMove(caseId, to, reason));
  const stays = session.value?.keyring.desks.some(({ deskId }) => deskId === to) === true;
  if (stays) return readAgain(caseId);
  departedTo.value = to;
  leave(caseId);
}

async function sealAndMove(caseId: string, to: number, reason: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await readForWriting(caseId);
    const [now, shown] = [session.value, openedCase.value];
    if (now === null || shown?.id !== caseId) throw new HttpError("not_signed_in");
    const { p, keyring, chain, officerId, identity } = now;
    checkReadIn(now, shown);
    const request = await buildMove(p, {
      answer: shown.answer,
      file: shown.file,
      to,
      reason: reason.trim(),
      keyring,
      statement: chain.newest.statement,
      officer: { id: officerId, signing: identity.signing },
    });
    try {
      await api.moveCase(caseId, request);
      return;
    } catch (error) {
      if (!(error instanceof HttpError) || error.code !== "case_changed" || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Forgets a case and goes back to the queue where it was on screen. */
export function leave(caseId: string): void {
  const onScreen = isOnScreen(caseId);
  forgetCase(caseId);
  if (onScreen) goTo({ at: "queue" }, "replace");
}

effect(() => {
  if (route.value.at === "case") departedTo.value = null;
});

forgetWithKeys(() => {
  departedTo.value = null;
});

/** Stepping back from the case on screen, and letting a colleague come back to it. */
import { effect, signal } from "@preact/signals";
import { encodeAction, uuidBytes } from "../../../security/index.ts";
import { isOnScreen, readAgain } from "./openCase.ts";
import { leave } from "./moveCase.ts";
import { withNewestKeys } from "./newestKeys.ts";
import { route } from "./route.ts";
import { forgetWithKeys } from "./session.ts";
import { api } from "./server.ts";
import { sealForCase } from "./writeEntry.ts";

/** The officer stepped back from a case: said on the queue, until they open another one. */
export const steppedBack = signal(false);

/** @param text a word for the others; none where it is empty @throws HttpError; SecurityError `too_long` */
export async function recuse(caseId: string, text: string): Promise<void> {
  const word = text.trim();
  const content = encodeAction(word === "" ? { code: "recused" } : { code: "recused", text: word });
  await withNewestKeys(caseId, async () =>
    api.recuse(caseId, { entry: await sealForCase(caseId, { kind: "action", content }) }),
  );
  steppedBack.value = true;
  leave(caseId);
}

/** As a lead of the desk. @param officerId uuid @throws HttpError; SecurityError */
export async function bringBack(caseId: string, officerId: string): Promise<void> {
  const content = encodeAction({ code: "returned", officerId: uuidBytes(officerId) });
  await withNewestKeys(caseId, async () =>
    api.bringBack(caseId, { officerId, entry: await sealForCase(caseId, { kind: "action", content }) }),
  );
  if (isOnScreen(caseId)) await readAgain(caseId);
}

effect(() => {
  if (route.value.at === "case") steppedBack.value = false;
});

forgetWithKeys(() => {
  steppedBack.value = false;
});

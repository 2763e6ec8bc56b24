/** Keeping a note with the case. A note whose answer was lost goes again as the same bytes, so that it is there once. */
import { encodeNote } from "../../../security/index.ts";
import type { NewEntry } from "../../../api/routes/cases/schema.ts";
import { HttpError } from "../http.ts";
import { keepDraft, noteDraft } from "./drafts.ts";
import { withNewestKeys } from "./newestKeys.ts";
import { readAgain } from "./openCase.ts";
import { forgetWithKeys } from "./session.ts";
import { api } from "./server.ts";
import { sealForCase } from "./writeEntry.ts";

let unanswered: { readonly caseId: string; readonly text: string; readonly sealed: NewEntry } | null = null;

/** @throws HttpError `network` …; SecurityError `too_long`, `out_of_range` for a note that says nothing */
export async function saveNote(caseId: string, written: string): Promise<void> {
  const text = written.trim();
  await withNewestKeys(caseId, () => keepNote(caseId, text));
  keepDraft(noteDraft(caseId), "");
  await readAgain(caseId);
}

async function keepNote(caseId: string, text: string): Promise<void> {
  const again = unanswered?.caseId === caseId && unanswered.text === text ? unanswered.sealed : null;
  const sealed = again ?? (await sealForCase(caseId, { kind: "note", content: encodeNote({ text }) }));
  unanswered = { caseId, text, sealed };
  try {
    await api.addEntry(caseId, sealed);
  } catch (error) {
    if (error instanceof HttpError && error.code !== "network") unanswered = null;
    throw error;
  }
  unanswered = null;
}

forgetWithKeys(() => {
  unanswered = null;
});

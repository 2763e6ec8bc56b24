/** Stepping back from a case, and coming back: each with the signed entry that says so. */
import { endRecusal, recuse as stepBack } from "../../prisma/repositories/recusals.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { addNewEntry, type EntryInput } from "./addEntry.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { whileWriting } from "./keepEntry.ts";

/**
 * Nobody is asked why, and nobody but a lead undoes it: not the officer either.
 * @throws ApiError `not_found`, `id_taken`, `directory_conflict`
 */
export async function recuse(deps: CaseDeps, caller: SignedIn, caseId: string, entry: EntryInput): Promise<void> {
  await whileWriting(deps.db, async (tx) => {
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
    await stepBack(tx, caseId, caller.officer.id);
  });
}

/**
 * A lead of the desk, for another officer; whoever stepped back themselves does not see the case here.
 * @throws ApiError `not_found` for a case that is not theirs, and an officer who has not stepped back; `id_taken`,
 * `directory_conflict`
 */
export async function bringBack(
  deps: CaseDeps,
  caller: SignedIn,
  caseId: string,
  { officerId, entry }: { readonly officerId: string; readonly entry: EntryInput },
): Promise<void> {
  await whileWriting(deps.db, async (tx) => {
    await caseOf(tx, deps, caller, caseId);
    if (!(await endRecusal(tx, caseId, officerId))) throw new ApiError("not_found");
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
  });
}

/** Moves a case to another desk. */
import { lockCases } from "../../prisma/locks.ts";
import { holdsCase } from "../../prisma/repositories/leases.ts";
import { moveCase as move } from "../../prisma/repositories/moves.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { addNewEntry, type EntryInput } from "./addEntry.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { checkRewraps, type RewrapDeps, type RewrapsInput } from "./checkRewraps.ts";
import { whileWriting } from "./keepEntry.ts";

export interface MoveInput {
  readonly to: number;
  readonly entry: EntryInput;
  /** Of all that the case holds, `entry` too. */
  readonly rewraps: RewrapsInput;
}

/**
 * Desk, rewraps, entry and the end of the claim: all of it or nothing. The holder moves it, to any desk there is: who works on
 * a general desk may have to pass a case on that is not for their eyes.
 * @throws ApiError `not_found`, `not_holder`, `id_taken`, `case_changed`, `directory_conflict`; `invalid_request` for no other desk; as `checkRewraps`
 */
export async function moveCase(
  deps: CaseDeps & RewrapDeps,
  caller: SignedIn,
  caseId: string,
  { to, entry, rewraps }: MoveInput,
): Promise<void> {
  await checkRewraps(deps, caller, { caseId, deskId: to, rewraps });
  await whileWriting(deps.db, async (tx) => {
    await lockCases(tx);
    const { desk } = await caseOf(tx, deps, caller, caseId);
    if (desk === to) throw new ApiError("invalid_request");
    const now = new Date(deps.now());
    if (!(await holdsCase(tx, { caseId, officerId: caller.officer.id, now }))) throw new ApiError("not_holder");
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
    if ((await move(tx, { caseId, to, rewraps })) === "case_changed") throw new ApiError("case_changed");
  });
}

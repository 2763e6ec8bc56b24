/** Keeps what opens a long-open case with the current keys of its desk. */
import { putRewraps } from "../../prisma/repositories/rewraps.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { checkRewraps, type RewrapDeps, type RewrapsInput } from "./checkRewraps.ts";

/**
 * Any officer of the desk may: nothing of what the case says changes, and each console does it by itself. What is sealed to the
 * current epoch already stays. Of some of what the case holds or of all; what it does not hold is passed over.
 * @throws ApiError `not_found`; as `checkRewraps`
 */
export async function rewrapCase(
  deps: CaseDeps & RewrapDeps,
  caller: SignedIn,
  caseId: string,
  rewraps: RewrapsInput,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { desk } = await caseOf(tx, deps, caller, caseId);
    await checkRewraps(deps, caller, { caseId, deskId: desk, rewraps }, tx);
    await putRewraps(tx, caseId, desk, rewraps);
  });
}

/** Writes what an officer signed and sealed for the colleagues of a desk into a case. */
import type { Queryable } from "../../prisma/client.ts";
import { isMissingReference } from "../../prisma/errors.ts";
import { dayOf } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { keepEntry } from "./keepEntry.ts";

export interface EntryInput {
  readonly id: string;
  readonly epoch: number;
  readonly sealed: Uint8Array;
}

/**
 * Being on the desk of the case is enough: whoever may read it may note what they did, whoever holds it. Nothing is changed
 * or taken away. The same bytes again are one entry.
 * @param deps with a transaction of `whileWriting`
 * @returns whether it is new, or was there with the same bytes
 * @throws ApiError `not_found`, `id_taken`, `directory_conflict` for an epoch that is over
 */
export async function addEntry(
  deps: Omit<CaseDeps, "db"> & { readonly db: Queryable },
  caller: SignedIn,
  caseId: string,
  entry: EntryInput,
): Promise<"added" | "same"> {
  const { desk } = await caseOf(deps.db, { now: deps.now }, caller, caseId);
  try {
    return await keepEntry(deps.db, deps.rights, { ...entry, caseId, desk, day: dayOf(deps.now()) });
  } catch (error) {
    // The case was attached to another one in between.
    if (isMissingReference(error)) throw new ApiError("not_found");
    throw error;
  }
}

/**
 * As `addEntry`, for what changes something besides. An entry says one act, once: one that stands there already would give somebody's
 * word for another one.
 * @throws ApiError `not_found`, `directory_conflict`; `id_taken`, also for the same bytes again
 */
export async function addNewEntry(...given: Parameters<typeof addEntry>): Promise<void> {
  if ((await addEntry(...given)) === "same") throw new ApiError("id_taken");
}

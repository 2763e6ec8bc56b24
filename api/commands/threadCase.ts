/** Which messages belong to one case: the tag by which later ones find it, and putting a case's items into another. */
import { attachCase as attach, setTag } from "../../prisma/repositories/cases.ts";
import { addEntry } from "../../prisma/repositories/entries.ts";
import { dayOf } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { holdCase } from "./claimCase.ts";

/**
 * The first console that opens a report tags its case, so reading is enough; but a case that a colleague holds is theirs to
 * tag. Written once, and what is wrong with a tag shows itself in every console.
 * @param tag 32 bytes @throws ApiError `not_found`, `held_by_other`, `tag_taken`
 */
export async function tagCase(deps: CaseDeps, caller: SignedIn, caseId: string, tag: Uint8Array): Promise<void> {
  const { holder } = await caseOf(deps.db, deps, caller, caseId);
  if (holder !== null && holder.officerId !== caller.officer.id) throw new ApiError("held_by_other");
  const done = await setTag(deps.db, caseId, tag);
  if (done === "not_found" || done === "tag_taken") throw new ApiError(done);
}

export interface AttachInput {
  readonly into: string;
  /** 32 bytes. */
  readonly tag: Uint8Array;
  readonly entry: { readonly id: string; readonly epoch: number; readonly sealed: Uint8Array };
}

/**
 * Items, tag and entry: all of it or nothing. What is moved has to be held, as for a reply: the claim is made in the same
 * transaction, and goes with the case.
 * @throws ApiError `not_found`, `held_by_other`, `case_tagged`, `tag_taken`, `id_taken`
 */
export async function attachCase(
  deps: CaseDeps,
  caller: SignedIn,
  from: string,
  { into, tag, entry }: AttachInput,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await holdCase({ ...deps, db: tx }, caller, from);
    const { desk } = await caseOf(tx, deps, caller, into);
    const done = await attach(tx, { from, into, tag, desks: caller.desks });
    if (done === "tagged") throw new ApiError("case_tagged");
    if (done !== "attached") throw new ApiError(done);
    const noted = await addEntry(tx, { ...entry, caseId: into, desk, day: dayOf(deps.now()) });
    if (noted !== "added") throw new ApiError("id_taken");
  });
}

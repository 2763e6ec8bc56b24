/** Which messages belong to one case: the tag by which later ones find it, and putting a case's items into another. */
import { attachCase as attach, setTag } from "../../prisma/repositories/cases.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";

/** @param tag 32 bytes @throws ApiError `not_found`, `tag_taken` */
export async function tagCase(deps: CaseDeps, caller: SignedIn, caseId: string, tag: Uint8Array): Promise<void> {
  await caseOf(deps.db, deps, caller, caseId);
  const done = await setTag(deps.db, caseId, tag);
  if (done === "not_found" || done === "tag_taken") throw new ApiError(done);
}

/** @throws ApiError `not_found`, `held_by_other`, `case_tagged` */
export async function attachCase(deps: CaseDeps, caller: SignedIn, from: string, into: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { holder } = await caseOf(tx, deps, caller, from);
    if (holder !== null && holder.officerId !== caller.officer.id) throw new ApiError("held_by_other");
    const done = await attach(tx, { from, into, desks: caller.desks });
    if (done === "not_found") throw new ApiError("not_found");
    if (done === "tagged") throw new ApiError("case_tagged");
  });
}

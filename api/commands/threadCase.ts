/** Which messages belong to one case: the tag by which later ones find it, and putting a case's items into another. */
import { attachCase as attach } from "../../prisma/repositories/attach.ts";
import { setItemTags, setTag } from "../../prisma/repositories/tags.ts";
import { dayOf } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { holdCase } from "./claimCase.ts";
import { checkRewraps, type RewrapDeps, type RewrapsInput } from "./checkRewraps.ts";
import { keepEntry, whileWriting } from "./keepEntry.ts";

/**
 * The first console that opens a report tags its case, so reading is enough; but a case that a colleague holds is theirs to
 * tag. Written once, and what is wrong with a tag shows itself in every console.
 * @param tag 32 bytes @param items tags for items that lost theirs when the case moved to this desk
 * @throws ApiError `not_found`, `held_by_other`, `tag_taken`
 */
export async function tagCase(
  deps: CaseDeps,
  caller: SignedIn,
  caseId: string,
  {
    tag,
    items = [],
  }: { readonly tag: Uint8Array; readonly items?: readonly { id: string; tag: Uint8Array }[] | undefined },
): Promise<void> {
  const { holder } = await caseOf(deps.db, deps, caller, caseId);
  if (holder !== null && holder.officerId !== caller.officer.id) throw new ApiError("held_by_other");
  const done = await setTag(deps.db, caseId, tag);
  if (done === "not_found" || done === "tag_taken") throw new ApiError(done);
  await setItemTags(deps.db, caseId, items);
}

export interface AttachInput {
  readonly into: string;
  /** 32 bytes. */
  readonly tag: Uint8Array;
  readonly entry: { readonly id: string; readonly epoch: number; readonly sealed: Uint8Array };
  /** Of all that the case holds, where `into` is on another desk. */
  readonly rewraps?: RewrapsInput | undefined;
}

/**
 * Items, tag and entry: all of it or nothing. What is moved has to be held, as for a reply: the claim is made in the same
 * transaction, and goes with the case.
 * @throws ApiError `not_found`, `held_by_other`, `case_tagged`, `tag_taken`, `id_taken`, `case_changed`,
 * `directory_conflict`; as `checkRewraps`
 */
export async function attachCase(
  deps: CaseDeps & RewrapDeps,
  caller: SignedIn,
  from: string,
  { into, tag, entry, rewraps }: AttachInput,
): Promise<void> {
  await whileWriting(deps.db, async (tx) => {
    await holdCase({ ...deps, db: tx }, caller, from);
    const { desk } = await caseOf(tx, deps, caller, into);
    if (rewraps !== undefined) await checkRewraps(deps, caller, { caseId: from, deskId: desk, rewraps }, tx);
    const done = await attach(tx, { from, into, tag, desks: caller.desks, rewraps: rewraps ?? null });
    if (done === "tagged") throw new ApiError("case_tagged");
    if (done !== "attached") throw new ApiError(done);
    const noted = await keepEntry(tx, deps.rights, { ...entry, caseId: into, desk, day: dayOf(deps.now()) });
    if (noted !== "added") throw new ApiError("id_taken");
  });
}

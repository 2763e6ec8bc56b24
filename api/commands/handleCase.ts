/** What an officer does with a case as such. Every step checks that the case is one of the officer's desks. */
import type { Database, Queryable } from "../../prisma/client.ts";
import { attachCase as attach, type CaseFacts, findCase, setTag } from "../../prisma/repositories/cases.ts";
import { claimCase as claim, extendLease, releaseClaim } from "../../prisma/repositories/leases.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface CaseDeps {
  readonly db: Database;
  readonly now: () => number;
}

/** How long a case stays with an officer whose console says nothing. */
const LEASE_MS = 10 * 60_000;

/** @throws ApiError `not_found` for a case of another desk too */
export async function caseOf(db: Queryable, deps: CaseDeps, caller: SignedIn, id: string): Promise<CaseFacts> {
  const facts = await findCase(db, id, { desks: caller.desks, now: new Date(deps.now()) });
  if (facts === null) throw new ApiError("not_found");
  return facts;
}

/** @returns until when @throws ApiError `not_found`, `held_by_other` */
export async function claimCase(deps: CaseDeps, caller: SignedIn, caseId: string): Promise<Date> {
  const claimed = await claim(deps.db, {
    caseId,
    officerId: caller.officer.id,
    desks: caller.desks,
    now: new Date(deps.now()),
    leaseMs: LEASE_MS,
  });
  if (claimed.result === "not_found") throw new ApiError("not_found");
  if (claimed.result === "held") throw new ApiError("held_by_other");
  return claimed.until;
}

/** @returns until when @throws ApiError `not_found`, `not_holder` */
export async function prolongClaim(deps: CaseDeps, caller: SignedIn, caseId: string): Promise<Date> {
  await caseOf(deps.db, deps, caller, caseId);
  const officerId = caller.officer.id;
  const until = await extendLease(deps.db, { caseId, officerId, now: new Date(deps.now()), leaseMs: LEASE_MS });
  if (until === null) throw new ApiError("not_holder");
  return until;
}

/** @throws ApiError `not_found`, `not_holder` */
export async function giveBack(deps: CaseDeps, caller: SignedIn, caseId: string): Promise<void> {
  await caseOf(deps.db, deps, caller, caseId);
  if (!(await releaseClaim(deps.db, caseId, caller.officer.id))) throw new ApiError("not_holder");
}

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

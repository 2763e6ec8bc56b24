/** Claims: who works on a case, and for how long. Every step checks that the case is one of the officer's desks. */
import type { Queryable } from "../../prisma/client.ts";
import { takeUp } from "../../prisma/repositories/handling.ts";
import { claimCase as claim, extendLease, releaseClaim } from "../../prisma/repositories/leases.ts";
import { MINUTE_MS } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { addNewEntry, type EntryInput } from "./addEntry.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { whileWriting } from "./keepEntry.ts";

/** How long a case stays with an officer whose console says nothing. */
const LEASE_MS = 10 * MINUTE_MS;

/** @param deps with an open transaction or without @returns until when @throws ApiError `not_found`, `held_by_other` */
export async function holdCase(
  deps: Omit<CaseDeps, "db"> & { readonly db: Queryable },
  caller: SignedIn,
  caseId: string,
): Promise<Date> {
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

/**
 * The lease, and the entry that says who took it: both or neither.
 * @returns until when @throws ApiError `not_found`, `held_by_other`, `id_taken`, `directory_conflict`
 */
export async function claimCase(deps: CaseDeps, caller: SignedIn, caseId: string, entry: EntryInput): Promise<Date> {
  return whileWriting(deps.db, async (tx) => {
    const until = await holdCase({ ...deps, db: tx }, caller, caseId);
    await takeUp(tx, caseId);
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
    return until;
  });
}

/** As `claimCase`, the other way. @throws ApiError `not_found`, `not_holder`, `id_taken`, `directory_conflict` */
export async function giveBack(deps: CaseDeps, caller: SignedIn, caseId: string, entry: EntryInput): Promise<void> {
  await whileWriting(deps.db, async (tx) => {
    await caseOf(tx, deps, caller, caseId);
    if (!(await releaseClaim(tx, caseId, caller.officer.id))) throw new ApiError("not_holder");
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
  });
}

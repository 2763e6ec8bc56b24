/** Rewraps that a console sends: to the epoch in which their desk is now, and asked for by the officer whose session it is. */
import { checkRewrapOrder, type Primitives, uuidBytes } from "../../security/index.ts";
import type { Queryable } from "../../prisma/client.ts";
import type { Rewraps } from "../../prisma/repositories/rewraps.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "../officers/rights.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface RewrapDeps {
  readonly primitives: Primitives;
  readonly rights: Rights;
}

export interface RewrapsInput extends Rewraps {
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * @param deskId to which they are sealed
 * @param db the transaction that this is part of: a second connection beside it could be the one that nobody gives back
 * @throws ApiError `invalid_request` for a desk that the directory does not have, `directory_conflict` for another epoch than its
 * newest one, `forbidden` where the officer's own key did not sign them
 */
export async function checkRewraps(
  { primitives, rights }: RewrapDeps,
  caller: SignedIn,
  { caseId, deskId, rewraps }: { readonly caseId: string; readonly deskId: number; readonly rewraps: RewrapsInput },
  db?: Queryable,
): Promise<void> {
  const { epoch, items, entries, signature } = rewraps;
  const desk = (await rights.directory(db))?.statement.desks.find(({ id }) => id === deskId);
  if (desk === undefined) throw new ApiError("invalid_request");
  if (desk.epoch !== epoch) throw new ApiError("directory_conflict");
  const order = {
    officerId: uuidBytes(caller.officer.id),
    caseId: uuidBytes(caseId),
    deskId,
    epoch,
    objects: [
      ...items.map(({ id, envelope, summary }) => ({ id: uuidBytes(id), rewraps: [envelope, summary] })),
      ...entries.map(({ id, sealed }) => ({ id: uuidBytes(id), rewraps: [sealed] })),
    ],
  };
  if (caller.roster === null || !(await checkRewrapOrder(primitives, order, signature, caller.roster.signingKey))) {
    throw new ApiError("forbidden");
  }
}

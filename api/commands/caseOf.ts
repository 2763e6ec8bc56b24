import type { Database, Queryable } from "../../prisma/client.ts";
import { type CaseFacts, findCase } from "../../prisma/repositories/cases.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "../officers/rights.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface CaseDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly rights: Rights;
}

/** The case, which every step with a case asks first. @throws ApiError `not_found` for a case of another desk too */
export async function caseOf(
  db: Queryable,
  deps: Pick<CaseDeps, "now">,
  caller: SignedIn,
  id: string,
): Promise<CaseFacts> {
  const facts = await findCase(db, id, {
    desks: caller.desks,
    officerId: caller.officer.id,
    now: new Date(deps.now()),
  });
  if (facts === null) throw new ApiError("not_found");
  return facts;
}

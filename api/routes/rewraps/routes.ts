import { agingCases } from "../../../prisma/repositories/rewraps.ts";
import { rewrapCase as rewrap } from "../../commands/rewrapCase.ts";
import { ApiError } from "../../errors.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { listAging, rewrapCase } from "./schema.ts";

export function rewrapRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listAging, async ({ query, caller }) => {
    if (!caller.desks.includes(query.desk)) throw new ApiError("forbidden");
    return { cases: await agingCases(deps.db, { ...query, officerId: caller.officer.id }) };
  });
  bind(binding, rewrapCase, async ({ params, body, caller }) => {
    await rewrap(deps, caller, params.id, body.rewraps);
    return DONE;
  });
}

import { listGrantsOfDesks } from "../../../prisma/repositories/grants.ts";
import { addGrants as add } from "../../commands/addGrants.ts";
import { listGrants as list, listRecoveryGrants } from "../../commands/listGrants.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentGrant, presentListedGrant, presentOwnGrants } from "../../presenters/grants.ts";
import { bind, type Binding } from "../../route.ts";
import { readGrants } from "./read.ts";
import { addGrants, listedGrants, listGrants, recoveryGrants } from "./schema.ts";

export function grantRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listGrants, async ({ caller }) => presentOwnGrants(await list(deps, caller)));
  bind(binding, listedGrants, async ({ caller }) => {
    const all = caller.roster?.role === "lead" ? await deps.rights.directory() : null;
    const desks = all === null ? caller.desks : all.statement.desks.map(({ id }) => id);
    return { grants: (await listGrantsOfDesks(deps.db, desks)).map(presentListedGrant) };
  });
  bind(binding, recoveryGrants, async ({ caller }) => ({
    grants: (await listRecoveryGrants(deps, caller)).map(presentGrant),
  }));
  bind(binding, addGrants, async ({ body }) => {
    await add(deps, readGrants(body.grants));
    await deps.changes.publish();
    return DONE;
  });
}

import * as commands from "../../commands/recuse.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { bringBack, recuse } from "./schema.ts";

export function recusalRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, recuse, async ({ params: { id }, body, caller }) => {
    await commands.recuse(deps, caller, id, body.entry);
    deps.presence.leave(id, caller.officer.id);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, bringBack, async ({ params, body, caller }) => {
    await commands.bringBack(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
}

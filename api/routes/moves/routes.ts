import { moveCase as move } from "../../commands/moveCase.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { moveCase } from "./schema.ts";

export function moveRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, moveCase, async ({ params, body, caller }) => {
    await move(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
}

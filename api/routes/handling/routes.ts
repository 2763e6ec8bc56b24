import { caseOf } from "../../commands/caseOf.ts";
import * as commands from "../../commands/handleCase.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { askSecondReader, closeCase, enterCase, handOver, leaveCase, reopenCase, setLevel } from "./schema.ts";

export function handlingRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, setLevel, async ({ params, body, caller }) => {
    await commands.setLevel(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, closeCase, async ({ params, body, caller }) => {
    await commands.closeCase(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, reopenCase, async ({ params, body, caller }) => {
    await commands.reopenCase(deps, caller, params.id, body.entry);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, askSecondReader, async ({ params, body, caller }) => {
    await commands.askSecondReader(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, enterCase, async ({ params: { id }, caller }) => {
    await caseOf(deps.db, deps, caller, id);
    deps.presence.enter(id, { officerId: caller.officer.id, name: caller.officer.name });
    return DONE;
  });
  bind(binding, leaveCase, ({ params: { id }, caller }) => {
    deps.presence.leave(id, caller.officer.id);
    return DONE;
  });
  bind(binding, handOver, async ({ params, body, caller }) => {
    await commands.handOver(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
}

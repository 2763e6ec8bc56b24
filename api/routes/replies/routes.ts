import { sendReplies as send } from "../../commands/sendReplies.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { sendReplies } from "./schema.ts";

export function replyRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, sendReplies, async ({ body, caller }) => {
    const { urgent } = await send(deps, caller, body);
    await deps.changes.publish();
    return { accepted: true, releaseTickS: urgent ? deps.ticks.shortS : deps.ticks.longS } as const;
  });
}

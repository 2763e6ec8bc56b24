import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { listenToEvents } from "./schema.ts";

export function eventRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listenToEvents, ({ caller, ctx }) => {
    const stream = deps.events.open(caller.officer.id, () => deps.sessions.isOpen(caller.tokenHash));
    ctx.type = "text/event-stream; charset=utf-8";
    ctx.set("X-Accel-Buffering", "no");
    ctx.res.on("close", () => stream.destroy());
    ctx.body = stream;
    return undefined;
  });
}

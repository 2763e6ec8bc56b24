import type { OfficerDeps } from "../../officerDeps.ts";
import { presentSession } from "../../presenters/officer.ts";
import { bind, type Binding } from "../../route.ts";
import { readSession } from "./schema.ts";

export function sessionRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readSession, ({ caller }) => presentSession(caller.officer, caller.roster, deps.ticks));
}

import { currentTriageRules } from "../../../prisma/repositories/triageRules.ts";
import { toBase64Url } from "../../../security/index.ts";
import { publishTriageRules } from "../../commands/publishTriageRules.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { publishRules, readTriageRules } from "./schema.ts";

export function triageRulesRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readTriageRules, async () => {
    const rules = await currentTriageRules(deps.db);
    return { rules: rules === null ? null : toBase64Url(rules) };
  });
  bind(binding, publishRules, async ({ body: { rules } }) => {
    const version = await publishTriageRules(deps, rules);
    await deps.changes.publish();
    return { version };
  });
}

import { toBase64Url } from "../../../security/index.ts";
import { listAdmissions as list } from "../../../prisma/repositories/admissions.ts";
import { askAdmission as ask } from "../../commands/askAdmission.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { askAdmission, listAdmissions } from "./schema.ts";

export function admissionRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listAdmissions, async () => ({
    admissions: (await list(deps.db)).map(({ officerId, name, role, request }) => ({
      officerId,
      name,
      role,
      request: toBase64Url(request),
    })),
  }));
  bind(binding, askAdmission, async ({ body, caller }) => {
    await ask(deps, caller, body.request);
    await deps.changes.publish();
    return DONE;
  });
}

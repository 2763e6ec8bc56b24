import { toBase64Url } from "../../../security/index.ts";
import { dismissWaiting, listWaiting } from "../../../prisma/repositories/admissions.ts";
import { askAdmission as ask } from "../../commands/askAdmission.ts";
import { ApiError } from "../../errors.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { askAdmission, dismissAdmission, listAdmissions } from "./schema.ts";

export function admissionRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listAdmissions, async () => ({
    admissions: (await listWaiting(deps.db)).map(({ request, ...who }) => ({
      ...who,
      request: request && toBase64Url(request),
    })),
  }));
  bind(binding, askAdmission, async ({ body, caller }) => {
    await ask(deps, caller, body.request);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, dismissAdmission, async ({ params }) => {
    if (!(await dismissWaiting(deps.db, params.officerId))) throw new ApiError("not_found");
    await deps.changes.publish();
    return DONE;
  });
}

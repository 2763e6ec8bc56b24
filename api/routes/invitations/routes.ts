import { listOpenEnrolments, withdrawEnrolment } from "../../../prisma/repositories/enrolments.ts";
import { inviteOfficer } from "../../commands/inviteOfficer.ts";
import { ApiError } from "../../errors.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentMoment } from "../../presenters/days.ts";
import { bind, type Binding } from "../../route.ts";
import { invite, listInvitations, withdrawInvitation } from "./schema.ts";

export function invitationRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listInvitations, async () => ({
    invitations: (await listOpenEnrolments(deps.db, new Date(deps.now()))).map(
      ({ id, role, officerId, expiresMinute }) => ({ id, role, officerId, expires: presentMoment(expiresMinute) }),
    ),
  }));
  bind(binding, invite, async ({ body: { role } }) => {
    const { code, officerId, expires } = await inviteOfficer(deps, role);
    await deps.changes.publish();
    return { code, officerId, expires: presentMoment(expires) };
  });
  bind(binding, withdrawInvitation, async ({ params }) => {
    if (!(await withdrawEnrolment(deps.db, params.id))) throw new ApiError("not_found");
    await deps.changes.publish();
    return DONE;
  });
}

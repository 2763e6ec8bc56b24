import { dayOf, toBase64Url } from "../../../security/index.ts";
import { listQuarantine as list } from "../../../prisma/repositories/quarantine.ts";
import { openQuarantined } from "../../commands/openQuarantined.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentDay } from "../../presenters/days.ts";
import { bind, type Binding } from "../../route.ts";
import { listQuarantine, openAsCase, QUARANTINE_PAGE } from "./schema.ts";

export function quarantineRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listQuarantine, async ({ query }) => {
    const rows = await list(deps.db, { limit: QUARANTINE_PAGE + 1, after: query.cursor });
    const page = rows.slice(0, QUARANTINE_PAGE);
    return {
      items: page.map(({ id, receivedDay, envelope }) => ({
        id,
        receivedDay: presentDay(dayOf(receivedDay.getTime())),
        envelope: toBase64Url(envelope),
      })),
      next: rows.length > QUARANTINE_PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  });
  bind(binding, openAsCase, async ({ params, body, caller }) => {
    const caseId = await openQuarantined(deps, caller, params.id, body);
    await deps.changes.publish();
    return { caseId };
  });
}

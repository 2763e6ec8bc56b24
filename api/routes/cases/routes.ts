import { findByTag, getCase } from "../../../prisma/repositories/cases.ts";
import { claimCase as claim, giveBack, prolongClaim } from "../../commands/claimCase.ts";
import { addEntry as write } from "../../commands/addEntry.ts";
import { whileWriting } from "../../commands/keepEntry.ts";
import { attachCase as attach, tagCase as tag } from "../../commands/threadCase.ts";
import { ApiError } from "../../errors.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentCase } from "../../presenters/cases.ts";
import { presentMoment } from "../../presenters/days.ts";
import { bind, type Binding } from "../../route.ts";
import { addEntry, attachCase, claimCase, findCase, heartbeatCase, readCase, releaseCase, tagCase } from "./schema.ts";

export function caseRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readCase, async ({ params, caller }) => {
    const now = deps.now();
    const content = await getCase(deps.db, params.id, {
      desks: caller.desks,
      officerId: caller.officer.id,
      now: new Date(now),
    });
    if (content === null) throw new ApiError("not_found");
    return presentCase(content, now, deps.presence.readersOf(params.id, caller.officer.id));
  });
  bind(binding, findCase, ({ query, caller }) =>
    findByTag(deps.db, query.tag, { desks: caller.desks, officerId: caller.officer.id }),
  );
  bind(binding, claimCase, async ({ params, body, caller }) => {
    const until = await claim(deps, caller, params.id, body.entry);
    await deps.changes.publish();
    return { until: presentMoment(until) };
  });
  bind(binding, heartbeatCase, async ({ params, caller }) => ({
    until: presentMoment(await prolongClaim(deps, caller, params.id)),
  }));
  bind(binding, releaseCase, async ({ params, body, caller }) => {
    await giveBack(deps, caller, params.id, body.entry);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, tagCase, async ({ params, body, caller }) => {
    await tag(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, addEntry, async ({ params, body, caller }) => {
    await whileWriting(deps.db, (tx) => write({ ...deps, db: tx }, caller, params.id, body));
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, attachCase, async ({ params, body, caller }) => {
    await attach(deps, caller, params.id, body);
    await deps.changes.publish();
    return DONE;
  });
}

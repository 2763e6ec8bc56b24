import { DataError } from "../../../prisma/errors.ts";
import { countQueue, listQueue as list } from "../../../prisma/repositories/queue.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentQueueCase } from "../../presenters/cases.ts";
import { bind, type Binding } from "../../route.ts";
import { listQueue } from "./schema.ts";

export function queueRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listQueue, async ({ query: { desk, cursor, limit, summaries, ...wanted }, caller }) => {
    if (desk !== undefined && !caller.desks.includes(desk)) throw new ApiError("forbidden");
    const now = deps.now();
    try {
      const desks = desk === undefined ? caller.desks : [desk];
      const filters = { ...wanted, desks, officerId: caller.officer.id, now: new Date(now) };
      const page = await list(deps.db, { ...filters, cursor, limit, summaries: summaries === "all" });
      const total = cursor === undefined ? await countQueue(deps.db, filters) : null;
      return {
        cases: page.cases.map((one) => presentQueueCase(one, now, deps.presence.readersOf(one.id, caller.officer.id))),
        next: page.next,
        total,
      };
    } catch (error) {
      if (error instanceof DataError && error.code === "cursor_invalid") throw new ApiError("invalid_request");
      throw error;
    }
  });
}

import { DataError } from "../../../prisma/errors.ts";
import { listQueue as list } from "../../../prisma/repositories/queue.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentQueueCase } from "../../presenters/cases.ts";
import { bind, type Binding } from "../../route.ts";
import { listQueue } from "./schema.ts";

export function queueRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listQueue, async ({ query: { desk, ...query }, caller }) => {
    if (desk !== undefined && !caller.desks.includes(desk)) throw new ApiError("forbidden");
    const now = deps.now();
    try {
      const desks = desk === undefined ? caller.desks : [desk];
      const page = await list(deps.db, { ...query, desks, now: new Date(now) });
      return { cases: page.cases.map((one) => presentQueueCase(one, now)), next: page.next };
    } catch (error) {
      if (error instanceof DataError && error.code === "cursor_invalid") throw new ApiError("invalid_request");
      throw error;
    }
  });
}

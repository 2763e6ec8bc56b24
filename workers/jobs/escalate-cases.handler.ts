import { randomInt } from "node:crypto";
import { erasePastHours, raiseOverdue } from "../../prisma/repositories/escalate.ts";
import { purge } from "../../prisma/repositories/purge.ts";
import { dayOf, SESSION_IDLE_MS } from "../../security/index.ts";
import type { escalateCases } from "./escalate-cases.ts";
import type { JobHandler } from "./handler.ts";

/** A due hour that is past its use goes at one tick in so many: when it went must not tell when it was written. */
export const ERASE_HOURS_ONE_TICK_IN = 4;

/** Raises overdue cases by one level, to P1 at most; erases due hours and whatever else has had its time. */
export const handleEscalateCases: JobHandler<typeof escalateCases.schema> = async (deps) => {
  const now = new Date(deps.now());
  const today = dayOf(now.getTime());
  const [raised, ...others] = await Promise.allSettled([
    raiseOverdue(deps.db, today),
    randomInt(ERASE_HOURS_ONE_TICK_IN) === 0 ? erasePastHours(deps.db, now) : 0,
    // The officer host refuses a session that rested this long at once; here its row goes.
    purge(deps.db, { today, now, sessionIdleMs: SESSION_IDLE_MS }),
  ]);
  if (raised.status === "fulfilled" && raised.value > 0) await deps.changes.publish();
  for (const outcome of [raised, ...others]) if (outcome.status === "rejected") throw outcome.reason;
};

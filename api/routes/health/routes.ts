import type { Router } from "@koa/router";
import type { Database } from "../../../prisma/client.ts";
import { currentStatement, type StatementRecord } from "../../../prisma/repositories/directory.ts";
import { dayOf, type Outlook, STATEMENT_RENEW_DAYS } from "../../../security/index.ts";
import { ApiError } from "../../errors.ts";
import { presentDay } from "../../presenters/days.ts";
import type { OfficerReady, Ready } from "./schema.ts";
import { readLive, readReady } from "./schema.ts";

export interface HealthDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long the directory goes on by itself, where this host can know it; `today` in days. */
  readonly outlook?: (today: number) => Promise<Outlook | null>;
}

/**
 * `warning` in the last week of the directory, so that somebody renews it before reports are refused; where it is known, only
 * when nothing is prepared behind it.
 */
async function readiness({ db, now, outlook }: HealthDeps): Promise<Ready | OfficerReady> {
  let newest: StatementRecord | null;
  let ahead = null;
  try {
    newest = await currentStatement(db);
    if (outlook !== undefined) ahead = await outlook(dayOf(now()));
  } catch (cause) {
    throw new ApiError("not_ready", { cause });
  }
  const daysLeft = newest === null ? -1 : newest.expiryDay - dayOf(now());
  if (daysLeft < 0) throw new ApiError("not_ready");
  if (ahead !== null) {
    return { status: ahead.ending.length > 0 ? "warning" : "ok", directoryUntil: presentDay(ahead.until) };
  }
  return { status: daysLeft < STATEMENT_RENEW_DAYS ? "warning" : "ok" };
}

export function healthRoutes(router: Router, deps: HealthDeps): void {
  router.get(readLive.path, (ctx) => {
    ctx.body = { status: "ok" };
  });
  router.get(readReady.path, async (ctx) => {
    ctx.body = await readiness(deps);
  });
}

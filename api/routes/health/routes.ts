import type { Router } from "@koa/router";
import type { Database } from "../../../prisma/client.ts";
import { currentStatement, type StatementRecord } from "../../../prisma/repositories/directory.ts";
import { dayOf, STATEMENT_RENEW_DAYS } from "../../../security/index.ts";
import { ApiError } from "../../errors.ts";
import type { Ready } from "./schema.ts";
import { readLive, readReady } from "./schema.ts";

interface HealthDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `warning` in the last week of the directory, so that somebody renews it before reports are refused. */
async function readiness({ db, now }: HealthDeps): Promise<Ready> {
  let newest: StatementRecord | null;
  try {
    newest = await currentStatement(db);
  } catch (cause) {
    throw new ApiError("not_ready", { cause });
  }
  const daysLeft = newest === null ? -1 : newest.expiryDay - dayOf(now());
  if (daysLeft < 0) throw new ApiError("not_ready");
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

import type { Router } from "@koa/router";
import { STATEMENT_RENEW_DAYS } from "../../../security/index.ts";
import { ApiError } from "../../errors.ts";
import type { Ready } from "./schema.ts";
import { readLive, readReady } from "./schema.ts";

export interface HealthDeps {
  /** The last day of the newest statement, or `null` when there is none. Fails when storage does not answer. */
  readonly directoryExpiryDay: () => Promise<number | null>;
  /** Days since 1970 UTC. */
  readonly today: () => number;
}

/** `warning` in the last week of the directory, so that somebody renews it before reports are refused. */
async function readiness(deps: HealthDeps): Promise<Ready> {
  let expiryDay: number | null;
  try {
    expiryDay = await deps.directoryExpiryDay();
  } catch (cause) {
    throw new ApiError("not_ready", { cause });
  }
  const daysLeft = expiryDay === null ? -1 : expiryDay - deps.today();
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

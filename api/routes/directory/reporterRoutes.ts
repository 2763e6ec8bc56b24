import type { Router } from "@koa/router";
import { dayOf } from "../../../security/index.ts";
import { currentStatement } from "../../../prisma/repositories/directory.ts";
import { ApiError } from "../../errors.ts";
import type { ReporterDeps } from "../../reporterDeps.ts";
import { readStatement } from "./reporterSchema.ts";

const RETRY_AFTER_S = 10;

/** The newest statement, unless it has expired: then nobody should be told that their own clock is wrong. */
async function servedStatement(deps: ReporterDeps): Promise<Uint8Array> {
  let current;
  try {
    current = await currentStatement(deps.db);
  } catch (cause) {
    throw new ApiError("directory_unavailable", { retryAfter: RETRY_AFTER_S, cause });
  }
  if (current === null || dayOf(deps.now()) > current.expiryDay) throw new ApiError("directory_unavailable");
  return current.statement;
}

export function statementRoutes(router: Router, deps: ReporterDeps): void {
  router.get(readStatement.path, async (ctx) => {
    const statement = await deps.gates.storing.run(() => servedStatement(deps));
    ctx.type = "application/octet-stream";
    ctx.body = Buffer.from(statement);
  });
}

import type { Router } from "@koa/router";
import type { ReporterDeps } from "../../reporterDeps.ts";
import { leave } from "./schema.ts";

/**
 * The page stores nothing, so this finds nothing; it is for what a browser's add-on or an older page may have left.
 * Without "cache": nothing of ours is ever cached, and Chromium holds the answer back for seconds while it looks
 * (security/decisions/0010-quick-exit.md).
 */
export const CLEAR_SITE_DATA = '"cookies", "storage"';

/** Where quick exit leads without JavaScript. `no-store` and `no-referrer` go with every answer. */
export function exitRoutes(router: Router, deps: Pick<ReporterDeps, "exitUrl">): void {
  router.get(leave.path, (ctx) => {
    ctx.status = 303;
    ctx.set("Location", deps.exitUrl);
    ctx.set("Clear-Site-Data", CLEAR_SITE_DATA);
    ctx.body = "";
    ctx.remove("Content-Type");
  });
}

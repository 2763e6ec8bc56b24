/** What both apps have around their routes: health below them, and the same middleware, outermost first. */
import type { Router } from "@koa/router";
import Koa from "koa";
import type { Log } from "../prisma/process/log.ts";
import { errors, responseFailures } from "./middleware/errors.ts";
import { requestShape } from "./middleware/requestShape.ts";
import { securityHeaders } from "./middleware/securityHeaders.ts";
import { staticFiles } from "./middleware/staticFiles.ts";
import { type HealthDeps, healthRoutes } from "./routes/health/routes.ts";
import type { Site } from "./site.ts";

export interface AppParts extends HealthDeps {
  readonly site: Site;
  readonly log: Log;
  readonly behindTls: boolean;
}

/** @param methods that any of the routes takes; others are refused before anything else looks at a request */
export function appOf(parts: AppParts, router: Router, methods: readonly string[]): Koa {
  const { site, log, behindTls } = parts;
  healthRoutes(router, parts);
  const app = new Koa({ proxy: false });
  app.on("error", responseFailures(log));
  app.use(securityHeaders(site, behindTls));
  app.use(errors(log));
  app.use(requestShape(methods));
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.use(staticFiles(site));
  return app;
}

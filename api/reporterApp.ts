/**
 * The reporters' app: the page, the statement, intake, attachments, mailboxes. It knows no officer, sets no cookie and
 * reads none.
 */
import { Router } from "@koa/router";
import type Koa from "koa";
import { appOf } from "./appOf.ts";
import { countParts } from "../prisma/repositories/uploads.ts";
import { Gate } from "./gate.ts";
import { statementRoutes } from "./routes/directory/reporterRoutes.ts";
import { envelopeRoutes } from "./routes/envelopes/routes.ts";
import { exitRoutes } from "./routes/exit/routes.ts";
import { mailboxRoutes } from "./routes/mailbox/routes.ts";
import { partRoutes } from "./routes/parts/routes.ts";
import { UploadRoom } from "./uploadRoom.ts";
import type { ReporterDeps, ReporterLimits, ReporterOptions } from "./reporterDeps.ts";

export const REPORTER_LIMITS: ReporterLimits = {
  bodyTimeoutMs: 60_000,
  reading: 1000,
  storing: 16,
  waiting: 500,
  uploading: 200,
  storingParts: 4,
  partTimeoutMs: 80_000,
};

const BUSY_RETRY_AFTER_S = 5;

export function createReporterApp(options: ReporterOptions): Koa {
  const limits = options.limits ?? REPORTER_LIMITS;
  const gates = {
    reading: new Gate({ atOnce: limits.reading, waiting: 0, retryAfter: BUSY_RETRY_AFTER_S }),
    storing: new Gate({ atOnce: limits.storing, waiting: limits.waiting, retryAfter: BUSY_RETRY_AFTER_S }),
    uploading: new Gate({ atOnce: limits.uploading, waiting: 0, retryAfter: BUSY_RETRY_AFTER_S }),
    storingParts: new Gate({
      atOnce: limits.storingParts,
      waiting: limits.uploading,
      retryAfter: BUSY_RETRY_AFTER_S,
    }),
  };
  const uploadRoom = new UploadRoom({
    maxBytes: options.uploadsMaxBytes,
    now: options.now,
    countParts: () => countParts(options.db),
  });
  const deps: ReporterDeps = { ...options, limits, gates, uploadRoom };

  const router = new Router({ strict: true, sensitive: true });
  statementRoutes(router, deps);
  envelopeRoutes(router, deps);
  partRoutes(router, deps);
  mailboxRoutes(router, deps);
  exitRoutes(router, deps);
  return appOf(deps, router, ["GET", "HEAD", "POST"]);
}

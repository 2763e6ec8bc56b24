import type { Router } from "@koa/router";
import { INTAKE_BODY_BYTES } from "../../../security/index.ts";
import { readBody } from "../../body.ts";
import { acceptEnvelope } from "../../commands/acceptEnvelope.ts";
import type { ReporterDeps } from "../../reporterDeps.ts";
import { storing } from "../../storing.ts";
import { sendEnvelope } from "./schema.ts";
import { dayOf } from "../../../security/index.ts";

export function envelopeRoutes(router: Router, deps: ReporterDeps): void {
  router.post(sendEnvelope.path, async (ctx) => {
    await deps.checkDisk();
    const body = await deps.gates.reading.run(() =>
      readBody(ctx.req, {
        contentType: "application/octet-stream",
        limit: Math.max(...INTAKE_BODY_BYTES),
        lengths: INTAKE_BODY_BYTES,
        wrongLength: "envelope_malformed",
        timeoutMs: deps.limits.bodyTimeoutMs,
      }),
    );
    await deps.gates.storing.run(() => storing(() => acceptEnvelope(deps, body, dayOf(deps.now()))));
    ctx.body = { accepted: true };
  });
}

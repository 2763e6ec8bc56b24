import type { Router } from "@koa/router";
import { MAILBOX_REQUEST_BYTES } from "../../../security/index.ts";
import { readBody } from "../../body.ts";
import { readMailbox } from "../../commands/readMailbox.ts";
import type { ReporterDeps } from "../../reporterDeps.ts";
import { storing } from "../../storing.ts";
import { readMailbox as contract } from "./schema.ts";

export function mailboxRoutes(router: Router, deps: ReporterDeps): void {
  router.post(contract.path, async (ctx) => {
    const request = await deps.gates.reading.run(() =>
      readBody(ctx.req, {
        contentType: "application/octet-stream",
        limit: MAILBOX_REQUEST_BYTES,
        lengths: [MAILBOX_REQUEST_BYTES],
        timeoutMs: deps.limits.bodyTimeoutMs,
      }),
    );
    const slots = await deps.gates.storing.run(() => storing(() => readMailbox(deps, request)));
    ctx.type = "application/octet-stream";
    ctx.body = Buffer.from(slots.buffer, slots.byteOffset, slots.length);
  });
}

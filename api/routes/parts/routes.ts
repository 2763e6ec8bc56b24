import type { Router } from "@koa/router";
import { dayOf, PART_BODY_BYTES } from "../../../security/index.ts";
import { readBody } from "../../body.ts";
import { acceptPart } from "../../commands/acceptPart.ts";
import type { ReporterDeps } from "../../reporterDeps.ts";
import { storing } from "../../storing.ts";
import { sendPart } from "./schema.ts";

export function partRoutes(router: Router, deps: ReporterDeps): void {
  router.post(sendPart.path, async (ctx) => {
    await deps.checkDisk();
    // One place from the first byte to the last of the database, so that the bytes held in memory are bounded.
    await deps.gates.uploading.run(async () => {
      await storing(() => deps.uploadRoom.check());
      const body = await readBody(ctx.req, {
        contentType: "application/octet-stream",
        limit: PART_BODY_BYTES,
        lengths: [PART_BODY_BYTES],
        wrongLength: "part_malformed",
        timeoutMs: deps.limits.partTimeoutMs,
      });
      await deps.gates.storingParts.run(() => storing(() => acceptPart(deps, body, dayOf(deps.now()))));
    });
    ctx.body = { accepted: true };
  });
}

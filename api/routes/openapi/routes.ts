import type { Router } from "@koa/router";
import { officerDocument, reporterDocument } from "../../openapi.ts";

/** Both documents on the officers' port; made once, when first asked for. */
export function openapiRoutes(router: Router): void {
  for (const [path, make] of [
    ["/openapi.json", officerDocument],
    ["/openapi.reporter.json", reporterDocument],
  ] as const) {
    let text: string | undefined;
    router.get(path, (ctx) => {
      text ??= JSON.stringify(make());
      ctx.type = "application/json; charset=utf-8";
      ctx.body = text;
    });
  }
}

/** Turns away requests that no client of ours would make, before anything else looks at them. */
import type { Middleware } from "koa";
import { ApiError } from "../errors.ts";

/** Header lines; our own pages send about fifteen, proxies add a few. */
const MAX_HEADER_LINES = 64;

export function requestShape(methods: readonly string[]): Middleware {
  const allow = methods.join(", ");
  return (ctx, next) => {
    if (ctx.req.rawHeaders.length > 2 * MAX_HEADER_LINES) throw new ApiError("headers_too_large");
    if (!methods.includes(ctx.method)) {
      ctx.set("Allow", allow);
      throw new ApiError("method_not_allowed");
    }
    return next();
  };
}

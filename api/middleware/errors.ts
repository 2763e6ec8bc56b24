/** The only place that turns a failure into an answer, and the only one that logs a request's failure. */
import type { Context, Middleware } from "koa";
import type { Log } from "../../prisma/process/log.ts";
import { codeOf } from "../../prisma/process/log.ts";
import type { ErrorCode } from "../errors.ts";
import { ApiError, errorBody, statusOf } from "../errors.ts";

/** Writes the one error shape. Whatever was prepared before is dropped. */
function render(ctx: Context, code: ErrorCode, retryAfter?: number): void {
  ctx.status = statusOf(code);
  ctx.body = errorBody(code);
  if (retryAfter !== undefined) ctx.set("Retry-After", String(retryAfter));
  // A body that was not read to its end would be taken for the next request.
  if (!ctx.req.complete) ctx.set("Connection", "close");
}

/** A name for what failed, safe to write down: a stable code, else the class; never a message. */
function failureCode(error: unknown): string {
  const code = codeOf(error);
  if (code !== "internal" || !(error instanceof Error)) return code;
  return /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : code;
}

/** How a stream says that its other end has gone. */
const GONE: ReadonlySet<string> = new Set(["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"]);

/**
 * For what fails once an answer is on its way, when nothing can be rendered any more. A client that goes away while it is
 * answered (every console that is closed leaves its stream of events so) is no failure, and is not written down.
 */
export function responseFailures(log: Log): (error: unknown) => void {
  return (error) => {
    const code = failureCode(error);
    if (!GONE.has(code)) log.error("response_failed", { code });
  };
}

export function errors(log: Log): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof ApiError) {
        if (error.cause !== undefined) log.error("request_failed", { code: failureCode(error.cause) });
        render(ctx, error.code, error.retryAfter);
        return;
      }
      log.error("request_failed", { code: failureCode(error) });
      render(ctx, "internal");
      return;
    }
    if (ctx.status === 404 && ctx.body === undefined) render(ctx, "not_found");
    else if ((ctx.status === 405 || ctx.status === 501) && ctx.body === undefined) render(ctx, "method_not_allowed");
  };
}

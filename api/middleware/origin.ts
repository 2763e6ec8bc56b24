import type { Context } from "koa";
import { ApiError } from "../errors.ts";

/**
 * Whatever changes something must come from a page of this very site. Every browser says where a POST or PUT comes from;
 * a request that says nothing comes from no browser, and is refused so that nothing depends on which header was forgotten.
 * A proxy in front has to pass `Host` on as the browser sent it.
 * @throws ApiError `wrong_origin`
 */
export function checkOrigin(ctx: Context): void {
  const site = ctx.get("Sec-Fetch-Site");
  const origin = ctx.get("Origin");
  const sameSite = site === "" || site === "same-origin";
  const sameOrigin = origin === "" || (URL.canParse(origin) && new URL(origin).host === ctx.get("Host"));
  if (!sameSite || !sameOrigin || (site === "" && origin === "")) throw new ApiError("wrong_origin");
}

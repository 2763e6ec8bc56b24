import type { Middleware } from "koa";
import type { Encoding, Site } from "../site.ts";

const PREFERRED: readonly Encoding[] = ["br", "gzip", "identity"];
const CACHE_CONTROL = { "no-store": "no-store", immutable: "public, max-age=31536000, immutable" } as const;

/** Whether an Accept-Encoding header takes an encoding: named, and not with a weight of zero. */
function accepts(header: string, encoding: Encoding): boolean {
  return header.split(",").some((part) => {
    const [name, ...parameters] = part.trim().toLowerCase().split(";");
    return name === encoding && !parameters.some((parameter) => /^\s*q=0(?:\.0*)?\s*$/.test(parameter));
  });
}

/** Serves exactly the paths of the site; a path is compared as it came, so there is nothing to climb out of. */
export function staticFiles(site: Site): Middleware {
  return (ctx, next) => {
    const file = site.files.get(ctx.path);
    if (file === undefined || (ctx.method !== "GET" && ctx.method !== "HEAD")) return next();
    const accepted = ctx.get("Accept-Encoding");
    const encoding = PREFERRED.find((each) => file.forms.has(each) && accepts(accepted, each)) ?? "identity";
    const content = file.forms.get(encoding);
    if (content === undefined) return next();
    ctx.type = file.type;
    ctx.set("Cache-Control", CACHE_CONTROL[file.cache]);
    ctx.set("Vary", "Accept-Encoding");
    if (encoding !== "identity") ctx.set("Content-Encoding", encoding);
    ctx.body = content;
    return undefined;
  };
}

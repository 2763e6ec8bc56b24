/** Every answer of either API carries these headers, errors included. */
import helmet from "koa-helmet";
import type { Middleware } from "koa";

export interface PagePolicy {
  /** Hashes of the page's own style blocks and inline scripts, `sha256-…`. */
  readonly styleHashes: readonly string[];
  readonly scriptHashes: readonly string[];
  /** The console runs WebAssembly; the reporter's page runs nothing that needs it. */
  readonly scriptEval: "none" | "wasm";
  /** Directives under which the page shows what it holds itself, by `blob:` addresses: chosen pictures, a recorded voice. */
  readonly blobs: readonly ("img-src" | "media-src")[];
  /** What the page may ask of the device. */
  readonly asks: readonly "microphone"[];
}

/** Everything a page could ask of a device, refused but for what it says that it asks. */
const FEATURES = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "picture-in-picture",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "sync-xhr",
  "usb",
  "window-management",
  "xr-spatial-tracking",
] as const;

const permissionsPolicy = ({ asks }: PagePolicy): string =>
  FEATURES.map((feature) => `${feature}=${asks.some((asked) => asked === feature) ? "(self)" : "()"}`).join(", ");

/** Two years, the least that browsers' preload lists take. Seconds. */
const HSTS_MAX_AGE_S = 63_072_000;

const quoted = (hash: string): string => `'${hash}'`;

export function contentSecurityPolicy(page: PagePolicy): Record<string, string[]> {
  return {
    "default-src": ["'none'"],
    "script-src": [
      "'self'",
      ...(page.scriptEval === "wasm" ? ["'wasm-unsafe-eval'"] : []),
      ...page.scriptHashes.map(quoted),
    ],
    "style-src": ["'self'", ...page.styleHashes.map(quoted)],
    "img-src": ["'self'", "data:", ...(page.blobs.includes("img-src") ? ["blob:"] : [])],
    ...(page.blobs.includes("media-src") && { "media-src": ["blob:"] }),
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
  };
}

/**
 * @param page what the pages of this site need
 * @param behindTls adds HSTS, which would lock people out of a site without TLS
 */
export function securityHeaders(page: PagePolicy, behindTls: boolean): Middleware {
  const policies = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(page) },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: { policy: "require-corp" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: behindTls ? { maxAge: HSTS_MAX_AGE_S, includeSubDomains: true } : false,
    xFrameOptions: { action: "deny" },
    xPermittedCrossDomainPolicies: false,
    xDownloadOptions: false,
    xXssProtection: false,
  });
  const features = permissionsPolicy(page);
  return (ctx, next) => {
    ctx.res.sendDate = false;
    ctx.set("Permissions-Policy", features);
    ctx.set("Cache-Control", "no-store");
    return policies(ctx, next);
  };
}

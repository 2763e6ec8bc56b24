/** Every answer of either API carries these headers, errors included. */
import helmet from "koa-helmet";
import type { Middleware } from "koa";

/** What pages of this project ask of a device: a voice for the reporter's, passkeys for the officers'. */
export const ASKED = ["microphone", "publickey-credentials-create", "publickey-credentials-get"] as const;
export type Asked = (typeof ASKED)[number];

export interface PagePolicy {
  /** Hashes of the page's own style blocks and inline scripts, `sha256-…`. */
  readonly styleHashes: readonly string[];
  readonly scriptHashes: readonly string[];
  /** The console runs WebAssembly; the reporter's page runs nothing that needs it. */
  readonly scriptEval: "none" | "wasm";
  /** Directives under which the page shows what it holds itself, by `blob:` addresses: chosen pictures, a recorded voice. */
  readonly blobs: readonly ("img-src" | "media-src")[];
  /** What the page may ask of the device. */
  readonly asks: readonly Asked[];
  /** The page of this site that shows files which strangers sent, in a frame of the site's own pages; `null`: there is none. */
  readonly viewer: ViewerPolicy | null;
  /** The address of the script that this site's pages run beside themselves, in a Web Worker; `null`: there is none. */
  readonly worker: string | null;
}

/** The one Trusted Types policy that a page with a worker may make, once: it gives the worker's address and no other. */
export const WORKER_TYPES_POLICY = "abri-opener";

export interface ViewerPolicy {
  /** The one address at which it is served. */
  readonly path: string;
  /** Hashes of its one script and its one style block, `sha256-…`. */
  readonly scriptHash: string;
  readonly styleHash: string;
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

export const permissionsPolicy = ({ asks }: Pick<PagePolicy, "asks">): string =>
  FEATURES.map((feature) => `${feature}=${asks.some((asked) => asked === feature) ? "(self)" : "()"}`).join(", ");

/** What the viewer may do in its sandbox: run its own script, and offer a file to be saved. */
const VIEWER_MAY = ["allow-scripts", "allow-downloads"] as const;

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
    ...(page.viewer !== null && { "frame-src": ["'self'"] }),
    ...(page.worker !== null && { "worker-src": ["'self'"] }),
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [page.worker === null ? "'none'" : WORKER_TYPES_POLICY],
  };
}

/** The worker's: it computes on what its page hands it, and reaches nothing else. See decision 0025. */
export function workerContentPolicy({ scriptEval }: Pick<PagePolicy, "scriptEval">): Record<string, string[]> {
  return {
    "default-src": ["'none'"],
    ...(scriptEval === "wasm" && { "script-src": ["'wasm-unsafe-eval'"] }),
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
  };
}

/**
 * The viewer's: an origin of its own whoever opens it, and no source that leads to a network. Its script and its style are
 * in the page and named by their hashes; pictures and sounds come from its own memory. See decision 0014.
 */
export function viewerContentPolicy({ scriptHash, styleHash }: ViewerPolicy): Record<string, string[]> {
  return {
    "default-src": ["'none'"],
    "script-src": [`'${scriptHash}'`],
    "style-src": [`'${styleHash}'`],
    "img-src": ["blob:"],
    "media-src": ["blob:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
    sandbox: [...VIEWER_MAY],
  };
}

/**
 * @param page what the pages of this site need
 * @param behindTls adds HSTS, which would lock people out of a site without TLS
 */
export function securityHeaders(page: PagePolicy, behindTls: boolean): Middleware {
  const { viewer, worker } = page;
  const ordinary = headersWith(contentSecurityPolicy(page), "deny", behindTls);
  const features = permissionsPolicy(page);
  const beside = worker !== null && headersWith(workerContentPolicy(page), "deny", behindTls);
  const framed = viewer && headersWith(viewerContentPolicy(viewer), "sameorigin", behindTls);
  return (ctx, next) => {
    ctx.res.sendDate = false;
    ctx.set("Permissions-Policy", features);
    ctx.set("Cache-Control", "no-store");
    if (beside && ctx.path === worker) return beside(ctx, next);
    return framed && ctx.path === viewer?.path ? framed(ctx, next) : ordinary(ctx, next);
  };
}

function headersWith(
  directives: Record<string, string[]>,
  framing: "deny" | "sameorigin",
  behindTls: boolean,
): Middleware {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: { policy: "require-corp" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: behindTls ? { maxAge: HSTS_MAX_AGE_S, includeSubDomains: true } : false,
    xFrameOptions: { action: framing },
    xPermittedCrossDomainPolicies: false,
    xDownloadOptions: false,
    xXssProtection: false,
  });
}

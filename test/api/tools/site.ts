/** A built page of a few bytes, for tests that do not look at it. */
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Site, SiteFile } from "../../../api/site.ts";

const file = (type: string, cache: SiteFile["cache"], text: string): SiteFile => ({
  type,
  cache,
  forms: new Map([
    ["identity", Buffer.from(text)],
    ["br", brotliCompressSync(text)],
    ["gzip", gzipSync(text)],
  ]),
});

export const STYLE_HASH = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/** Of the reporter's page alone: the console has no inline script. */
export const SCRIPT_HASH = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";

/** The console has one, the reporter's page has none. */
export const VIEWER = { path: "/viewer.html", scriptHash: SCRIPT_HASH, styleHash: STYLE_HASH };

/** So with the worker. */
export const OPENER = "/assets/opener-0123456789ab.js";

export const testSite = (scriptEval: Site["scriptEval"] = "none"): Site => ({
  styleHashes: [STYLE_HASH],
  scriptHashes: scriptEval === "none" ? [SCRIPT_HASH] : [],
  scriptEval,
  ...(scriptEval === "none"
    ? { blobs: ["img-src", "media-src"], asks: ["microphone"] }
    : { blobs: [], asks: ["publickey-credentials-create", "publickey-credentials-get"] }),
  viewer: scriptEval === "wasm" ? VIEWER : null,
  worker: scriptEval === "wasm" ? OPENER : null,
  files: new Map([
    ...(scriptEval === "wasm"
      ? ([
          [VIEWER.path, file("text/html; charset=utf-8", "no-store", "<!doctype html>")],
          [OPENER, file("text/javascript; charset=utf-8", "immutable", "export {};")],
        ] as const)
      : []),
    ["/", file("text/html; charset=utf-8", "no-store", "<!doctype html><title>Abri</title>")],
    ["/assets/form-0123456789ab.js", file("text/javascript; charset=utf-8", "immutable", "export {};")],
  ]),
});

/** A page's manifest as its build writes it: no hashes, nothing out of the ordinary, save for what is given. */
export const plainManifest = (more: object): string =>
  JSON.stringify({
    files: [],
    styleHashes: [],
    scriptHashes: [],
    scriptEval: "none",
    blobs: [],
    asks: [],
    viewer: null,
    worker: null,
    ...more,
  });

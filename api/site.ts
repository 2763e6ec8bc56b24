/** A built web page as its build describes it: every file it may serve, held in memory. Nothing else is ever served. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { z } from "zod";
import type { PagePolicy } from "./middleware/securityHeaders.ts";

const manifestSchema = z.object({
  files: z.array(
    z.object({
      path: z.string().startsWith("/"),
      file: z.string().refine((file) => normalize(file) === file && !file.startsWith(".") && !file.startsWith("/")),
      type: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+(?:; charset=utf-8)?$/),
      cache: z.enum(["no-store", "immutable"]),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      encodings: z.array(z.enum(["br", "gzip"])),
    }),
  ),
  styleHashes: z.array(z.string().regex(/^sha256-[A-Za-z0-9+/]{43}=$/)),
  scriptEval: z.enum(["none", "wasm"]),
});

export type Encoding = "br" | "gzip" | "identity";

export interface SiteFile {
  readonly type: string;
  readonly cache: "no-store" | "immutable";
  /** Always has `identity`. */
  readonly forms: ReadonlyMap<Encoding, Buffer>;
}

export interface Site extends PagePolicy {
  /** By the path that a browser asks for. */
  readonly files: ReadonlyMap<string, SiteFile>;
}

const SUFFIXES = { br: ".br", gzip: ".gz" } as const;

/**
 * Reads `directory/manifest.json` and every file it lists.
 * @throws Error when the manifest is not one, a file is missing, or a file is not the one that was built
 */
export async function loadSite(directory: string): Promise<Site> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, "manifest.json"), "utf8")));
  const files = new Map<string, SiteFile>();
  for (const { path, file, type, cache, sha256, encodings } of manifest.files) {
    const content = await readFile(join(directory, file));
    if (createHash("sha256").update(content).digest("hex") !== sha256) {
      throw new Error(`${file} is not the file that was built`);
    }
    const forms = new Map<Encoding, Buffer>([["identity", content]]);
    for (const encoding of encodings) forms.set(encoding, await readFile(join(directory, file + SUFFIXES[encoding])));
    files.set(path, { type, cache, forms });
  }
  return { files, styleHashes: manifest.styleHashes, scriptEval: manifest.scriptEval };
}

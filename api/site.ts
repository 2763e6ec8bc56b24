/** A built web page as its build describes it: every file it may serve, held in memory. Nothing else is ever served. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { DataError } from "../prisma/errors.ts";
import { whyUnreadable } from "../prisma/process/unreadable.ts";
import { parseUnitPublic, type UnitPublic } from "../security/index.ts";
import { ASKED, type PagePolicy } from "./middleware/securityHeaders.ts";

const sourceHash = z.string().regex(/^sha256-[A-Za-z0-9+/]{43}=$/);

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
  styleHashes: z.array(sourceHash),
  scriptHashes: z.array(sourceHash),
  scriptEval: z.enum(["none", "wasm"]),
  blobs: z.array(z.enum(["img-src", "media-src"])),
  asks: z.array(z.enum(ASKED)),
  viewer: z.object({ path: z.string().startsWith("/"), scriptHash: sourceHash, styleHash: sourceHash }).nullable(),
  worker: z.string().startsWith("/").nullable(),
  /** What the pages were built with: the keys that their scripts trust. */
  unit: z.unknown().transform(parseUnitPublic),
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

export interface LoadedSite {
  readonly site: Site;
  /** Whether the pages were built before the unit's public file was last changed: floors, names, numbers. */
  readonly isStale: boolean;
}

const SUFFIXES = { br: ".br", gzip: ".gz" } as const;

const BUILD = "build the pages with `web/build.ts --unit UNIT_PUBLIC --out WEB_DIR`";

/** @throws DataError `config_invalid`: what is wrong with WEB_DIR, and what to do */
function refuse(what: string, cause?: unknown): never {
  throw new DataError("config_invalid", `WEB_DIR: ${what}; ${BUILD}`, { cause });
}

async function readPage(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    return refuse(`${file} ${whyUnreadable(cause)}`, cause);
  }
}

async function readManifest(file: string): Promise<z.infer<typeof manifestSchema>> {
  const text = (await readPage(file)).toString("utf8");
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    return refuse(`${file} is not what this version's build writes`, cause);
  }
}

/**
 * Reads `directory/manifest.json` and every file it lists. Pages of another unit would seal to keys that nobody here has.
 * @param unit the unit that this process serves
 * @throws DataError `config_invalid` when the manifest is not one, a file is missing or not the one that was built, or
 * the pages are another unit's
 */
export async function loadSite(directory: string, unit: UnitPublic): Promise<LoadedSite> {
  const manifest = await readManifest(join(directory, "manifest.json"));
  if (manifest.unit.unitId !== unit.unitId || manifest.unit.rootKey !== unit.rootKey) {
    refuse(`the pages in ${directory} were built for another unit than the one of UNIT_PUBLIC`);
  }
  const files = new Map<string, SiteFile>();
  for (const { path, file, type, cache, sha256, encodings } of manifest.files) {
    const content = await readPage(join(directory, file));
    if (createHash("sha256").update(content).digest("hex") !== sha256) {
      refuse(`${join(directory, file)} is not the file that was built`);
    }
    const forms = new Map<Encoding, Buffer>([["identity", content]]);
    for (const encoding of encodings) forms.set(encoding, await readPage(join(directory, file + SUFFIXES[encoding])));
    files.set(path, { type, cache, forms });
  }
  const { styleHashes, scriptHashes, scriptEval, blobs, asks, viewer, worker } = manifest;
  const site = { files, styleHashes, scriptHashes, scriptEval, blobs, asks, viewer, worker };
  return { site, isStale: !isDeepStrictEqual(manifest.unit, unit) };
}

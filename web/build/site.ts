/** A site under construction: files by name, each with its hash and its compressed forms, and the manifest that lists them. */
import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { UnitPublic } from "../../security/index.ts";

export type CacheRule = "no-store" | "immutable";

/** How hard Brotli tries. "quick" is some kilobytes more, for a tenth of the time: for pages that nobody fetches from afar. */
export type Compression = "smallest" | "quick";

const BROTLI_QUALITY: Record<Compression, number> = { smallest: 11, quick: 5 };

export interface ManifestFile {
  /** What a browser asks for, "/" for the page itself. */
  readonly path: string;
  /** Where it is, relative to the manifest; `.br` and `.gz` lie beside it. */
  readonly file: string;
  readonly type: string;
  readonly cache: CacheRule;
  /** Of the file as it is, hex. */
  readonly sha256: string;
  readonly encodings: readonly ("br" | "gzip")[];
}

export interface Manifest {
  readonly files: readonly ManifestFile[];
  /** Content Security Policy sources of the inline style blocks and scripts: `sha256-…`, base64. */
  readonly styleHashes: readonly string[];
  readonly scriptHashes: readonly string[];
  /** "wasm": the page needs `wasm-unsafe-eval`. Nothing ever needs more. */
  readonly scriptEval: "none" | "wasm";
  /** Directives under which the page shows what it holds itself, by `blob:` addresses. */
  readonly blobs: readonly ("img-src" | "media-src")[];
  /** What the page may ask of the device. */
  readonly asks: readonly ("microphone" | "publickey-credentials-create" | "publickey-credentials-get")[];
  /** The page for a frame that shows files which strangers sent: served with a policy of its own. */
  readonly viewer: ManifestViewer | null;
  /** The script that the page runs in a Web Worker: served with a policy of its own. */
  readonly worker: string | null;
  /** The unit whose keys are in the scripts: a server refuses pages of another one. */
  readonly unit: UnitPublic;
}

export interface ManifestViewer {
  readonly path: string;
  /** Of its one script and its one style block, both inline. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
};

function typeOf(file: string): string {
  const type = TYPES[file.slice(file.lastIndexOf(".") + 1)];
  if (type === undefined) throw new Error(`no media type is known for ${file}`);
  return type;
}

const sha256Hex = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

const sourceHash = (content: string): string => `sha256-${createHash("sha256").update(content).digest("base64")}`;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify<Buffer, { level: number }, Buffer>(gzip);

/** Writes a file and its compressed forms beside it. */
async function writeCompressed(target: string, content: Buffer, quality: number): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await Promise.all([
    writeFile(target, content),
    toBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).then((br) =>
      writeFile(`${target}.br`, br),
    ),
    toGzip(content, { level: 9 }).then((gz) => writeFile(`${target}.gz`, gz)),
  ]);
}

export class Site {
  readonly #files = new Map<string, { content: Buffer; paths: readonly string[]; cache: CacheRule }>();
  readonly #styleHashes = new Set<string>();
  readonly #scriptHashes = new Set<string>();
  #viewer: ManifestViewer | null = null;
  #worker: string | null = null;

  /** Adds a file under its own name. Returns the path a browser asks for. */
  add(file: string, content: string | Uint8Array, cache: CacheRule): string {
    const path = `/${file}`;
    this.#set(file, content, cache, [path]);
    return path;
  }

  /** Adds a file whose name is its hash and nothing else: `assets/0123456789ab.js`. */
  addHashed(extension: string, content: string | Uint8Array, cache: CacheRule): string {
    return this.add(`assets/${sha256Hex(content).slice(0, 12)}.${extension}`, content, cache);
  }

  /** The page itself, with what stands inline in it; the same page may be asked for at several addresses. */
  addPage(html: string, inline: { style: string; script?: string }, paths: readonly string[] = ["/"]): void {
    this.#styleHashes.add(sourceHash(inline.style));
    if (inline.script !== undefined) this.#scriptHashes.add(sourceHash(inline.script));
    this.#set("index.html", html, "no-store", paths);
  }

  /** Adds the viewer: what stands inline in it may run there and nowhere else. */
  addViewer(html: string, inline: { readonly style: string; readonly script: string }): void {
    const path = this.add("viewer.html", html, "no-store");
    this.#viewer = { path, scriptHash: sourceHash(inline.script), styleHash: sourceHash(inline.style) };
  }

  /** Adds the script of the page's worker. Returns its address. */
  addWorker(file: string, content: Uint8Array): string {
    this.#worker = this.add(file, content, "immutable");
    return this.#worker;
  }

  #set(file: string, content: string | Uint8Array, cache: CacheRule, paths: readonly string[]): void {
    if (this.#files.has(file)) throw new Error(`${file} is built twice`);
    this.#files.set(file, { content: Buffer.from(content), paths, cache });
  }

  /** Writes everything into an emptied `directory`. */
  async write(
    directory: string,
    about: Omit<Manifest, "files" | "styleHashes" | "scriptHashes" | "viewer" | "worker">,
    compression: Compression = "smallest",
  ): Promise<Manifest> {
    await rm(directory, { recursive: true, force: true });
    // All at once: there are some for each language, and to compress them well is most of what a build does.
    const quality = BROTLI_QUALITY[compression];
    await Promise.all(
      [...this.#files].map(([file, { content }]) => writeCompressed(join(directory, file), content, quality)),
    );
    const files: ManifestFile[] = [];
    for (const [file, { content, paths, cache }] of this.#files) {
      const sha256 = sha256Hex(content);
      for (const path of paths) {
        files.push({ path, file, type: typeOf(file), cache, sha256, encodings: ["br", "gzip"] });
      }
    }
    const manifest: Manifest = {
      files,
      styleHashes: [...this.#styleHashes],
      scriptHashes: [...this.#scriptHashes],
      viewer: this.#viewer,
      worker: this.#worker,
      ...about,
    };
    await writeFile(join(directory, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }
}

/** One way to call esbuild: browsers of the last four years, minified, no inline anything. */
import { dirname, join, resolve, sep } from "node:path";
import { existsSync } from "node:fs";
import type { BuildOptions, Plugin } from "esbuild";

/** The checkout: the nearest folder above this file that holds the sources of the web pages. */
export function findRoot(from: string = import.meta.dirname): string {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (at === dirname(at)) throw new Error("the folder with package.json was not found above the build");
  }
}

/**
 * Our own modules only define things: importing one does nothing by itself. Telling esbuild so lets it leave out what
 * a page does not use, the roster and the vault on the reporter's page above all.
 */
function pureSources(root: string): Plugin {
  const pure = ["security", "web"].map((folder) => join(root, folder) + sep);
  return {
    name: "pure-sources",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        const file = resolve(resolveDir, path);
        if (kind === "entry-point" || !/\.tsx?$/.test(file) || !pure.some((folder) => file.startsWith(folder)))
          return null;
        return { path: file, sideEffects: false };
      });
    },
  };
}

export function bundleOptions(root: string, define: Record<string, string>): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["es2022", "chrome108", "firefox115", "safari16"],
    minify: true,
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    write: false,
    outdir: join(root, "unused"),
    jsx: "automatic",
    jsxImportSource: "preact",
    define,
    plugins: [pureSources(root)],
    logLevel: "silent",
  };
}

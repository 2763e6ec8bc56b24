/**
 * The Redis that tests start. No npm package carries one, so: ABRI_REDIS_SERVER, an installed redis-server or
 * valkey-server, else Debian's: installed by root, unpacked beside the checkout's modules by an ordinary user.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, aptUnpack, hasApt, which } from "./apt.ts";
import { cached } from "./cache.ts";

/**
 * Full path of a redis-server that starts.
 * @throws Error naming the tool and what was tried.
 */
export async function findRedisServer(): Promise<string> {
  const wanted = process.env["ABRI_REDIS_SERVER"];
  if (wanted) return started(wanted);
  const installed = which("redis-server", "valkey-server");
  if (installed !== null) return started(installed);
  if (!hasApt())
    throw new Error('redis-server not found. Install "redis-server", or set ABRI_REDIS_SERVER to its path.');
  if (process.getuid?.() === 0) {
    aptInstall(["redis-server"]);
    return started(which("redis-server") ?? "redis-server");
  }
  return started(join(await cached("redis-package", unpackRedis), "redis-server"));
}

/** Unpacked libraries are not where the loader looks, hence a script of two lines in front of the program. */
function unpackRedis(dir: string): void {
  const tree = join(dir, "tree");
  mkdirSync(tree);
  aptUnpack("redis-server", tree);
  const script = join(dir, "redis-server");
  const libraries = libraryDirs(join("tree", "usr", "lib"), dir).map((path) => `$here/${path}`);
  writeFileSync(
    script,
    `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="${libraries.join(delimiter)}" exec "$here/tree/usr/bin/redis-server" "$@"
`,
  );
  chmodSync(script, 0o755);
}

function libraryDirs(under: string, base: string): string[] {
  return readdirSync(join(base, under), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith("-linux-gnu"))
    .map((entry) => join(under, entry.name));
}

function started(path: string): string {
  const asked = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 60_000 });
  if (asked.status !== 0) {
    throw new Error(`redis-server at ${path} does not start: ${(asked.error?.message ?? asked.stderr).slice(0, 300)}`);
  }
  return path;
}

/**
 * exiftool, which says what is left in a cleaned picture. A Perl program that no npm package carries everywhere, so:
 * ABRI_EXIFTOOL, an installed one, else Debian's: installed by root, unpacked beside the checkout's modules by an
 * ordinary user.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, aptUnpack, hasApt, which } from "./apt.ts";
import { cached } from "./cache.ts";

const PACKAGE = "libimage-exiftool-perl";

/**
 * Full path of an exiftool that starts.
 * @throws Error naming the tool and what was tried.
 */
export async function findExiftool(): Promise<string> {
  const wanted = process.env["ABRI_EXIFTOOL"];
  if (wanted) return started(wanted);
  const installed = which("exiftool");
  if (installed !== null) return started(installed);
  if (!hasApt()) throw new Error(`exiftool not found. Install "${PACKAGE}", or set ABRI_EXIFTOOL to its path.`);
  if (process.getuid?.() === 0) {
    aptInstall([PACKAGE]);
    return started(which("exiftool") ?? "exiftool");
  }
  return started(join(await cached("exiftool-package", unpackExiftool), "exiftool"));
}

/** Its modules are not where Perl looks, hence a script of two lines in front of the program. */
function unpackExiftool(dir: string): void {
  const tree = join(dir, "tree");
  mkdirSync(tree);
  aptUnpack(PACKAGE, tree);
  const script = join(dir, "exiftool");
  writeFileSync(
    script,
    `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec perl -I "$here/tree/usr/share/perl5" "$here/tree/usr/bin/exiftool" "$@"
`,
  );
  chmodSync(script, 0o755);
}

function started(path: string): string {
  const asked = spawnSync(path, ["-ver"], { encoding: "utf8", timeout: 60_000 });
  if (asked.status !== 0) {
    throw new Error(`exiftool at ${path} does not start: ${(asked.error?.message ?? asked.stderr).slice(0, 300)}`);
  }
  return path;
}

/**
 * All that exiftool finds in files, unknown tags and embedded pictures included: for each, `Group:Tag` and value. What
 * it says of the file in the file system and of itself is left out, its warnings are not.
 */
export async function readWithExiftool(paths: readonly string[]): Promise<Record<string, string>[]> {
  const path = await findExiftool();
  const options = ["-json", "-a", "-u", "-U", "-ee", "-G1", "-s", "-b", "-api", "LargeFileSupport=1"];
  const asked = spawnSync(path, [...options, ...paths], { encoding: "utf8", timeout: 60_000, maxBuffer: 2 ** 26 });
  if (asked.status !== 0) throw new Error(`exiftool failed: ${asked.stderr.slice(0, 500)}`);
  const files = JSON.parse(asked.stdout) as Record<string, unknown>[];
  return files.map((file) =>
    Object.fromEntries(
      Object.entries(file)
        .filter(([tag]) => tag !== "SourceFile" && tag !== "ExifTool:ExifToolVersion" && !tag.startsWith("System:"))
        .map(([tag, value]) => [tag, String(value)]),
    ),
  );
}

/**
 * Writes tags into files, in their places.
 * @param tags as exiftool takes them, `-Group:Tag=value`; those that a kind of file does not know are left out of it
 */
export async function writeWithExiftool(paths: readonly string[], tags: readonly string[]): Promise<void> {
  const path = await findExiftool();
  const asked = spawnSync(path, ["-q", "-q", "-m", "-overwrite_original", ...tags, ...paths], {
    encoding: "utf8",
    timeout: 60_000,
  });
  if (asked.status !== 0) throw new Error(`exiftool failed: ${asked.stderr.slice(0, 500)}`);
}

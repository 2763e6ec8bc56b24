/** Debian packages, for the tools that no npm package carries everywhere: Redis, exiftool, and as a last resort Chromium. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Full path of the first of these programs on PATH (or in the usual places an ordinary user's PATH leaves out). */
export function which(...names: string[]): string | null {
  const path = `${process.env["PATH"] ?? ""}:/usr/local/bin:/usr/bin:/usr/sbin`;
  for (const name of names) {
    const found = spawnSync("/bin/sh", ["-c", `command -v "$1"`, "sh", name], {
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

export function hasApt(): boolean {
  return which("apt-get") !== null && which("dpkg") !== null;
}

function run(command: string, args: string[], cwd?: string): string {
  const done = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status !== 0) {
    throw new Error(
      `${command} ${args.join(" ")} failed: ${(done.stderr || done.error?.message) ?? ""}`.slice(0, 2000),
    );
  }
  return done.stdout;
}

/** Installs packages for the whole machine. Root only. */
export function aptInstall(packages: readonly string[]): void {
  run("apt-get", ["update", "-q"]);
  run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages]);
}

/**
 * Unpacks a package, and whatever it needs that this machine lacks, into `dir` without installing anything: what an
 * ordinary user can do. Package lists and downloads stay inside `dir` too.
 */
export function aptUnpack(wanted: string, dir: string): void {
  const lists = join(dir, "apt", "lists");
  const archives = join(dir, "apt", "archives");
  mkdirSync(join(lists, "partial"), { recursive: true });
  mkdirSync(join(archives, "partial"), { recursive: true });
  const own = ["-q", "-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${join(dir, "apt")}`];
  run("apt-get", [...own, "update"]);
  const plan = run("apt-get", [...own, "--simulate", "--no-install-recommends", "install", wanted]);
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? "");
  run("apt-get", [...own, "download", ...names], archives);
  for (const file of readdirSync(archives).filter((name) => name.endsWith(".deb"))) {
    run("dpkg", ["-x", join(archives, file), dir]);
  }
  rmSync(join(dir, "apt"), { recursive: true });
}

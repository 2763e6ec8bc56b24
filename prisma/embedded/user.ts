/** Postgres refuses to run as root. As root, its programs run in a user namespace, or as `nobody`. */
import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { ChildProcess, StdioOptions } from "node:child_process";

const NOBODY = 65_534;

/** How to start a program so that Postgres accepts whom it runs as. */
export interface RunAs {
  prefix: readonly string[];
  identity: { uid?: number; gid?: number };
  /** Whether files have to belong to `nobody`. */
  ownFiles: boolean;
}

const AS_WE_ARE: RunAs = { prefix: [], identity: {}, ownFiles: false };
const IN_NAMESPACE: RunAs = {
  prefix: ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
  identity: {},
  ownFiles: false,
};
const AS_NOBODY: RunAs = { prefix: [], identity: { uid: NOBODY, gid: NOBODY }, ownFiles: true };
/**
 * Nobody who may still pass through directories that only root may enter: a checkout below /root is one. `setpriv` is in
 * util-linux, which every Debian has.
 */
const AS_NOBODY_ANYWHERE: RunAs = {
  prefix: [
    "setpriv",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ],
  identity: {},
  ownFiles: true,
};

/**
 * Chooses once per start. A cluster that `nobody` owns stays nobody's: from inside a namespace, where we would be
 * called nobody without being it, its files cannot be opened.
 * @param namespaces false to do without user namespaces (some containers forbid them)
 */
export function chooseUser(cluster: string, namespaces = true): RunAs {
  if (process.getuid?.() !== 0) return AS_WE_ARE;
  const version = path.join(cluster, "PG_VERSION");
  const isNobodys = existsSync(version) && statSync(version).uid === NOBODY;
  if (!isNobodys && namespaces && works(IN_NAMESPACE)) return IN_NAMESPACE;
  return works(AS_NOBODY_ANYWHERE) ? AS_NOBODY_ANYWHERE : AS_NOBODY;
}

function works({ prefix }: RunAs): boolean {
  const [program, ...args] = prefix as readonly [string, ...string[]];
  return spawnSync(program, [...args, "true"], { stdio: "ignore" }).status === 0;
}

/** Gives a directory and all that is in it to whoever will run Postgres; nothing to do unless that is `nobody`. */
export function handOver(directory: string, user: RunAs): void {
  if (!user.ownFiles) return;
  if (lstatSync(directory).uid === NOBODY) return;
  for (const entry of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    chownSync(path.join(directory, entry), NOBODY, NOBODY);
  }
  chownSync(directory, NOBODY, NOBODY);
}

interface RunOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  stdio: StdioOptions;
  detached?: boolean;
}

/** Starts a program as `user`, with a clean environment: what we know does not belong into a server's. */
export function startAs(user: RunAs, program: string, args: readonly string[], options: RunOptions): ChildProcess {
  const [first, ...rest] = [...user.prefix, program, ...args] as [string, ...string[]];
  return spawn(first, rest, {
    ...options,
    ...user.identity,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", ...options.env },
  });
}

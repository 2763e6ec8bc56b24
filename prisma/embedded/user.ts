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
}

const AS_WE_ARE: RunAs = { prefix: [], identity: {} };
const IN_NAMESPACE: RunAs = {
  prefix: ["unshare", "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
  identity: {},
};
const AS_NOBODY: RunAs = { prefix: [], identity: { uid: NOBODY, gid: NOBODY } };

/**
 * Chooses once per start. A cluster that `nobody` owns stays nobody's: from inside a namespace, where we would be
 * called nobody without being it, its files cannot be opened.
 * @param namespaces false to do without user namespaces (some containers forbid them)
 */
export function chooseUser(cluster: string, namespaces = true): RunAs {
  if (process.getuid?.() !== 0) return AS_WE_ARE;
  const version = path.join(cluster, "PG_VERSION");
  const isNobodys = existsSync(version) && statSync(version).uid === NOBODY;
  if (!isNobodys && namespaces && canUnshare()) return IN_NAMESPACE;
  return AS_NOBODY;
}

function canUnshare(): boolean {
  const [program, ...args] = IN_NAMESPACE.prefix as readonly [string, ...string[]];
  return spawnSync(program, [...args, "true"], { stdio: "ignore" }).status === 0;
}

/** Gives a directory and all that is in it to whoever will run Postgres; nothing to do unless that is `nobody`. */
export function handOver(directory: string, user: RunAs): void {
  if (user.identity.uid === undefined) return;
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

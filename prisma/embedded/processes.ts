/** Which server processes live on a data directory. Only Linux tells; elsewhere Postgres's own lock file has to do. */
import { readFileSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Process ids of everything of Postgres that works in `cluster` (its processes do, it is their working directory),
 * zombies left out. @returns null where the system does not tell
 */
export function serversOn(cluster: string): number[] | null {
  if (process.platform !== "linux") return null;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServer(pid) && worksIn(pid, cluster));
}

/** The process id in the lock file, which is the postmaster's; null when there is none. */
export function lockedBy(cluster: string): number | null {
  try {
    const pid = Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Removes a lock file that a killed server left behind and that Postgres itself takes for a living one, because its
 * process id is a zombie's or has been given to another program (both common in containers).
 * @returns whether there was one, and nothing lives on the data directory
 */
export function removeStaleLock(cluster: string): boolean {
  const living = serversOn(cluster);
  if (living === null || living.length > 0 || lockedBy(cluster) === null) return false;
  rmSync(path.join(cluster, "postmaster.pid"), { force: true });
  return true;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return stateOf(pid) !== "Z";
  } catch {
    return false;
  }
}

function isServer(pid: number): boolean {
  const stat = readOrEmpty(pid);
  return /^\d+ \(postgres\) [^Z]/.test(stat);
}

/**
 * A process of ours whose directory we may not see is counted in: better to wait for it than to run twice. One of
 * another user cannot work in a directory that is ours alone.
 */
function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" && ownerOf(pid) === process.getuid?.();
  }
}

function ownerOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

function stateOf(pid: number): string | undefined {
  return /^\d+ \(.*\) (\S)/s.exec(readOrEmpty(pid))?.[1];
}

function readOrEmpty(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}

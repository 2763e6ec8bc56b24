/** A floor of free disk below which nothing is taken in: a full disk would lose what was promised to be kept. */
import { statfs } from "node:fs/promises";
import { ApiError } from "./errors.ts";

const CACHE_MS = 5000;
const RETRY_AFTER_S = 300;

export interface DiskOptions {
  readonly path: string;
  readonly minFreeBytes: number;
  readonly now: () => number;
  /** Free bytes under a path; tests put their own. */
  readonly freeBytes?: (path: string) => Promise<number>;
}

async function freeBytesOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** Returns a check that throws `disk_low` below the floor; it asks the system at most once in five seconds. */
export function diskFloor(options: DiskOptions): () => Promise<void> {
  const measure = options.freeBytes ?? freeBytesOf;
  let measured: { at: number; free: Promise<number> } | undefined;
  return async () => {
    const at = options.now();
    if (measured === undefined || at - measured.at >= CACHE_MS || at < measured.at) {
      measured = { at, free: measure(options.path) };
    }
    if ((await measured.free) < options.minFreeBytes) throw new ApiError("disk_low", { retryAfter: RETRY_AFTER_S });
  };
}

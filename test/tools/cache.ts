/** Where tests keep what they unpack or fetch once per checkout: inside node_modules, so a clean clone is clean. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, existsSync } from "node:fs";
import { join } from "node:path";

export const projectDir = join(import.meta.dirname, "..", "..");
const cacheDir = join(projectDir, "node_modules", ".cache", "abri");

/**
 * The directory `name` in the cache, made by `fill` the first time. Filled beside and moved into place, so that two
 * processes at once, or one that was killed, never leave half of it.
 * @param fill gets an empty directory and puts everything into it.
 */
export async function cached(name: string, fill: (dir: string) => Promise<void> | void): Promise<string> {
  const dir = join(cacheDir, name);
  if (existsSync(dir)) return dir;
  mkdirSync(cacheDir, { recursive: true });
  const making = mkdtempSync(join(cacheDir, `${name}-`));
  try {
    await fill(making);
    renameSync(making, dir);
  } catch (cause) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(dir)) throw cause;
  }
  return dir;
}

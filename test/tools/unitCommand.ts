/** Runs `npm run unit -- …` as the process it is. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { cached, projectDir } from "./cache.ts";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let program: Promise<string> | undefined;

/**
 * The command line in one file: it starts in a third of the time that it takes to translate it anew at each run. Inside of
 * node_modules, where it finds the packages that it imports, and named by its content: two checkouts may share them.
 */
async function compile(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(projectDir, "security/cli/main.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
    write: false,
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const name = `unit-command-${createHash("sha256").update(contents).digest("hex").slice(0, 16)}`;
  return join(await cached(name, (dir) => writeFileSync(join(dir, "main.mjs"), contents)), "main.mjs");
}

/** Each run starts a process. `stdin` is what the process reads, nothing when left out. */
export async function runUnit(args: readonly string[], stdin = ""): Promise<Run> {
  const command = [await (program ??= compile()), ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { cwd: projectDir }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(stdin);
  });
}

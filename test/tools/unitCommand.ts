/** Runs `npm run unit -- …` as the process it is. */
import { execFile } from "node:child_process";
import { bundled } from "./bundle.ts";
import { projectDir } from "./cache.ts";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Each run starts a process. `stdin` is what the process reads, nothing when left out. */
export async function runUnit(args: readonly string[], stdin = ""): Promise<Run> {
  const command = [await bundled("security/cli/main.ts"), ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { cwd: projectDir }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(stdin);
  });
}

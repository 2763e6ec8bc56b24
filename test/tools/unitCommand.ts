/** Runs `npm run unit -- …` as the process it is. */
import { execFile } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Each run starts a process of about half a second. `stdin` is what the process reads, nothing when left out. */
export function runUnit(args: readonly string[], stdin = ""): Promise<Run> {
  return new Promise((resolve) => {
    const command = ["--import", "tsx", join(ROOT, "security/cli/main.ts"), ...args];
    const child = execFile(process.execPath, command, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(stdin);
  });
}

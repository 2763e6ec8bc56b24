/**
 * The processes of a demonstration: the same programs that production runs apart, as children of this one. A child that
 * dies is started again; one that keeps dying ends the start, so that a broken process is seen and not spun.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { StartError } from "./errors.ts";

const END_WITH_PARENT = new URL("./endWithParent.ts", import.meta.url).href;
const RESTART_DELAY_MS = 500;
const RESTARTS_WITHIN_MS = 30_000;
const RESTARTS_AT_MOST = 5;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

export interface ProcessSpec {
  readonly name: string;
  /** Path of a TypeScript program, and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningProcess {
  readonly name: string;
  stop(): Promise<void>;
}

/**
 * Starts a program and resolves once it has logged the event `listening`.
 * @throws StartError `process_keeps_failing` when it ends before that
 */
export async function startProcess(
  spec: ProcessSpec,
  onLine: (name: string, line: string) => void,
  onGivenUp: (error: StartError) => void,
): Promise<RunningProcess> {
  let stopping = false;
  let ready = false;
  let child: ChildProcess;
  const restarts: number[] = [];
  let becomeReady: () => void;
  let fail: (error: StartError) => void;
  const readiness = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    fail = reject;
  });

  const launch = (): void => {
    child = spawn(process.execPath, ["--import", "tsx", "--import", END_WITH_PARENT, ...spec.command], {
      env: { ...inheritedEnvironment(), ...spec.env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        onLine(spec.name, line);
        if (line.includes('"event":"listening"')) {
          ready = true;
          becomeReady();
        }
      });
    }
    child.once("exit", () => {
      if (stopping) return;
      const error = new StartError("process_keeps_failing", `the ${spec.name} process keeps ending`);
      if (!ready) return fail(error);
      const now = Date.now();
      restarts.push(now);
      while ((restarts[0] as number) < now - RESTARTS_WITHIN_MS) restarts.shift();
      if (restarts.length > RESTARTS_AT_MOST) return onGivenUp(error);
      setTimeout(() => {
        if (!stopping) launch();
      }, RESTART_DELAY_MS);
    });
  };

  launch();
  const late = setTimeout(() => {
    fail(new StartError("process_keeps_failing", `the ${spec.name} process is not ready`));
  }, READY_WITHIN_MS);
  try {
    await readiness;
  } catch (error) {
    stopping = true;
    await end(child!);
    throw error;
  } finally {
    clearTimeout(late);
  }

  return {
    name: spec.name,
    stop: async () => {
      stopping = true;
      await end(child);
    },
  };
}

/** What a program needs of the surroundings; the settings of one process never leak into another. */
function inheritedEnvironment(): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of ["PATH", "HOME", "TMPDIR", "LANG", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "LD_LIBRARY_PATH"]) {
    const value = process.env[name];
    if (value !== undefined) out[name] = value;
  }
  return out;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await exited;
  clearTimeout(hard);
}

/** One of our processes as a child: ready when it says so, killed and started again at will, every byte it says kept. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { projectDir } from "./cache.ts";

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;
/** Every process of ours says this event once it serves. */
const READY = '"event":"listening"';

export interface ProgramSpec {
  name: string;
  /** Arguments of Node: flags, program, its arguments. */
  args: readonly string[];
  /** The whole environment; nothing of the tests' own gets through but what programs need to be found. */
  env: Readonly<Record<string, string>>;
  /** What it says once it serves; the event `listening` when left out. */
  ready?: string;
}

export interface Program {
  readonly name: string;
  /** Everything it has said since its first start, on both streams. */
  output(): string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again with the same settings, and waits until it is ready. */
  restart(): Promise<void>;
  /** Asks it to end, and waits. @returns its exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
}

/** Starts a program and waits until it says that it is listening. @throws Error with what it said when it does not */
export async function startProgram(spec: ProgramSpec): Promise<Program> {
  let said = "";
  let child: ChildProcess;

  const launch = async (): Promise<void> => {
    const from = said.length;
    child = spawn(process.execPath, [...spec.args], {
      cwd: projectDir,
      env: { ...inherited(), ...spec.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const deadline = Date.now() + READY_LIMIT_MS;
    while (!said.slice(from).includes(spec.ready ?? READY)) {
      if (ended(child) || Date.now() > deadline) {
        await end(child, "SIGKILL");
        throw new Error(`${spec.name} did not start:\n${said.slice(from)}`);
      }
      await wait(20);
    }
  };

  await launch();
  return {
    name: spec.name,
    output: () => said,
    kill: async () => {
      await end(child, "SIGKILL");
    },
    restart: launch,
    stop: () => end(child, "SIGTERM"),
  };
}

/** Runs a program to its end, with `input` as what somebody types. @returns what it said, and its exit code */
export async function runProgram(spec: ProgramSpec, input?: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [...spec.args], {
    cwd: projectDir,
    env: { ...inherited(), ...spec.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // it may end without having read
  child.stdin.end(input);
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

/**
 * Below those that systems give to whoever asks for any port, and to whoever connects: so that none of them comes in between a
 * look at a port and its use.
 */
const FIRST_PORT = 20_000;
const PORTS = 10_000;
const given = new Set<number>();

/** A port of loopback that was free a moment ago, another one each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (!ended(child)) {
    const gone = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    await gone;
    clearTimeout(late);
  }
  return child.exitCode;
}

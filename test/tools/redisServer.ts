/**
 * A real Redis (or Valkey) for tests: on a loopback port of its own, with an append-only file and `noeviction`, as
 * production runs it. Its data lives in a temporary directory; `stop()` removes it, `kill()` and `restart()` keep it.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "./childProcess.ts";
import { findRedisServer } from "./redisBinary.ts";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 60_000;

export interface RedisServer {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string;
  /** Holds the append-only file: what a thief of the disk would have. */
  readonly dataDir: string;
  /** Ends the process as a power cut would; the append-only file stays. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same files. */
  restart(): Promise<void>;
  /** Stops it in order, and removes its files. */
  stop(): Promise<void>;
}

/** Starts a server and waits until it answers. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = await findRedisServer();
  const dataDir = await mkdtemp(join(tmpdir(), "abri-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(program, port, dataDir, url);
  return {
    url,
    dataDir,
    kill: () => end(child, "SIGKILL"),
    restart: async () => {
      child = await launch(program, port, dataDir, url);
    },
    stop: async () => {
      await end(child, "SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function launch(program: string, port: number, dataDir: string, url: string): Promise<ChildProcess> {
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: dataDir,
    daemonize: "no",
    save: "",
    appendonly: "yes",
    appendfsync: "always",
    "maxmemory-policy": "noeviction",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await end(child, "SIGKILL");
      throw new Error(`${program} did not start:\n${said}`);
    }
    await wait(30);
  }
  return child;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
  await gone;
  clearTimeout(late);
}

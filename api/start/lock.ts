/**
 * One running start per data directory. The lock is a listening local socket named after the directory: the kernel frees
 * it when its holder dies, so a kill -9 leaves nothing to clean up, and there is no stale pid to misread.
 */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { StartError } from "./errors.ts";

export interface DataDirLock {
  release(): void;
}

/** `dataDir` must exist and be absolute. @throws StartError `data_dir_in_use` when another start holds it */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const name = `abri-${createHash("sha256").update(dataDir).digest("hex").slice(0, 24)}`;
  // Linux: an abstract name, which has no file. Elsewhere: a file that a dead holder leaves behind.
  const address = process.platform === "linux" ? `\0${name}` : path.join(os.tmpdir(), `${name}.lock`);
  let server = await listen(address);
  if (server === null && process.platform !== "linux" && !(await answers(address))) {
    rmSync(address, { force: true });
    server = await listen(address);
  }
  if (server === null) {
    throw new StartError("data_dir_in_use", `another start is running on ${dataDir}`);
  }
  const held = server;
  return { release: () => held.close() };
}

/** Whether a start runs on `dataDir`, which must exist and be absolute. */
export async function isRunningOn(dataDir: string): Promise<boolean> {
  try {
    (await lockDataDir(dataDir)).release();
    return false;
  } catch (error) {
    if (error instanceof StartError) return true;
    throw error;
  }
}

function listen(address: string): Promise<net.Server | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
}

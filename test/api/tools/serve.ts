/** Puts an app on a port of this machine, and talks to it over bare sockets where an HTTP client would be too polite. */
import { connect, type AddressInfo } from "node:net";
import type Koa from "koa";
import { listen, serverOf, SERVER_LIMITS, stop, type ServerLimits } from "../../../api/server.ts";

export interface Served {
  readonly url: string;
  readonly port: number;
  /** Writes each chunk after `pauseMs`, then waits for the other side to close; everything it said. */
  raw(chunks: string | readonly (string | Uint8Array)[], pauseMs?: number): Promise<string>;
  stop(): Promise<void>;
}

export async function serve(app: Koa, limits: Partial<ServerLimits> = {}): Promise<Served> {
  const server = serverOf(app, { ...SERVER_LIMITS, ...limits });
  await listen(server, 0, "127.0.0.1");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    raw: (chunks, pauseMs = 0) => talk(port, typeof chunks === "string" ? [chunks] : chunks, pauseMs),
    stop: () => stop(server, 10_000),
  };
}

function talk(port: number, chunks: readonly (string | Uint8Array)[], pauseMs: number): Promise<string> {
  return new Promise((resolve) => {
    const heard: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const done = (): void => resolve(Buffer.concat(heard).toString("latin1"));
    socket.on("data", (chunk) => heard.push(chunk));
    socket.on("error", done).on("close", done);
    void (async () => {
      for (const chunk of chunks) {
        if (!socket.writable) return;
        socket.write(chunk);
        if (pauseMs > 0) await new Promise((after) => setTimeout(after, pauseMs));
      }
    })();
  });
}

/** Status and JSON body of a raw answer. */
export function parseRaw(answer: string): { status: number; head: string; body: string } {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: rest.join("\r\n\r\n") };
}

/** The code in an answer of the one error shape. */
export async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { error?: { code?: string } };
  return body.error?.code ?? "none";
}

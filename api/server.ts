/** The HTTP server under an app: what it takes from a connection before any of our code runs, and how it stops. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type Koa from "koa";
import type { ErrorCode } from "./errors.ts";
import { errorBody, statusOf } from "./errors.ts";

export interface ServerLimits {
  /** Request line and headers together, bytes. */
  readonly maxHeaderBytes: number;
  /** Milliseconds until the headers are complete. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until the whole request is complete; longer than any reader of bodies waits. */
  readonly requestTimeoutMs: number;
  /** Milliseconds that an idle connection is kept. */
  readonly keepAliveMs: number;
  readonly maxRequestsPerSocket: number;
  readonly maxConnections: number;
}

export const SERVER_LIMITS: ServerLimits = {
  maxHeaderBytes: 8192,
  headersTimeoutMs: 15_000,
  requestTimeoutMs: 90_000,
  keepAliveMs: 10_000,
  maxRequestsPerSocket: 200,
  maxConnections: 4000,
};

/** What Node's parser reports, in our own words. */
const PARSER_ERRORS: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "body_timeout",
};

function refuseRaw(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = PARSER_ERRORS[error.code ?? ""] ?? "invalid_request";
  const body = JSON.stringify(errorBody(code));
  socket.end(
    `HTTP/1.1 ${statusOf(code)} Refused\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\n` +
      `X-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** A server that does not listen yet. */
export function serverOf(app: Koa, limits: ServerLimits = SERVER_LIMITS): Server {
  const handle = app.callback();
  const server = createServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(5000, limits.headersTimeoutMs),
      keepAliveTimeout: limits.keepAliveMs,
      requireHostHeader: true,
    },
    (req, res) => void handle(req, res),
  );
  server.maxRequestsPerSocket = limits.maxRequestsPerSocket;
  server.maxConnections = limits.maxConnections;
  server.on("clientError", refuseRaw);
  server.on("checkExpectation", (_req, res) => {
    res.sendDate = false;
    res.writeHead(417, { Connection: "close", "Content-Length": "0" }).end();
  });
  return server;
}

/** Listens, and resolves once connections are taken. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** How often a server that stops looks for connections whose request has ended. Milliseconds. */
const IDLE_CHECK_MS = 50;

/** Takes no more connections, lets requests under way finish for `graceMs`, then ends what is left. */
export function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection that falls idle after `close` would be kept for its next request.
    const soft = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const hard = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(soft);
      clearTimeout(hard);
      resolve();
    });
  });
}

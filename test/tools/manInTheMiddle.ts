/**
 * A server between a browser and a host of ours: writes down every request byte for byte, and may put another answer in
 * place of the host's. What it is told to change, it changes for everyone, as a host that turned would.
 */
import { createServer, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export interface Recorded {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  status: number;
  responseHeaders: IncomingHttpHeaders;
  /** As the browser gets it: compressed, where the host compresses. */
  responseBody: Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** @returns another answer, null to leave the host's, or "drop" to break the connection. */
export type Meddle = (request: { method: string; path: string }, answer: Answer) => Answer | null | "drop";

export interface ManInTheMiddle {
  /** Where the browser goes: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly recorded: readonly Recorded[];
  /** Sets what is changed from now on; null changes nothing. */
  meddle(change: Meddle | null): void;
  /** Everything the browser has sent, headers and bodies. */
  sentBytes(): Buffer;
  stop(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * @param target the host behind, `http://127.0.0.1:<port>`
 * @param from the loopback address that the host sees as its client's; Linux has all of 127.0.0.0/8
 */
export async function startManInTheMiddle(target: string, from = "127.0.0.1"): Promise<ManInTheMiddle> {
  const recorded: Recorded[] = [];
  let change: Meddle | null = null;

  const forward = async (method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> => {
    const outgoing = httpRequest(new URL(path, target), { method, headers, agent: false, localAddress: from });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await bodyOf(incoming) };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const body = await bodyOf(incoming);
    const real = await forward(method, path, { ...headers, connection: "close" }, body);
    const changed = change?.({ method, path }, real) ?? null;
    const answer = changed === null || changed === "drop" ? real : changed;
    const { status, headers: responseHeaders, body: responseBody } = answer;
    recorded.push({ method, path, headers, body, status, responseHeaders, responseBody });
    if (changed === "drop") {
      response.destroy();
      return;
    }
    const { "transfer-encoding": _chunked, connection: _closed, ...kept } = responseHeaders;
    response.writeHead(status, { ...kept, "content-length": responseBody.length }).end(responseBody);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    meddle: (next) => {
      change = next;
    },
    sentBytes: () =>
      Buffer.concat(
        recorded.flatMap(({ method, path, headers, body }) => [
          Buffer.from(`${method} ${path}\n${JSON.stringify(headers)}\n`),
          body,
        ]),
      ),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

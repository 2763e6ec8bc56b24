/**
 * An officer host in memory: the built console under the real content policy, and answers shaped as the API's contracts say.
 * It keeps sealed bytes as it gets them and opens none, and remembers every request body for tests to search.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import {
  contentSecurityPolicy,
  viewerContentPolicy,
  workerContentPolicy,
} from "../../../../api/middleware/securityHeaders.ts";
import { errorBody, statusOf, type ErrorCode } from "../../../../api/errors.ts";
import type { Manifest } from "../../../../web/build/site.ts";
import { routes, type Answer, type HostState, type Json } from "./fakeRoutes.ts";

export class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

export interface FakeHost {
  readonly origin: string;
  readonly state: HostState;
  /** Bodies of every request, as they came. */
  readonly received: string[];
  /** Every request to the API by method and path, and whether the console said that nobody had asked for it. */
  readonly asked: { readonly request: string; readonly background: boolean }[];
  /** Tells every console that something changed. */
  readonly changed: () => void;
  readonly stop: () => Promise<void>;
}

interface Site {
  readonly dir: string;
  readonly manifest: Manifest;
  readonly policy: string;
  readonly viewerPolicy: string;
  readonly workerPolicy: string;
}

const written = (directives: Record<string, string[]>): string =>
  Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");

async function loadSite(dir: string): Promise<Site> {
  const manifest = JSON.parse(await readFile(join(dir, "manifest.json"), "utf8")) as Manifest;
  if (manifest.viewer === null) throw new Error("the console was built without its viewer");
  return {
    dir,
    manifest,
    policy: written(contentSecurityPolicy(manifest)),
    viewerPolicy: written(viewerContentPolicy(manifest.viewer)),
    workerPolicy: written(workerContentPolicy(manifest)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** As the API's own headers: a page that isolates itself has to be able to frame its viewer. */
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (body instanceof Uint8Array) {
    response.writeHead(status, { "content-type": "application/octet-stream", "cache-control": "no-store" });
    response.end(body);
    return;
  }
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** @param siteDir where `buildConsole` wrote */
export async function startFakeHost(siteDir: string, state: HostState): Promise<FakeHost> {
  const site = await loadSite(siteDir);
  const received: string[] = [];
  const asked: FakeHost["asked"] = [];
  const listeners = new Set<ServerResponse>();
  const changed = (): void => {
    for (const each of listeners) each.write("event: changed\ndata: \n\n");
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://host");
    const file = site.manifest.files.find(({ path }) => path === url.pathname);
    if (file !== undefined) {
      const { viewer, worker } = site.manifest;
      const own = { [viewer?.path ?? ""]: site.viewerPolicy, [worker ?? ""]: site.workerPolicy };
      const policy = own[file.path] ?? site.policy;
      response.writeHead(200, { ...ISOLATION, "content-type": file.type, "content-security-policy": policy });
      response.end(await readFile(join(site.dir, file.file)));
      return;
    }
    if (url.pathname === "/v1/events") {
      if (state.session === null) return answer(response, 401, errorBody("not_signed_in"));
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": here\n\n");
      listeners.add(response);
      request.on("close", () => listeners.delete(response));
      return;
    }
    const background = request.headers["abri-background"] === "1";
    asked.push({ request: `${request.method} ${url.pathname}`, background });
    const text = await bodyOf(request);
    received.push(text);
    try {
      const body = text === "" ? {} : (JSON.parse(text) as Json);
      if ((await state.beforePart?.(url.pathname)) === "drop") return void response.destroy();
      answer(response, 200, await route(state, `${request.method} ${url.pathname}`, body, url.searchParams));
    } catch (error) {
      const code: ErrorCode = error instanceof Refusal ? error.code : "internal";
      answer(response, statusOf(code), errorBody(code));
    }
  };

  const server: Server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    received,
    asked,
    changed,
    stop: async () => {
      for (const each of listeners) each.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const OPEN = new Set([
  "POST /v1/sign-in/start",
  "POST /v1/sign-in",
  "POST /v1/enrolments/start",
  "POST /v1/enrolments",
]);

function route(state: HostState, request: string, body: Json, query: URLSearchParams): Answer {
  const [, id] = /^\w+ \/v1\/(?:cases|quarantine|items|passkeys|admissions)\/([0-9a-f-]{36})/.exec(request) ?? [];
  const [, part] = /\/attachments\/(\d+)$/.exec(request) ?? [];
  const name = (id === undefined ? request : request.replace(id, "{id}")).replace(/\d+$/, "{part}");
  if (!OPEN.has(name) && state.session === null) throw new Refusal("not_signed_in");
  const handler = routes[name];
  if (handler === undefined) throw new Refusal("not_found");
  return handler(state, {
    id: id ?? randomUUID(),
    part: Number(part),
    body,
    query,
    refuse: (code) => new Refusal(code),
  });
}

/**
 * The built form behind a small server of its own: the manifest's files under the real content policy, and the routes
 * of the service, played on real keys. What the page sends is kept, and answers can be replaced one by one. Quick exit leads
 * to a second server, which stands for the unit's neutral address.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentSecurityPolicy, permissionsPolicy } from "../../../../api/middleware/securityHeaders.ts";
import { CLEAR_SITE_DATA } from "../../../../api/routes/exit/routes.ts";
import {
  MAILBOX_BYTES,
  openReport,
  openSlip,
  parseEnvelope,
  parseIntakeBody,
  type DeskSecret,
  type Opened,
  type Slip,
} from "../../../../security/index.ts";
import { findRoot } from "../../../../web/build/esbuild.ts";
import { buildForm } from "../../../../web/build/form.ts";
import type { Manifest } from "../../../../web/build/site.ts";
import { makeUnit, type TestUnit } from "../../../tools/unit.ts";

export interface Canned {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * "drop": the request is read, then the connection breaks; "half": it breaks in the middle of the usual answer; "silence":
 * nothing comes, and the connection stays. What was posted has arrived in each case.
 */
export type Broken = "drop" | "half" | "silence";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
}

export interface FormServer {
  readonly origin: string;
  /** Where quick exit leads. */
  readonly exitUrl: string;
  /** The neutral address answers with nothing: a browser stays on the page it is leaving, as it looks by then. */
  nothingElsewhere: boolean;
  /** Requests that arrived there. */
  readonly arrived: { readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  readonly manifest: Manifest;
  /** What a browser asks for to get each script, by the script's name. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly unit: TestUnit;
  /** Every request for `/v1/…`, in order. */
  readonly asked: Asked[];
  /** Answers to give instead of the usual ones, used up one by one: by path, or by the start of a path. */
  readonly instead: { path: string; answer: Canned | Broken }[];
  /** Paths that stay broken until they are taken out. */
  readonly broken: Map<string, Broken>;
  /** What the directory route answers. */
  directory: Uint8Array;
  /** What the mailbox route answers. */
  mailbox: Uint8Array;
  /** The bodies of envelopes that were asked to be taken. */
  envelopes(): Uint8Array[];
  /** Opens an envelope as worker and console would, with the desks' keys of today unless others are given. */
  open(body: Uint8Array, desks?: readonly DeskSecret[]): Promise<{ slip: Slip | null; opened: Opened }>;
  /** As new, but for the build. */
  reset(): void;
  close(): Promise<void>;
}

const OCTETS = "application/octet-stream";

export async function startFormServer(): Promise<FormServer> {
  const unit = await makeUnit();
  const outDir = await mkdtemp(join(tmpdir(), "abri-form-"));
  const arrived: FormServer["arrived"] = [];
  const elsewhere = createServer(({ url = "", headers }, response) => {
    // Browsers ask for icons of their own accord.
    if (url === "/") arrived.push({ path: url, headers });
    response.writeHead(server.nothingElsewhere ? 204 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(server.nothingElsewhere ? "" : "<!doctype html><title>Météo</title><h1>Il fait beau</h1>");
  });
  const exitUrl = `${await originOf(elsewhere)}/`;
  // Bytes are counted in build.unit.test.ts, on pages that are compressed as they are for production.
  const form = await buildForm(findRoot(), { ...unit.unit, exitUrl }, outDir, "quick");
  const files = new Map(form.manifest.files.map((file) => [file.path, file]));
  const policy = Object.entries(contentSecurityPolicy(form.manifest))
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");

  const usual = (asked: Asked): Canned => {
    if (asked.path === "/v1/directory")
      return { status: 200, headers: { "content-type": OCTETS }, body: server.directory };
    if (asked.path === "/v1/mailbox") return { status: 200, headers: { "content-type": OCTETS }, body: server.mailbox };
    return { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' };
  };

  const http = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    // A query is ignored, as the service does.
    const [path = ""] = url.split("?");
    const asked: Asked = { method, path: url, headers, body: new Uint8Array(Buffer.concat(chunks)) };
    if (url.startsWith("/v1/")) server.asked.push(asked);
    const at = server.instead.findIndex(({ path }) => url.startsWith(path));
    const given = at < 0 ? undefined : server.instead.splice(at, 1)[0]?.answer;
    const canned = typeof given === "object" ? given : null;
    const broken = typeof given === "string" ? given : server.broken.get(path);
    if (broken === "drop") return void request.socket.destroy();
    if (broken === "silence") return;
    const send = (body: string | Uint8Array = ""): void => {
      const bytes = Buffer.from(body);
      if (broken !== "half") return void response.end(bytes);
      response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy());
    };
    if (url === "/exit") {
      response.writeHead(303, { location: exitUrl, "clear-site-data": CLEAR_SITE_DATA, "cache-control": "no-store" });
      return void response.end();
    }
    const file = files.get(path);
    if (canned === null && file !== undefined) {
      response.writeHead(200, {
        "content-type": file.type,
        "content-encoding": "br",
        "cache-control": file.cache,
        "content-security-policy": policy,
        "permissions-policy": permissionsPolicy(form.manifest),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "referrer-policy": "no-referrer",
      });
      return send(await readFile(join(outDir, `${file.file}.br`)));
    }
    const answer = canned ?? (url.startsWith("/v1/") ? usual(asked) : { status: 404 });
    response.writeHead(answer.status, { "cache-control": "no-store", ...answer.headers });
    send(answer.body);
  }
  const origin = await originOf(http);
  const newest = unit.statement.bytes;
  const server: FormServer = {
    origin,
    exitUrl,
    nothingElsewhere: false,
    arrived,
    manifest: form.manifest,
    scripts: form.scripts,
    unit,
    asked: [],
    instead: [],
    broken: new Map(),
    directory: newest,
    mailbox: unit.p.randomBytes(MAILBOX_BYTES),
    envelopes: () => server.asked.filter(({ path }) => path === "/v1/envelopes").map(({ body }) => body),
    open: async (body, desks = unit.desks) => {
      const { envelope, slip } = parseIntakeBody(body);
      return {
        slip: await openSlip(unit.p, parseEnvelope(envelope), slip, unit.triageSecret),
        opened: await openReport(unit.p, envelope, desks),
      };
    },
    reset: () => {
      server.asked.length = 0;
      arrived.length = 0;
      server.nothingElsewhere = false;
      server.instead.length = 0;
      server.broken.clear();
      server.directory = newest;
      server.mailbox = unit.p.randomBytes(MAILBOX_BYTES);
    },
    close: async () => {
      for (const each of [http, elsewhere]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
      await rm(outDir, { recursive: true, force: true });
    },
  };
  return server;
}

/** Listens on any port of this machine. */
async function originOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

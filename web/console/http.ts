/**
 * The console's one HTTP client: JSON over the officer API, and parts of files as bytes; same origin, the session in a
 * cookie that scripts cannot read. Every failure is an `HttpError` with a code; nothing else is thrown.
 */
import type { ErrorBody, ErrorCode } from "../../api/errors.ts";

/** Milliseconds after which an answer is no longer awaited. */
const TIMEOUT_MS = 20_000;

/** `network`: no answer. `unreadable`: an answer that is not our JSON. */
export type HttpErrorCode = ErrorCode | "network" | "unreadable";

export class HttpError extends Error {
  readonly code: HttpErrorCode;
  /** Seconds to wait, as the server said; 0 when it said nothing. */
  readonly retryAfter: number;

  constructor(code: HttpErrorCode, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HttpError";
    this.code = code;
    this.retryAfter = options.retryAfter ?? 0;
  }
}

export interface Http {
  readonly get: <Answer>(
    path: string,
    query?: Readonly<Record<string, string | number | undefined>>,
  ) => Promise<Answer>;
  readonly post: <Answer>(path: string, body?: unknown) => Promise<Answer>;
  readonly put: <Answer>(path: string, body: unknown) => Promise<Answer>;
  readonly delete: <Answer>(path: string) => Promise<Answer>;
  /** An answer that is no JSON. @param signal ends it: the promise is refused with `network` */
  readonly getBytes: (path: string, signal: AbortSignal) => Promise<Uint8Array>;
}

export interface HttpOptions {
  /** Called when a request that needs a session is told that there is none. */
  readonly onSessionLost: () => void;
  /** Says with every request that nobody asked for it: it is answered, and does not keep the session alive. */
  readonly background?: boolean;
}

export function createHttp(send: typeof fetch, { onSessionLost, background = false }: HttpOptions): Http {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await reach(send, { method, path, body, background });
    if (response.ok) return (await read(response)) as Answer;
    throw await refused(response);
  }
  async function refused(response: Response): Promise<HttpError> {
    const json = await read(response);
    const code = (json as Partial<ErrorBody>).error?.code ?? "unreadable";
    if (code === "not_signed_in") onSessionLost();
    return new HttpError(code, { retryAfter: Number(response.headers.get("retry-after") ?? 0) || 0 });
  }
  async function getBytes(path: string, signal: AbortSignal): Promise<Uint8Array> {
    const response = await reach(send, { method: "GET", path, body: undefined, background, signal });
    if (!response.ok) throw await refused(response);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new HttpError("network", { cause });
    }
  }
  return {
    get: (path, query = {}) => call("GET", path + queryString(query)),
    post: (path, body) => call("POST", path, body ?? {}),
    put: (path, body) => call("PUT", path, body),
    delete: (path) => call("DELETE", path),
    getBytes,
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly background: boolean;
  readonly signal?: AbortSignal;
}

async function reach(send: typeof fetch, { method, path, body, background, signal }: Request): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await send(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: signal === undefined ? timeout : eitherOf(signal, timeout),
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(background && { "abri-background": "1" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new HttpError("network", { cause });
  }
}

/** `AbortSignal.any`, for browsers that do not have it yet. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const each of [one, other]) {
    if (each.aborted) both.abort(each.reason);
    else each.addEventListener("abort", () => both.abort(each.reason), { once: true });
  }
  return both.signal;
}

async function read(response: Response): Promise<unknown> {
  try {
    const json: unknown = await response.json();
    if (typeof json === "object" && json !== null) return json;
  } catch (cause) {
    throw new HttpError("unreadable", { cause });
  }
  throw new HttpError("unreadable");
}

function queryString(query: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return pairs.length === 0
    ? ""
    : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}

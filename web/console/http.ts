/**
 * The console's one HTTP client: JSON over the officer API, same origin, the session in a cookie that scripts cannot
 * read. Every failure is an `HttpError` with a code; nothing else is thrown.
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
    const json = await read(response);
    if (response.ok) return json as Answer;
    const code = (json as Partial<ErrorBody>).error?.code ?? "unreadable";
    if (code === "not_signed_in") onSessionLost();
    throw new HttpError(code, { retryAfter: Number(response.headers.get("retry-after") ?? 0) || 0 });
  }
  return {
    get: (path, query = {}) => call("GET", path + queryString(query)),
    post: (path, body) => call("POST", path, body ?? {}),
    put: (path, body) => call("PUT", path, body),
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly background: boolean;
}

async function reach(send: typeof fetch, { method, path, body, background }: Request): Promise<Response> {
  try {
    return await send(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
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

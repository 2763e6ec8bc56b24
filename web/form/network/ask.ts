/** One request to the service. Nothing that could name the person goes along: no cookie, no address of origin, no cache. */

export type Reply =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** The service understood and says no; `code` is one of its stable codes. */
  | { readonly kind: "refused"; readonly code: string }
  /** Network trouble, or the service asks for patience: the same request may be sent again. */
  | { readonly kind: "later"; readonly afterMs: number };

export interface Question {
  readonly path: "/v1/directory" | "/v1/parts" | "/v1/envelopes" | "/v1/mailbox";
  readonly body?: Uint8Array;
  readonly answer: "application/octet-stream" | "application/json";
  /** Codes of a 503 that are not worth waiting for: somebody has to decide first. */
  readonly final?: readonly string[];
}

const TIMEOUT_MS = 60_000;
const PATIENCE_MAX_MS = 600_000;
const LATER: readonly number[] = [408, 425, 429];

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110); 0 when there is none to follow. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), PATIENCE_MAX_MS) : 0;
}

export async function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MS);
  signal.addEventListener("abort", stop);
  try {
    const { body } = question;
    const response = await fetch(question.path, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: limit.signal,
      ...(body && {
        method: "POST",
        body: body as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "application/octet-stream" },
      }),
    });
    if (response.status >= 500 || LATER.includes(response.status)) {
      const code = question.final && (await codeOf(response));
      if (code !== undefined && question.final?.includes(code)) return { kind: "refused", code };
      return { kind: "later", afterMs: retryAfterMs(response.headers.get("retry-after"), Date.now()) };
    }
    if (!response.ok) return { kind: "refused", code: await codeOf(response) };
    // A network that wants a login answers everything with a page of its own.
    if (!(response.headers.get("content-type") ?? "").startsWith(question.answer)) return { kind: "later", afterMs: 0 };
    return { kind: "bytes", bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return { kind: "later", afterMs: 0 };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** The code of `{"error":{"code":…}}`; the status where the answer is not of that shape. */
async function codeOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error?: { code?: unknown } };
    if (typeof error?.code === "string" && /^[a-z_]{1,40}$/.test(error.code)) return error.code;
  } catch {
    // Not JSON: the status has to do.
  }
  return `status_${response.status}`;
}

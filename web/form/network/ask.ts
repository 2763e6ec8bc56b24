/** One request to the service. Nothing that could name the person goes along: no cookie, no address of origin, no cache. */
import { concat, fromUtf8, STATEMENT_MAX_BYTES } from "../../../security/index.ts";

export type Reply =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** The service understood and says no; `code` is one of its stable codes. */
  | { readonly kind: "refused"; readonly code: string }
  /** The same request may be sent again, not before `afterMs` milliseconds. */
  | { readonly kind: "later"; readonly afterMs: number; readonly why: Trouble };

/** What keeps an answer away: nothing comes back at all; the service asks for patience; something else answers in its place. */
export type Trouble = "network" | "service" | "stranger";

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
/** A network says that it wants a login first (RFC 6585). */
const LOGIN_WANTED = 511;

/**
 * `Retry-After` in milliseconds: seconds or a date (RFC 9110); 0 when there is none to follow. A date that lies further ahead
 * than anybody asks for says more about the clock here than about the service, and is not followed.
 */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header.trim())) return Math.min(Number(header) * 1000, PATIENCE_MAX_MS);
  const ms = Date.parse(header) - now;
  return ms > 0 && ms <= PATIENCE_MAX_MS ? ms : 0;
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
      const afterMs = retryAfterMs(response.headers.get("retry-after"), Date.now());
      return { kind: "later", afterMs, why: response.status === LOGIN_WANTED ? "stranger" : "service" };
    }
    if (!response.ok) return { kind: "refused", code: await codeOf(response) };
    // A network that wants a login answers everything with a page of its own.
    const isOurs = (response.headers.get("content-type") ?? "").startsWith(question.answer);
    if (!isOurs) return { kind: "later", afterMs: 0, why: "stranger" };
    return { kind: "bytes", bytes: await read(response) };
  } catch {
    return { kind: "later", afterMs: 0, why: "network" };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** No more than the longest answer there is: a host that goes on and on would fill the memory, and what was typed go with the page. */
async function read({ body }: Response): Promise<Uint8Array> {
  const reader = body?.getReader();
  const pieces: Uint8Array[] = [];
  let room = STATEMENT_MAX_BYTES;
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    pieces.push(next.value);
    room -= next.value.length;
    if (room >= 0) continue;
    void reader?.cancel().catch(() => undefined);
    throw new Error("an answer without an end");
  }
  return concat(...pieces);
}

/** The code of `{"error":{"code":…}}`; the status where the answer is not of that shape. */
async function codeOf(response: Response): Promise<string> {
  try {
    const { error } = JSON.parse(fromUtf8(await read(response))) as { error?: { code?: unknown } };
    if (typeof error?.code === "string" && /^[a-z_]{1,40}$/.test(error.code)) return error.code;
  } catch {
    // Not JSON, or no end of it: the status has to do.
  }
  return `status_${response.status}`;
}

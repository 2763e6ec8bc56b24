/** Reads request bodies whose size is known beforehand. Nothing is allocated for a body that will be refused. */
import type { IncomingMessage } from "node:http";
import type { ErrorCode } from "./errors.ts";
import { ApiError } from "./errors.ts";

export interface BodyRules {
  readonly contentType: "application/octet-stream" | "application/json";
  /** Largest size, bytes. */
  readonly limit: number;
  /** When given, the only sizes taken; another one below the limit answers `wrongLength`. */
  readonly lengths?: readonly number[];
  readonly wrongLength?: ErrorCode;
  /** Milliseconds from the headers to the last byte. */
  readonly timeoutMs: number;
}

/** A POST without a body may leave its length out; then there is no body. */
export const hasNoBody = (req: IncomingMessage): boolean =>
  req.headers["transfer-encoding"] === undefined && Number(req.headers["content-length"] ?? 0) === 0;

function checkType(req: IncomingMessage, expected: BodyRules["contentType"]): void {
  const [type, ...parameters] = (req.headers["content-type"] ?? "").toLowerCase().split(";");
  const plain = parameters.every(
    (parameter) => expected === "application/json" && parameter.trim() === "charset=utf-8",
  );
  if (type?.trim() !== expected || !plain || req.headers["content-encoding"] !== undefined) {
    throw new ApiError("content_type");
  }
}

function statedLength(req: IncomingMessage, rules: BodyRules): number {
  const stated = req.headers["content-length"];
  if (req.headers["transfer-encoding"] !== undefined || stated === undefined) throw new ApiError("length_required");
  const length = /^[0-9]{1,12}$/.test(stated) ? Number(stated) : Number.NaN;
  if (length > rules.limit) throw new ApiError("body_too_large");
  if (Number.isNaN(length) || (rules.lengths !== undefined && !rules.lengths.includes(length))) {
    throw new ApiError(rules.wrongLength ?? "invalid_request");
  }
  return length;
}

/**
 * The whole body, as long as its header says.
 * @throws ApiError `content_type`, `length_required`, `body_too_large`, `body_timeout`, or the rules' `wrongLength`
 */
export async function readBody(req: IncomingMessage, rules: BodyRules): Promise<Uint8Array> {
  checkType(req, rules.contentType);
  const length = statedLength(req, rules);
  return new Promise((resolve, reject) => {
    const body = new Uint8Array(length);
    let at = 0;
    const finish = (error?: ApiError): void => {
      clearTimeout(timer);
      req.off("data", onData).off("end", onEnd).off("close", onGone).off("error", onGone);
      if (error === undefined) resolve(body);
      else {
        req.pause();
        reject(error);
      }
    };
    const onData = (chunk: Uint8Array): void => {
      // Node's parser stops at the stated length; this only keeps a change there from writing past the end.
      if (at + chunk.length > length) return finish(new ApiError("body_too_large"));
      body.set(chunk, at);
      at += chunk.length;
    };
    const onEnd = (): void => finish(at === length ? undefined : new ApiError("invalid_request"));
    const onGone = (): void => finish(new ApiError("body_timeout"));
    const timer = setTimeout(onGone, rules.timeoutMs);
    req.on("data", onData).on("end", onEnd).on("close", onGone).on("error", onGone);
  });
}

/** What one route promises. Handlers, the parser of requests and the OpenAPI document all come from it. */
import type { z } from "zod";
import type { ErrorCode } from "./errors.ts";

/**
 * Who may call: `open` anybody; `session` anyone signed in, a pending officer and an auditor too; `active` an officer or a lead
 * on the roster; `lead` a lead on the roster.
 */
export type Access = "open" | "session" | "active" | "lead";

export interface Contract<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Who extends Access = Access,
> {
  readonly method: "get" | "post" | "put" | "delete";
  /** Called by pages of their own accord only (a browser opens a lost stream again): never a sign of somebody being there. */
  readonly unattended?: true;
  /** With `{name}` for a parameter, as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly access: Who;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  /** Answers 303 with an address and no body. */
  readonly redirects?: true;
  /** Codes beyond those that every route of its kind may answer. */
  readonly errors: readonly ErrorCode[];
  /** The largest body taken, in bytes. JSON bodies only; 64 KiB unless told. */
  readonly bodyLimit?: number;
}

/** Gives a contract its exact types. */
export function contract<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Who extends Access,
>(of: Contract<Params, Query, Body, Answer, Who>): Contract<Params, Query, Body, Answer, Who> {
  return of;
}

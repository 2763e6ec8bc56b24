/** Binds a contract to a handler: origin, access, input, handler, answer, in this order for every route there is. */
import type { Router, RouterContext } from "@koa/router";
import type { z } from "zod";
import { fromUtf8, SecurityError } from "../security/index.ts";
import { hasNoBody, readBody } from "./body.ts";
import type { Access, Contract } from "./contract.ts";
import { ApiError } from "./errors.ts";
import type { SignedIn } from "./officers/sessions.ts";
import { checkOrigin } from "./middleware/origin.ts";

/** JSON bodies of strangers; the largest they send is an enrolment, about 7 kB. */
const OPEN_BODY_BYTES = 16_384;
const SESSION_BODY_BYTES = 131_072;
const BODY_TIMEOUT_MS = 30_000;

/** A handler of an open route has no caller to read. */
type Caller<Who extends Access> = Who extends "open" ? undefined : SignedIn;

export interface Call<Params, Query, Body, Who extends Access> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller<Who>;
  readonly ctx: RouterContext;
}

/** Finds out who calls; for open routes nothing is looked at. @throws ApiError `not_signed_in`, `forbidden` */
export type Admit = (
  access: Exclude<Access, "open">,
  ctx: RouterContext,
  options: { readonly unattended: boolean },
) => Promise<SignedIn>;

/** Where routes go, and who lets callers in. */
export interface Binding {
  readonly router: Router;
  readonly admit: Admit;
}

function parse(schema: z.ZodType | undefined, input: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ApiError("invalid_request");
  return parsed.data;
}

async function readJson(ctx: RouterContext, of: Contract): Promise<unknown> {
  if (of.body === undefined) {
    if (!hasNoBody(ctx.req)) await readBody(ctx.req, { contentType: "application/json", limit: 2, timeoutMs: 1000 });
    return undefined;
  }
  const limit = of.bodyLimit ?? (of.access === "open" ? OPEN_BODY_BYTES : SESSION_BODY_BYTES);
  const body = await readBody(ctx.req, { contentType: "application/json", limit, timeoutMs: BODY_TIMEOUT_MS });
  try {
    return JSON.parse(fromUtf8(body)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof SecurityError) throw new ApiError("invalid_request");
    throw error;
  }
}

/**
 * Adds a JSON route. A handler that returns `undefined` has answered by itself (a stream of events).
 * Koa's own context is there for headers only; input comes from the contract.
 */
export function bind<
  Who extends Access,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  { router, admit }: Binding,
  of: Contract<Params, Query, Body, Answer, Who>,
  handler: (
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>, Who>,
  ) => Promise<z.input<Answer> | undefined> | z.input<Answer> | undefined,
): void {
  const path = of.path.replaceAll(/\{(\w+)\}/g, ":$1");
  router[of.method](path, async (ctx) => {
    if (of.method !== "get") checkOrigin(ctx);
    const unattended = of.unattended === true;
    const caller = of.access === "open" ? undefined : await admit(of.access, ctx, { unattended });
    const call = {
      params: parse(of.params, ctx.params),
      query: parse(of.query, { ...ctx.query }),
      body: parse(of.body, await readJson(ctx, of)),
      caller,
      ctx,
    };
    // Each was parsed by the very schema that its type comes from.
    const answer = await handler(call as Call<z.output<Params>, z.output<Query>, z.output<Body>, Who>);
    if (answer !== undefined) ctx.body = answer;
  });
}

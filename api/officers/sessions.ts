/** Sessions: an opaque random token in a cookie, its hash in the database, and an end that no activity moves. */
import type { Context } from "koa";
import {
  fromBase64Url,
  HOUR_MS,
  type Primitives,
  type RosterOfficer,
  SESSION_IDLE_MS,
  toBase64Url,
} from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import type { OfficerRecord } from "../../prisma/repositories/officers.ts";
import { createSession, deleteSession, touchSession } from "../../prisma/repositories/sessions.ts";
import type { Access } from "../contract.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "./rights.ts";

const TOKEN_BYTES = 32;
const SESSION_LIFE_MS = 8 * HOUR_MS;

/**
 * What a console sends with requests that it makes by itself (a timer, an event): they are answered, but do not count as
 * somebody being there.
 */
const BACKGROUND_HEADER = "Abri-Background";

export interface SignedIn {
  readonly officer: OfficerRecord;
  /** What the roster says; `null` for an officer who is on no roster yet. */
  readonly roster: RosterOfficer | null;
  /** The desks whose cases this officer may see. */
  readonly desks: readonly number[];
  readonly tokenHash: Uint8Array;
}

export interface SessionsOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly rights: Rights;
  readonly now: () => number;
  readonly behindTls: boolean;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #cookie: string;

  constructor(options: SessionsOptions) {
    this.#options = options;
    // A browser takes a `__Host-` cookie only over TLS, from this very host, for all paths.
    this.#cookie = options.behindTls ? "__Host-abri" : "abri";
  }

  /** Opens a session for an officer who has shown both factors. */
  async open(ctx: Context, officerId: string): Promise<void> {
    const { db, primitives, now, behindTls } = this.#options;
    const token = primitives.randomBytes(TOKEN_BYTES);
    const tokenHash = await primitives.sha256(token);
    await createSession(db, { tokenHash, officerId, now: new Date(now()), lifeMs: SESSION_LIFE_MS });
    const secure = behindTls ? "; Secure" : "";
    ctx.set("Set-Cookie", `${this.#cookie}=${toBase64Url(token)}; Path=/; HttpOnly; SameSite=Strict${secure}`);
  }

  async close(ctx: Context, caller: SignedIn): Promise<void> {
    await deleteSession(this.#options.db, caller.tokenHash);
    const secure = this.#options.behindTls ? "; Secure" : "";
    ctx.set("Set-Cookie", `${this.#cookie}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure}`);
  }

  /**
   * @param unattended for a route that pages call of their own accord: it counts as the background header does
   * @throws ApiError `not_signed_in`, `forbidden`
   */
  async admit(
    access: Exclude<Access, "open">,
    ctx: Context,
    { unattended }: { readonly unattended: boolean },
  ): Promise<SignedIn> {
    const tokenHash = await this.#tokenHash(ctx);
    const background = unattended || ctx.get(BACKGROUND_HEADER) === "1";
    const officer = tokenHash === null ? null : await this.#find(tokenHash, background);
    if (tokenHash === null || officer === null) throw new ApiError("not_signed_in");
    const roster = await this.#options.rights.of(officer);
    // An auditor reads no case, and what is opened to officers of the roster later on is not opened to them by itself.
    if (access !== "session" && (roster === null || roster.role === "auditor")) throw new ApiError("forbidden");
    if (access === "lead" && roster?.role !== "lead") throw new ApiError("forbidden");
    return { officer, roster, desks: roster?.desks ?? [], tokenHash };
  }

  /** Whether a session is still good, without prolonging it. */
  async isOpen(tokenHash: Uint8Array): Promise<boolean> {
    return (await this.#find(tokenHash, true)) !== null;
  }

  #find(tokenHash: Uint8Array, background: boolean): Promise<OfficerRecord | null> {
    const { db, now } = this.#options;
    return touchSession(db, { tokenHash, now: new Date(now()), idleMs: SESSION_IDLE_MS, background });
  }

  async #tokenHash(ctx: Context): Promise<Uint8Array | null> {
    const found = ctx
      .get("Cookie")
      .split("; ")
      .filter((pair) => pair.startsWith(`${this.#cookie}=`));
    const token = found[0]?.slice(this.#cookie.length + 1);
    // Two cookies of one name: another host of the domain set one, and nobody can tell which.
    if (found.length !== 1 || token === undefined || !/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(token)) return null;
    return this.#options.primitives.sha256(fromBase64Url(token));
  }
}

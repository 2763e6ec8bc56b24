/** Counts wrong sign-ins by name, for names that exist and names that do not, in the one table that all processes share. */
import { MINUTE_MS, type Primitives, utf8 } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { clearFailures, failuresOf, recordFailure } from "../../prisma/repositories/signInFailures.ts";
import { waitMinutes } from "./backOff.ts";

const FAKE_SALT_BYTES = 16;
/** Uses of one key, told apart; Challenges has the third. */
const USE_SALT = utf8("salt|");
const USE_COUNT = utf8("count|");

export interface SignInGuardOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  /** 32 bytes, the same in every process. */
  readonly fakeSaltKey: Uint8Array;
}

export class SignInGuard {
  readonly #options: SignInGuardOptions;

  constructor(options: SignInGuardOptions) {
    this.#options = options;
  }

  /** The salt of a name that does not exist: 16 bytes, the same each time. */
  async fakeSalt(name: string): Promise<Uint8Array> {
    const { primitives, fakeSaltKey } = this.#options;
    return (await primitives.hmacSha256(fakeSaltKey, USE_SALT, utf8(name))).slice(0, FAKE_SALT_BYTES);
  }

  /** Milliseconds that a name still has to wait; 0 or less when it has not. */
  async waitMs(name: string, nowMs: number): Promise<number> {
    const row = await failuresOf(this.#options.db, await this.#nameMac(name));
    const minutes = waitMinutes(row?.failures ?? 0);
    return row === null || minutes === 0 ? 0 : row.failedMinute.getTime() + minutes * MINUTE_MS - nowMs;
  }

  async fail(name: string, nowMs: number): Promise<void> {
    await recordFailure(this.#options.db, await this.#nameMac(name), new Date(nowMs));
  }

  async succeed(name: string): Promise<void> {
    await clearFailures(this.#options.db, await this.#nameMac(name));
  }

  /** What a name is counted under: 32 bytes. */
  async #nameMac(name: string): Promise<Uint8Array> {
    const { primitives, fakeSaltKey } = this.#options;
    return primitives.hmacSha256(fakeSaltKey, USE_COUNT, utf8(name));
  }
}

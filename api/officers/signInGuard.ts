/** Counts wrong sign-ins by name, for names that exist and names that do not. */
import { type Primitives, toHex, utf8 } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { clearFailures, type OfficerRecord, recordFailure } from "../../prisma/repositories/officers.ts";
import { minuteAfter } from "../../prisma/values.ts";
import { UnknownNames, waitMinutes } from "./backOff.ts";

const UNKNOWN_NAMES_KEPT = 10_000;
const MINUTE_MS = 60_000;
const FAKE_SALT_BYTES = 16;
/** Two uses of one key, told apart. */
const USE_SALT = utf8("salt|");
const USE_COUNT = utf8("count|");

export interface SignInGuardOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  /** 32 bytes. */
  readonly fakeSaltKey: Uint8Array;
}

export class SignInGuard {
  readonly #options: SignInGuardOptions;
  readonly #unknown = new UnknownNames(UNKNOWN_NAMES_KEPT);

  constructor(options: SignInGuardOptions) {
    this.#options = options;
  }

  /** The salt of a name that does not exist: 16 bytes, the same each time. */
  async fakeSalt(name: string): Promise<Uint8Array> {
    const { primitives, fakeSaltKey } = this.#options;
    return (await primitives.hmacSha256(fakeSaltKey, USE_SALT, utf8(name))).slice(0, FAKE_SALT_BYTES);
  }

  /** Milliseconds that a name still has to wait; 0 or less when it has not. */
  async waitMs(name: string, officer: OfficerRecord | null, nowMs: number): Promise<number> {
    const until =
      officer === null ? this.#unknown.retryAfterMs(await this.#key(name)) : (officer.retryAfterMinute?.getTime() ?? 0);
    return until - nowMs;
  }

  async fail(name: string, officer: OfficerRecord | null, nowMs: number): Promise<void> {
    if (officer === null) {
      this.#unknown.fail(await this.#key(name), nowMs, (ms) => minuteAfter(new Date(ms)).getTime());
      return;
    }
    await recordFailure(this.#options.db, officer.id, {
      now: new Date(nowMs),
      waitMs: (failures) => waitMinutes(failures) * MINUTE_MS,
    });
  }

  async succeed(officer: OfficerRecord): Promise<void> {
    await clearFailures(this.#options.db, officer.id);
  }

  async #key(name: string): Promise<string> {
    const { primitives, fakeSaltKey } = this.#options;
    return toHex(await primitives.hmacSha256(fakeSaltKey, USE_COUNT, utf8(name)));
  }
}

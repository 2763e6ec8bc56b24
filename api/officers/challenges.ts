/**
 * What authenticators sign: challenges that this host alone can have made, for one purpose and one subject, good for five
 * minutes. Making one stores nothing, so that strangers cannot fill a table, and a name that does not exist gets one like
 * any other; what was answered once is kept, by its hash, until it would have run out.
 *
 *     issued u32 (seconds since 1970) | random 16 | HMAC-SHA-256 32 over use | purpose u8 | issued | random | subject
 */
import { concat, equalBytes, MINUTE_MS, type Primitives, utf8 } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { useChallenge } from "../../prisma/repositories/passkeys.ts";

/** What a challenge is for: an answer to one is no answer to another. */
const PURPOSES = { signIn: 1, enrol: 2, confirm: 3, add: 4 } as const;
export type ChallengePurpose = keyof typeof PURPOSES;

const ISSUED_BYTES = 4;
const RANDOM_BYTES = 16;
export const CHALLENGE_BYTES = ISSUED_BYTES + RANDOM_BYTES + 32;

/** Long enough to find a security key and type its PIN. */
const LIFE_MS = 5 * MINUTE_MS;

/** Tells this use of the key from its others, see SignInGuard. */
const USE = utf8("challenge|");

export interface ChallengesOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  /** 32 bytes, the same in every process. */
  readonly key: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Challenges {
  readonly #options: ChallengesOptions;

  constructor(options: ChallengesOptions) {
    this.#options = options;
  }

  /** @param subject whom and what the answer will be taken for @returns 52 bytes */
  async issue(purpose: ChallengePurpose, subject: Uint8Array): Promise<Uint8Array> {
    const issued = new Uint8Array(ISSUED_BYTES);
    new DataView(issued.buffer).setUint32(0, Math.floor(this.#options.now() / 1000));
    const body = concat(issued, this.#options.primitives.randomBytes(RANDOM_BYTES));
    return concat(body, await this.#mac(purpose, body, subject));
  }

  /** Whether this host made it for this purpose and subject, and it has not run out. It may have been answered. */
  async isOurs(challenge: Uint8Array, purpose: ChallengePurpose, subject: Uint8Array): Promise<boolean> {
    if (challenge.length !== CHALLENGE_BYTES) return false;
    const body = challenge.subarray(0, ISSUED_BYTES + RANDOM_BYTES);
    const mac = await this.#mac(purpose, body, subject);
    return equalBytes(mac, challenge.subarray(body.length)) && this.#endOf(challenge) > this.#options.now();
  }

  /** Uses up a challenge that `isOurs`. @returns whether this call did: of several at once exactly one does */
  async use(challenge: Uint8Array): Promise<boolean> {
    const { db, primitives } = this.#options;
    return useChallenge(db, await primitives.sha256(challenge), new Date(this.#endOf(challenge)));
  }

  #endOf(challenge: Uint8Array): number {
    const issued = new DataView(challenge.buffer, challenge.byteOffset, ISSUED_BYTES).getUint32(0);
    return issued * 1000 + LIFE_MS;
  }

  #mac(purpose: ChallengePurpose, body: Uint8Array, subject: Uint8Array): Promise<Uint8Array> {
    const { primitives, key } = this.#options;
    return primitives.hmacSha256(key, USE, Uint8Array.of(PURPOSES[purpose]), body, subject);
  }
}

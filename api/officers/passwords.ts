/**
 * Hashes of authentication keys and invitation secrets: argon2id, RFC 9106. What is hashed is random or was stretched in
 * the console already, so the cost here only has to be a second wall; what matters more is that strangers cannot make the
 * host do much of it.
 */
import { randomBytes } from "node:crypto";
import argon2 from "argon2";
import type { Gate } from "../gate.ts";

/** 19 MiB, 2 passes, 1 lane: OWASP's first recommendation for argon2id. */
const COST = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** How many hashes may be under way on one host: 38 MiB. */
export const HASHES_AT_ONCE = 2;

export interface Turn {
  readonly lane?: "common" | "urgent";
  readonly first?: () => Promise<void>;
}

export class Passwords {
  readonly #gate: Gate;
  #decoy: Promise<string> | undefined;

  /** @param gate bounds the hashes that are under way */
  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /** @returns an encoded hash, `$argon2id$…` @throws ApiError `busy` */
  hash(secret: Uint8Array): Promise<string> {
    return this.#gate.run(() => argon2.hash(Buffer.from(secret), COST));
  }

  /**
   * @param digest an encoded hash, or `null` where there is none: costs the same, and is never right
   * @param turn `lane`: `urgent` for those who have shown a second factor already; `first` runs when the turn has come,
   *   before the hash
   * @throws ApiError `busy`
   */
  async verify(digest: string | null, secret: Uint8Array, turn: Turn = {}): Promise<boolean> {
    const against = digest ?? (await this.#decoyDigest());
    const fits = await this.#gate.run(async () => {
      await turn.first?.();
      return argon2.verify(against, Buffer.from(secret));
    }, turn.lane);
    return fits && digest !== null;
  }

  #decoyDigest(): Promise<string> {
    this.#decoy ??= argon2.hash(randomBytes(32), COST);
    return this.#decoy;
  }
}

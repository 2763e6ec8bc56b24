/** Passkeys: challenges handed out, new keys verified, and assertions taken once. */
import { generateKeyPairSync } from "node:crypto";
import { concat, equalBytes, fromBase64Url, type Primitives, uuidBytes } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { passkeyByCredential, type PasskeyRecord, takeSignCount } from "../../prisma/repositories/passkeys.ts";
import { type ChallengePurpose, Challenges } from "./challenges.ts";
import {
  type Assertion,
  type Registration,
  type RelyingParty,
  type StoredKey,
  verifyAssertion,
  verifyRegistration,
} from "./webauthn.ts";

/** What an answer has to be for. */
export interface ChallengeOf {
  readonly purpose: ChallengePurpose;
  readonly subject: Uint8Array;
}

export interface PasskeysOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly relyingParty: RelyingParty;
  /** 32 bytes, the same in every process. */
  readonly challengeKey: Uint8Array;
  readonly now: () => number;
}

/** Verified against where there is no passkey: an unknown one takes as long as a known one. ES256, as most are. */
function decoyKey(): Uint8Array {
  const { x = "", y = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
  const point = (label: number, at: string): Uint8Array => concat(Uint8Array.of(label, 0x58, 32), fromBase64Url(at));
  return concat(Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01), point(0x21, x), point(0x22, y));
}

export class Passkeys {
  readonly #options: PasskeysOptions;
  readonly #challenges: Challenges;
  readonly #decoy = { publicKey: decoyKey(), signCount: 0 };

  constructor(options: PasskeysOptions) {
    const { db, primitives, challengeKey, now } = options;
    this.#options = options;
    this.#challenges = new Challenges({ db, primitives, key: challengeKey, now });
  }

  /** 52 bytes for an authenticator to sign. Costs nothing and tells nothing. */
  challenge({ purpose, subject }: ChallengeOf): Promise<Uint8Array> {
    return this.#challenges.issue(purpose, subject);
  }

  /** Verifies a new key and uses its challenge up. @returns `null` when anything is wrong */
  async register(registration: Registration, of: ChallengeOf): Promise<StoredKey | null> {
    const seen = this.#watch(of);
    const key = await verifyRegistration(this.#options.relyingParty, registration, seen.check);
    return key !== null && (await seen.use()) ? key : null;
  }

  /**
   * Verifies an assertion by a passkey of this officer. What holds is used up there and then, whatever else may be wrong
   * with the request: no assertion is ever looked at twice. Without an officer the same steps are taken.
   * @returns the passkey, or `null` when anything is wrong
   */
  async show(officer: { id: string } | null, assertion: Assertion, of: ChallengeOf): Promise<PasskeyRecord | null> {
    const { db, relyingParty } = this.#options;
    const found = await passkeyByCredential(db, assertion.id);
    const own = found !== null && found.officerId === officer?.id && isFor(assertion, found.officerId) ? found : null;
    const seen = this.#watch(of);
    const signCount = await verifyAssertion(relyingParty, assertion, own ?? this.#decoy, seen.check);
    if (own === null || signCount === null) return null;
    return (await seen.use()) && (await takeSignCount(db, own.id, signCount)) ? own : null;
  }

  /** Checks the challenge that comes by, and keeps it to be used up. */
  #watch({ purpose, subject }: ChallengeOf) {
    let seen: Uint8Array | null = null;
    return {
      check: async (challenge: Uint8Array): Promise<boolean> => {
        seen = challenge;
        return this.#challenges.isOurs(challenge, purpose, subject);
      },
      use: async (): Promise<boolean> => seen !== null && this.#challenges.use(seen),
    };
  }
}

/** A discoverable passkey says whom it was made for. */
const isFor = ({ handle }: Assertion, officerId: string): boolean =>
  handle === null || equalBytes(handle, uuidBytes(officerId));

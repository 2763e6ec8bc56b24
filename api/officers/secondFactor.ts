/** The second factor: a passkey, or six digits for an officer who has none. One officer never has both. */
import type { Primitives } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { type OfficerRecord, takeTotpStep } from "../../prisma/repositories/officers.ts";
import type { ChallengeOf, Passkeys } from "./passkeys.ts";
import { newTotpSecret, openTotp, totpStep } from "./totp.ts";
import type { Assertion } from "./webauthn.ts";

/** What is shown. */
export type Factor =
  | {
      /** Six digits. */
      readonly totp: string;
    }
  | { readonly passkey: Assertion };

export interface SecondFactorDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly passkeys: Passkeys;
  /** 32 bytes. */
  readonly totpKey: Uint8Array;
  readonly now: () => number;
}

/** A second factor that is right and was not used before. */
export interface Shown {
  /** Uses it up. @returns false when another request was faster */
  readonly take: () => Promise<boolean>;
}

/** The step whose digits were given, if it was not used before. */
function freshStep(deps: SecondFactorDeps, officer: OfficerRecord | null, digits: string): number | null {
  const sealed = officer?.totpSealed ?? null;
  const secret =
    officer === null || sealed === null
      ? newTotpSecret(deps.primitives)
      : openTotp(deps.primitives, deps.totpKey, officer.id, sealed);
  const step = totpStep(secret, digits, deps.now());
  if (officer === null || sealed === null || step === null) return null;
  return officer.totpLastStep === null || officer.totpLastStep < BigInt(step) ? step : null;
}

/**
 * Looks at a second factor; without an officer it takes the same steps. Digits stay good until they are taken. An assertion
 * is used up by being looked at, so that one shown before the passphrase is known to be right lets nobody try twice.
 * @returns `null` when it is wrong, was used, or is not the kind that this officer has
 */
export async function showFactor(
  deps: SecondFactorDeps,
  officer: OfficerRecord | null,
  factor: Factor,
  of: ChallengeOf,
): Promise<Shown | null> {
  if ("passkey" in factor) {
    const passkey = await deps.passkeys.show(officer, factor.passkey, of);
    return passkey && { take: () => Promise.resolve(true) };
  }
  const step = freshStep(deps, officer, factor.totp);
  return officer && step !== null ? { take: () => takeTotpStep(deps.db, officer.id, step) } : null;
}

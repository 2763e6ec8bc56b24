/** Checks both factors of a sign-in. A name that does not exist takes the same steps and gets the same answers. */
import { utf8 } from "../../security/index.ts";
import { officerByName, type OfficerRecord } from "../../prisma/repositories/officers.ts";
import { ApiError } from "../errors.ts";
import type { ChallengeOf } from "../officers/passkeys.ts";
import type { Passwords } from "../officers/passwords.ts";
import { type Factor, type SecondFactorDeps, showFactor } from "../officers/secondFactor.ts";
import type { SignInGuard } from "../officers/signInGuard.ts";

export interface SignInDeps extends SecondFactorDeps {
  readonly passwords: Passwords;
  readonly guard: SignInGuard;
}

export type SignInAttempt = Factor & {
  readonly name: string;
  /** 32 bytes, from the passphrase. */
  readonly authKey: Uint8Array;
};

/** What a passkey signs in order to sign in under a name, whether an officer has that name or not. */
export const signInChallenge = (name: string): ChallengeOf => ({ purpose: "signIn", subject: utf8(name) });

/**
 * Returns the officer. The failure is counted before the passphrase is looked at and forgotten when it was right, so that
 * many attempts at once count as many. Whoever shows a right and unused second factor is let past the waiting time: it is
 * there for strangers, and must not become their means of keeping an officer out.
 *
 * @throws ApiError `sign_in_refused`, `try_later`, `busy`
 */
export async function signIn(deps: SignInDeps, attempt: SignInAttempt): Promise<OfficerRecord> {
  const { name, authKey } = attempt;
  const found = await officerByName(deps.db, name);
  const officer = found?.state === "removed" ? null : found;
  const waitMs = await deps.guard.waitMs(name, deps.now());
  const shown = await showFactor(deps, officer, attempt, signInChallenge(name));
  const waiting = waitMs > 0;
  const refusal = waiting
    ? new ApiError("try_later", { retryAfter: Math.ceil(waitMs / 1000) })
    : new ApiError("sign_in_refused");
  if (waiting && shown === null) throw refusal;

  const fits = await deps.passwords.verify(officer?.authHash ?? null, authKey, {
    lane: shown === null ? "common" : "urgent",
    first: () => (waiting ? Promise.resolve() : deps.guard.fail(name, deps.now())),
  });
  if (!fits || officer === null || shown === null) throw refusal;
  // Of two sign-ins with the same digits at the same time, one gets them.
  if (!(await shown.take())) throw refusal;
  await deps.guard.succeed(name);
  return officer;
}

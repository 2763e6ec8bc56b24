/** Checks both factors of a sign-in. A name that does not exist takes the same steps and gets the same answers. */
import type { Primitives } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { officerByName, type OfficerRecord, takeTotpStep } from "../../prisma/repositories/officers.ts";
import { ApiError } from "../errors.ts";
import type { Passwords } from "../officers/passwords.ts";
import type { SignInGuard } from "../officers/signInGuard.ts";
import { newTotpSecret, openTotp, totpStep } from "../officers/totp.ts";

export interface SignInDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly passwords: Passwords;
  readonly guard: SignInGuard;
  /** 32 bytes. */
  readonly totpKey: Uint8Array;
  readonly now: () => number;
}

export interface SignInAttempt {
  readonly name: string;
  /** 32 bytes, from the passphrase. */
  readonly authKey: Uint8Array;
  /** Six digits. */
  readonly totp: string;
}

/** The step whose digits were given, if it was not used before. */
function freshStep(deps: SignInDeps, officer: OfficerRecord | null, digits: string): number | null {
  const secret =
    officer === null
      ? newTotpSecret(deps.primitives)
      : openTotp(deps.primitives, deps.totpKey, officer.id, officer.totpSealed);
  const step = totpStep(secret, digits, deps.now());
  if (officer === null || step === null) return null;
  return officer.totpLastStep === null || officer.totpLastStep < BigInt(step) ? step : null;
}

/**
 * Returns the officer. The failure is counted before the passphrase is looked at and forgotten when it was right, so that
 * many attempts at once count as many. Whoever shows a right and unused second factor is let past the waiting time: it is
 * there for strangers, and must not become their means of keeping an officer out.
 *
 * @throws ApiError `sign_in_refused`, `try_later`, `busy`
 */
export async function signIn(deps: SignInDeps, { name, authKey, totp }: SignInAttempt): Promise<OfficerRecord> {
  const found = await officerByName(deps.db, name);
  const officer = found?.state === "removed" ? null : found;
  const waitMs = await deps.guard.waitMs(name, deps.now());
  const step = freshStep(deps, officer, totp);
  const waiting = waitMs > 0;
  const refusal = waiting
    ? new ApiError("try_later", { retryAfter: Math.ceil(waitMs / 1000) })
    : new ApiError("sign_in_refused");
  if (waiting && step === null) throw refusal;

  const fits = await deps.passwords.verify(officer?.authHash ?? null, authKey, {
    lane: step === null ? "common" : "urgent",
    first: () => (waiting ? Promise.resolve() : deps.guard.fail(name, deps.now())),
  });
  if (!fits || officer === null || step === null) throw refusal;
  // Of two sign-ins with the same digits at the same time, one gets the step.
  if (!(await takeTotpStep(deps.db, officer.id, step))) throw refusal;
  await deps.guard.succeed(name);
  return officer;
}

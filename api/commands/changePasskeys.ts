/** An officer's own passkeys: the second factor is shown again before one is added, and another one before one is removed. */
import { randomUUID } from "node:crypto";
import { concat, dayOf, uuidBytes } from "../../security/index.ts";
import { forgetTotp } from "../../prisma/repositories/officers.ts";
import {
  addPasskey as add,
  lockPasskeys,
  type PasskeyRecord,
  passkeysOf,
  removePasskey as remove,
} from "../../prisma/repositories/passkeys.ts";
import { deleteOtherSessions } from "../../prisma/repositories/sessions.ts";
import { ApiError } from "../errors.ts";
import type { ChallengeOf } from "../officers/passkeys.ts";
import { type Factor, type SecondFactorDeps, showFactor } from "../officers/secondFactor.ts";
import type { SignedIn } from "../officers/sessions.ts";
import type { SignInGuard } from "../officers/signInGuard.ts";
import { transportBits } from "../officers/transports.ts";
import type { Assertion } from "../officers/webauthn.ts";
import type { OfferedPasskey } from "./enrolOfficer.ts";

export interface ChangePasskeysDeps extends SecondFactorDeps {
  readonly guard: SignInGuard;
}

/** Good in one session alone: whoever has taken a challenge elsewhere can do nothing with its answer here. */
const inSession = (purpose: "confirm" | "add", { officer, tokenHash }: SignedIn): ChallengeOf => ({
  purpose,
  subject: concat(uuidBytes(officer.id), tokenHash),
});

/** What a passkey signs before passkeys are changed. */
export const startConfirmation = (deps: ChangePasskeysDeps, caller: SignedIn): Promise<Uint8Array> =>
  deps.passkeys.challenge(inSession("confirm", caller));

/**
 * Takes a second factor again. Failures count for the officer's name like those at the door, and here nobody is let past
 * the waiting time: six digits alone can be guessed.
 * @throws ApiError `confirmation_refused`, `try_later`
 */
async function confirm(deps: ChangePasskeysDeps, caller: SignedIn, factor: Factor): Promise<void> {
  const { officer } = caller;
  if ("totp" in factor) {
    const waitMs = await deps.guard.waitMs(officer.name, deps.now());
    if (waitMs > 0) throw new ApiError("try_later", { retryAfter: Math.ceil(waitMs / 1000) });
  }
  // Before it is looked at, so that many attempts at once count as many.
  await deps.guard.fail(officer.name, deps.now());
  const shown = await showFactor(deps, officer, factor, inSession("confirm", caller));
  if (shown === null || !(await shown.take())) throw new ApiError("confirmation_refused");
  await deps.guard.succeed(officer.name);
}

/** @returns what a new passkey signs: only whoever confirmed has it @throws ApiError `confirmation_refused`, `try_later` */
export async function confirmFactor(deps: ChangePasskeysDeps, caller: SignedIn, factor: Factor): Promise<Uint8Array> {
  await confirm(deps, caller, factor);
  return deps.passkeys.challenge(inSession("add", caller));
}

/** Adds a passkey; with the first one digits end. @throws ApiError `passkey_refused`, `passkeys_full` */
export async function addPasskey(
  deps: ChangePasskeysDeps,
  caller: SignedIn,
  offered: OfferedPasskey,
): Promise<PasskeyRecord[]> {
  const key = await deps.passkeys.register(offered, inSession("add", caller));
  if (key === null) throw new ApiError("passkey_refused");
  const { id: officerId } = caller.officer;
  const passkey = {
    ...key,
    id: randomUUID(),
    officerId,
    transports: transportBits(offered.transports),
    addedDay: dayOf(deps.now()),
  };
  await deps.db.$transaction(async (tx) => {
    await lockPasskeys(tx, officerId);
    const added = await add(tx, passkey);
    if (added !== "added") throw new ApiError(added === "full" ? "passkeys_full" : "passkey_refused");
    await forgetTotp(tx, officerId);
  });
  return passkeysOf(deps.db, officerId);
}

/**
 * Removes a passkey. It is another one that confirms: so the officer is known to hold one of those that stay. Other sessions
 * end, since a removed passkey may be a lost one.
 * @throws ApiError `not_found`, `confirmation_refused`, `last_passkey`
 */
export async function removePasskey(
  deps: ChangePasskeysDeps,
  caller: SignedIn,
  { id, by }: { readonly id: string; readonly by: Assertion },
): Promise<PasskeyRecord[]> {
  const { id: officerId, name } = caller.officer;
  const all = await passkeysOf(deps.db, officerId);
  if (!all.some((passkey) => passkey.id === id)) throw new ApiError("not_found");
  if (all.length === 1) throw new ApiError("last_passkey");
  await deps.guard.fail(name, deps.now());
  const shown = await deps.passkeys.show(caller.officer, by, inSession("confirm", caller));
  if (shown === null || shown.id === id) throw new ApiError("confirmation_refused");
  await deps.guard.succeed(name);
  await deps.db.$transaction(async (tx) => {
    await lockPasskeys(tx, officerId);
    const removed = await remove(tx, officerId, id);
    if (removed !== "removed") throw new ApiError(removed === "last" ? "last_passkey" : "not_found");
    await deleteOtherSessions(tx, officerId, caller.tokenHash);
  });
  return passkeysOf(deps.db, officerId);
}

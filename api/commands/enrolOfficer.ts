/** An invited officer's enrolment: first what the second factor is made from, then keys and vault. */
import { randomUUID } from "node:crypto";
import { dayOf, type Primitives, uuidBytes, uuidOf } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { type EnrolmentRecord, findEnrolment, useEnrolment } from "../../prisma/repositories/enrolments.ts";
import { createOfficer, officerById, type OfficerRecord, officerByName } from "../../prisma/repositories/officers.ts";
import { addPasskey } from "../../prisma/repositories/passkeys.ts";
import { ApiError } from "../errors.ts";
import type { ChallengeOf, Passkeys } from "../officers/passkeys.ts";
import type { Passwords } from "../officers/passwords.ts";
import { openTotp, totpStep } from "../officers/totp.ts";
import { type Transport, transportBits } from "../officers/transports.ts";
import type { Registration, StoredKey } from "../officers/webauthn.ts";

export interface EnrolmentDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly passwords: Passwords;
  /** 32 bytes. */
  readonly totpKey: Uint8Array;
  readonly now: () => number;
  /** Left out where nobody enrols but with digits. */
  readonly passkeys?: Passkeys;
}

/** A new passkey as a console sends it. */
export interface OfferedPasskey extends Registration {
  readonly transports: readonly Transport[];
}

/** The second factor that an officer begins with. */
export type FirstFactor =
  | {
      /** Six digits. */
      readonly totp: string;
    }
  | { readonly passkey: OfferedPasskey };

export type EnrolmentInput = FirstFactor & {
  /** id 16 | secret 16 */
  readonly code: Uint8Array;
  readonly name: string;
  readonly salt: Uint8Array;
  readonly authKey: Uint8Array;
  readonly vault: Uint8Array;
  readonly vaultCounter: number;
  readonly sealingKey: Uint8Array;
  readonly signingKey: Uint8Array;
};

/** What a passkey signs in order to become an officer's first. */
export const enrolChallenge = (officerId: string): ChallengeOf => ({
  purpose: "enrol",
  subject: uuidBytes(officerId),
});

type ProvedFactor =
  | { readonly totpSealed: Uint8Array; readonly totpLastStep: number; readonly key: null }
  | { readonly totpSealed: null; readonly totpLastStep: null; readonly key: StoredKey & { transports: number } };

/** @throws ApiError `sign_in_refused` for wrong digits, `passkey_refused` */
async function prove(deps: EnrolmentDeps, invitation: EnrolmentRecord, factor: FirstFactor): Promise<ProvedFactor> {
  const { officerId, totpSealed } = invitation;
  if ("passkey" in factor) {
    const key = (await deps.passkeys?.register(factor.passkey, enrolChallenge(officerId))) ?? null;
    if (key === null) throw new ApiError("passkey_refused");
    return {
      totpSealed: null,
      totpLastStep: null,
      key: { ...key, transports: transportBits(factor.passkey.transports) },
    };
  }
  const secret = openTotp(deps.primitives, deps.totpKey, officerId, totpSealed);
  const step = totpStep(secret, factor.totp, deps.now());
  if (step === null) throw new ApiError("sign_in_refused");
  return { totpSealed, totpLastStep: step, key: null };
}

const ID_BYTES = 16;

async function openInvitation(deps: EnrolmentDeps, code: Uint8Array): Promise<EnrolmentRecord> {
  // The id is 128 random bits: whoever does not hold a code cannot make us hash anything.
  const invitation = await findEnrolment(deps.db, uuidOf(code.subarray(0, ID_BYTES)), new Date(deps.now()));
  if (invitation === null || !(await deps.passwords.verify(invitation.codeHash, code.subarray(ID_BYTES)))) {
    throw new ApiError("enrolment_refused");
  }
  return invitation;
}

/** What an invitation offers; the same each time until it is used. @throws ApiError `enrolment_refused`, `busy` */
export async function startEnrolment(
  deps: EnrolmentDeps,
  code: Uint8Array,
): Promise<Pick<EnrolmentRecord, "officerId" | "role"> & { totpSecret: Uint8Array }> {
  const { officerId, role, totpSealed } = await openInvitation(deps, code);
  return { officerId, role, totpSecret: openTotp(deps.primitives, deps.totpKey, officerId, totpSealed) };
}

/**
 * Uses an invitation up. The officer is `pending` until a roster names them.
 * @throws ApiError `enrolment_refused`, `sign_in_refused` for wrong digits, `passkey_refused`, `name_taken`, `busy`
 */
export async function enrolOfficer(deps: EnrolmentDeps, input: EnrolmentInput): Promise<OfficerRecord> {
  const invitation = await openInvitation(deps, input.code);
  const { officerId, role } = invitation;
  const { totpSealed, totpLastStep, key } = await prove(deps, invitation, input);
  if ((await officerByName(deps.db, input.name)) !== null) throw new ApiError("name_taken");
  const authHash = await deps.passwords.hash(input.authKey);

  const { name, salt, vault, vaultCounter, sealingKey, signingKey } = input;
  await deps.db.$transaction(async (tx) => {
    if (!(await useEnrolment(tx, invitation.id, new Date(deps.now())))) throw new ApiError("enrolment_refused");
    const created = await createOfficer(tx, {
      id: officerId,
      name,
      role,
      authHash,
      salt,
      vault,
      vaultCounter,
      sealingKey,
      signingKey,
      totpSealed,
      totpLastStep,
    });
    if (created === "name_taken") throw new ApiError("name_taken");
    if (key === null) return;
    const passkey = { ...key, id: randomUUID(), officerId, addedDay: dayOf(deps.now()) };
    if ((await addPasskey(tx, passkey)) !== "added") throw new ApiError("passkey_refused");
  });
  const officer = await officerById(deps.db, officerId);
  if (officer === null) throw new ApiError("internal");
  return officer;
}

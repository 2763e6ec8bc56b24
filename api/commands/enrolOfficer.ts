/** An invited officer's enrolment: first the second factor's secret, then keys and vault. */
import { type Primitives, uuidOf } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { type EnrolmentRecord, findEnrolment, useEnrolment } from "../../prisma/repositories/enrolments.ts";
import { createOfficer, officerById, type OfficerRecord, officerByName } from "../../prisma/repositories/officers.ts";
import { ApiError } from "../errors.ts";
import type { Passwords } from "../officers/passwords.ts";
import { openTotp, totpStep } from "../officers/totp.ts";

export interface EnrolmentDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly passwords: Passwords;
  /** 32 bytes. */
  readonly totpKey: Uint8Array;
  readonly now: () => number;
}

export interface EnrolmentInput {
  /** id 16 | secret 16 */
  readonly code: Uint8Array;
  readonly name: string;
  readonly salt: Uint8Array;
  readonly authKey: Uint8Array;
  readonly vault: Uint8Array;
  readonly vaultCounter: number;
  readonly sealingKey: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly totp: string;
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
 * @throws ApiError `enrolment_refused`, `sign_in_refused` for wrong digits, `name_taken`, `busy`
 */
export async function enrolOfficer(deps: EnrolmentDeps, input: EnrolmentInput): Promise<OfficerRecord> {
  const invitation = await openInvitation(deps, input.code);
  const { officerId, role, totpSealed } = invitation;
  const secret = openTotp(deps.primitives, deps.totpKey, officerId, totpSealed);
  const step = totpStep(secret, input.totp, deps.now());
  if (step === null) throw new ApiError("sign_in_refused");
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
      totpLastStep: step,
    });
    if (created === "name_taken") throw new ApiError("name_taken");
  });
  const officer = await officerById(deps.db, officerId);
  if (officer === null) throw new ApiError("internal");
  return officer;
}

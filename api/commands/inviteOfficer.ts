/** Makes an invitation: whoever holds its code may enrol once, as one officer who is chosen by nobody yet. */
import { randomUUID } from "node:crypto";
import { concat, HOUR_MS, type Primitives, toBase64Url, uuidBytes } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { createEnrolment } from "../../prisma/repositories/enrolments.ts";
import type { OfficerRoleName } from "../../prisma/repositories/officers.ts";
import type { Passwords } from "../officers/passwords.ts";
import { newTotpSecret, sealTotp } from "../officers/totp.ts";

const SECRET_BYTES = 16;
const INVITATION_HOURS = 72;

export interface InviteOfficerDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly passwords: Passwords;
  /** 32 bytes. */
  readonly totpKey: Uint8Array;
  readonly now: () => number;
}

export interface Invitation {
  /** base64url of id 16 | secret 16: goes into a link, behind `#`, and is shown once. */
  readonly code: string;
  /** The id the officer will have. */
  readonly officerId: string;
  readonly expires: Date;
}

/** @param role what the officer may become; only a roster gives rights. @throws ApiError `busy` */
export async function inviteOfficer(deps: InviteOfficerDeps, role: OfficerRoleName): Promise<Invitation> {
  const { db, primitives, passwords, totpKey } = deps;
  const id = randomUUID();
  const officerId = randomUUID();
  const secret = primitives.randomBytes(SECRET_BYTES);
  const expires = new Date(deps.now() + INVITATION_HOURS * HOUR_MS);
  await createEnrolment(db, {
    id,
    codeHash: await passwords.hash(secret),
    role,
    officerId,
    totpSealed: sealTotp(primitives, totpKey, officerId, newTotpSecret(primitives)),
    expires,
  });
  return { code: toBase64Url(concat(uuidBytes(id), secret)), officerId, expires };
}

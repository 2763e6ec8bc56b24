/** Officers as the server knows them: what they sign in with, and a vault it cannot open. */
import { isUniqueViolation } from "../errors.ts";
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export type OfficerRoleName = "lead" | "officer" | "auditor";
export type OfficerStateName = "pending" | "active" | "removed";

export interface OfficerRecord {
  id: string;
  name: string;
  role: OfficerRoleName;
  state: OfficerStateName;
  /** argon2id of the authentication key, in the argon2 package's encoding */
  authHash: string;
  salt: Uint8Array;
  vault: Uint8Array;
  vaultCounter: number;
  /** null once the officer has a passkey */
  totpSealed: Uint8Array | null;
  totpLastStep: bigint | null;
  sealingKey: Uint8Array;
  signingKey: Uint8Array;
}

export interface NewOfficer {
  id: string;
  name: string;
  role: OfficerRoleName;
  authHash: string;
  /** 16 bytes */
  salt: Uint8Array;
  vault: Uint8Array;
  vaultCounter: number;
  /** null for an officer who enrols with a passkey */
  totpSealed: Uint8Array | null;
  /** the step of the code that was just shown, so that it cannot be shown again */
  totpLastStep: number | null;
  /** 1216 bytes */
  sealingKey: Uint8Array;
  /** 32 bytes */
  signingKey: Uint8Array;
}

/** Adds an officer, waiting to be named in a roster. @returns "name_taken" (a transaction is then lost) */
export async function createOfficer(tx: Queryable, officer: NewOfficer): Promise<"created" | "name_taken"> {
  try {
    await tx.officer.createMany({
      data: {
        ...officer,
        state: "pending",
        salt: dbBytes(officer.salt),
        vault: dbBytes(officer.vault),
        totpSealed: officer.totpSealed && dbBytes(officer.totpSealed),
        sealingKey: dbBytes(officer.sealingKey),
        signingKey: dbBytes(officer.signingKey),
      },
    });
    return "created";
  } catch (error) {
    if (isUniqueViolation(error)) return "name_taken";
    throw error;
  }
}

export async function officerByName(db: Queryable, name: string): Promise<OfficerRecord | null> {
  return db.officer.findUnique({ where: { name } });
}

export async function officerById(db: Queryable, id: string): Promise<OfficerRecord | null> {
  return db.officer.findUnique({ where: { id } });
}

/** Replaces the vault. @returns false when the counter does not go up: an older vault never replaces a newer one */
export async function replaceVault(
  db: Queryable,
  { officerId, vault, counter }: { officerId: string; vault: Uint8Array; counter: number },
): Promise<boolean> {
  const { count } = await db.officer.updateMany({
    where: { id: officerId, vaultCounter: { lt: counter } },
    data: { vault: dbBytes(vault), vaultCounter: counter },
  });
  return count === 1;
}

/**
 * Uses up a TOTP step.
 * @param step whole periods since 1970 @returns false when this step or a later one was used before
 */
export async function takeTotpStep(db: Queryable, officerId: string, step: number): Promise<boolean> {
  const { count } = await db.officer.updateMany({
    where: { id: officerId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

/** Digits sign this officer in no longer: a passkey has taken their place. */
export async function forgetTotp(tx: Queryable, officerId: string): Promise<void> {
  await tx.officer.updateMany({ where: { id: officerId }, data: { totpSealed: null, totpLastStep: null } });
}

/** Makes states follow a roster that was just published: who is on it is active, who was and is not is removed. */
export async function applyRoster(
  tx: Queryable,
  officers: readonly { id: string; role: OfficerRoleName }[],
): Promise<void> {
  const ids = officers.map((officer) => officer.id);
  for (const role of ["lead", "officer", "auditor"] as const) {
    const withRole = officers.filter((officer) => officer.role === role).map((officer) => officer.id);
    await tx.officer.updateMany({ where: { id: { in: withRole } }, data: { state: "active", role } });
  }
  await tx.officer.updateMany({ where: { id: { notIn: ids }, state: "active" }, data: { state: "removed" } });
  // Whoever left is signed out at once, and holds no case.
  const gone = { officer: { state: "removed" as const } };
  await tx.officerSession.deleteMany({ where: gone });
  await tx.caseLease.deleteMany({ where: gone });
  await tx.caseRecord.updateMany({ where: { handed: { state: "removed" } }, data: { handedTo: null } });
}

/** What pending officers ask to be admitted with. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";
import type { OfficerRoleName } from "./officers.ts";

export interface AdmissionRecord {
  officerId: string;
  /** Wire bytes: signature and content. */
  request: Uint8Array;
}

/** Somebody who has enrolled and whom no roster has named. */
export interface WaitingOfficer {
  officerId: string;
  name: string;
  /** What their invitation offered. */
  role: OfficerRoleName;
  /** `null` until they have signed in once: their console asks by itself. */
  request: Uint8Array | null;
}

/** Keeps an officer's request in the place of the one before. */
export async function putAdmission(db: Queryable, { officerId, request }: AdmissionRecord): Promise<void> {
  const data = { request: dbBytes(request) };
  await db.admissionRequest.upsert({ where: { officerId }, create: { officerId, ...data }, update: data });
}

/** Everybody who waits, by name. */
export async function listWaiting(db: Queryable): Promise<WaitingOfficer[]> {
  const rows = await db.officer.findMany({
    where: { state: "pending" },
    orderBy: { name: "asc" },
    select: { id: true, name: true, role: true, admission: { select: { request: true } } },
  });
  return rows.map(({ id, name, role, admission }) => ({
    officerId: id,
    name,
    role,
    request: admission?.request ?? null,
  }));
}

/**
 * Deletes the account of somebody who waits, with their request, vault, second factor and sessions. Whoever is or was on a
 * roster keeps theirs.
 * @returns whether there was such an account
 */
export async function dismissWaiting(db: Queryable, officerId: string): Promise<boolean> {
  const { count } = await db.officer.deleteMany({ where: { id: officerId, state: "pending" } });
  return count === 1;
}

/** Forgets the requests of all who wait no longer: admitted, or gone. To be called when states follow a roster. */
export async function dropSettledAdmissions(tx: Queryable): Promise<void> {
  await tx.admissionRequest.deleteMany({ where: { officer: { state: { not: "pending" } } } });
}

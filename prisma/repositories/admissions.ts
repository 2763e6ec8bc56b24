/** What pending officers ask to be admitted with. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";
import type { OfficerRoleName } from "./officers.ts";

export interface AdmissionRecord {
  officerId: string;
  /** Wire bytes: signature and content. */
  request: Uint8Array;
}

/** Keeps an officer's request in the place of the one before. */
export async function putAdmission(db: Queryable, { officerId, request }: AdmissionRecord): Promise<void> {
  const data = { request: dbBytes(request) };
  await db.admissionRequest.upsert({ where: { officerId }, create: { officerId, ...data }, update: data });
}

/** Of officers who wait still, by name, with the role that their invitation offered. */
export async function listAdmissions(
  db: Queryable,
): Promise<(AdmissionRecord & { name: string; role: OfficerRoleName })[]> {
  const rows = await db.admissionRequest.findMany({
    where: { officer: { state: "pending" } },
    orderBy: { officer: { name: "asc" } },
    include: { officer: { select: { name: true, role: true } } },
  });
  return rows.map(({ officerId, request, officer }) => ({ officerId, request, ...officer }));
}

/** Forgets the requests of all who wait no longer: admitted, or gone. To be called when states follow a roster. */
export async function dropSettledAdmissions(tx: Queryable): Promise<void> {
  await tx.admissionRequest.deleteMany({ where: { officer: { state: { not: "pending" } } } });
}

/** Certificates of leads' keys, as the root gave them. The caller has verified them. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface LeadCertificateRecord {
  /** Only grows; one certificate each. */
  serial: number;
  officerId: string;
  certificate: Uint8Array;
}

/** Keeps a certificate. @returns what is stored under its serial then: the very same, or another that was there before */
export async function putLeadCertificate(
  db: Queryable,
  { serial, officerId, certificate }: LeadCertificateRecord,
): Promise<LeadCertificateRecord> {
  await db.leadCertificate.createMany({
    data: { serial, officerId, certificate: dbBytes(certificate) },
    skipDuplicates: true,
  });
  return db.leadCertificate.findUniqueOrThrow({ where: { serial } });
}

/** Newest first. */
export async function listLeadCertificates(db: Queryable): Promise<LeadCertificateRecord[]> {
  return db.leadCertificate.findMany({ orderBy: { serial: "desc" } });
}

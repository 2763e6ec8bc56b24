/** A lead hands in the certificate of their own key. */
import {
  checkCertificateCurrent,
  dayOf,
  equalBytes,
  type Primitives,
  SecurityError,
  type UnitPublic,
  uuidOf,
  verifyCertificate,
  verifyLeadRequest,
} from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { type LeadCertificateRecord, putLeadCertificate } from "../../prisma/repositories/leadCertificates.ts";
import { ApiError } from "../errors.ts";

/** What the database's column takes; the root counts by ones. */
const SERIAL_MAX = 2_147_483_647;

export interface AddCertificateDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Verified against root, floor and day, and against a lead request that the certified key has signed for this officer: so
 * nobody hands in a colleague's certificate as their own.
 * @throws ApiError `certificate_refused`; `id_taken` when another certificate has its serial
 */
export async function addCertificate(
  { db, primitives, unit, now }: AddCertificateDeps,
  officerId: string,
  input: { readonly certificate: Uint8Array; readonly request: string },
): Promise<LeadCertificateRecord> {
  let serial: number;
  try {
    const certificate = verifyCertificate(primitives, input.certificate, unit);
    checkCertificateCurrent(certificate, unit, dayOf(now()));
    const request = verifyLeadRequest(primitives, input.request, unit);
    if (!equalBytes(request.leadKey, certificate.key) || uuidOf(request.officerId) !== officerId) {
      throw new ApiError("certificate_refused");
    }
    serial = certificate.serial;
  } catch (cause) {
    if (cause instanceof SecurityError) throw new ApiError("certificate_refused", { cause });
    throw cause;
  }
  if (serial > SERIAL_MAX) throw new ApiError("certificate_refused");
  const stored = await putLeadCertificate(db, { serial, officerId, certificate: input.certificate });
  if (stored.officerId !== officerId || !equalBytes(stored.certificate, input.certificate)) {
    throw new ApiError("id_taken");
  }
  return stored;
}

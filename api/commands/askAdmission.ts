/** A pending officer asks to be admitted: the request is checked to be theirs before a lead sees it. */
import {
  checkRequestedUnit,
  equalBytes,
  fromBase64Url,
  type Primitives,
  SecurityError,
  type UnitPublic,
  uuidOf,
  verifyAdmissionRequest,
} from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { putAdmission } from "../../prisma/repositories/admissions.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface AskAdmissionDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
}

/** @param text base64url, as the console signs it @throws ApiError `forbidden` for whoever is on the roster, `admission_refused` */
export async function askAdmission(
  { db, primitives, unit }: AskAdmissionDeps,
  { officer, roster }: SignedIn,
  text: string,
): Promise<void> {
  if (roster !== null) throw new ApiError("forbidden");
  try {
    const request = verifyAdmissionRequest(primitives, text);
    checkRequestedUnit(request, unit);
    const theirs =
      uuidOf(request.officerId) === officer.id &&
      request.name === officer.name &&
      equalBytes(request.sealingKey, officer.sealingKey) &&
      equalBytes(request.signingKey, officer.signingKey);
    if (!theirs) throw new ApiError("admission_refused");
  } catch (cause) {
    if (cause instanceof SecurityError) throw new ApiError("admission_refused", { cause });
    throw cause;
  }
  await putAdmission(db, { officerId: officer.id, request: fromBase64Url(text) });
}

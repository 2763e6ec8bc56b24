/** Takes a sealed envelope in. Neither the clock nor anything about the connection enters what is stored. */
import {
  parseEnvelope,
  parseIntakeBody,
  SecurityError,
  slipMatches,
  STATEMENT_GRACE_DAYS,
} from "../../security/index.ts";
import type { Primitives } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { statementByHash } from "../../prisma/repositories/directory.ts";
import { receiptOf, storeEnvelope } from "../../prisma/repositories/intake.ts";
import { ApiError } from "../errors.ts";

export interface AcceptEnvelopeDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  /** Keys the receipts, 32 bytes: whoever has the table alone cannot test a guess against it. */
  readonly intakeKey: Uint8Array;
}

/** Told apart under one key, so that no envelope id can pass for a body. */
const RECEIPT_OF_ID = new Uint8Array([1]);
const RECEIPT_OF_BODY = new Uint8Array([2]);

async function read(primitives: Primitives, body: Uint8Array) {
  try {
    const { envelope, slip } = parseIntakeBody(body);
    const parsed = parseEnvelope(envelope);
    if (!(await slipMatches(primitives, parsed, slip))) throw new ApiError("envelope_malformed");
    return { envelope, slip, parsed };
  } catch (error) {
    if (error instanceof SecurityError) throw new ApiError("envelope_malformed");
    throw error;
  }
}

/**
 * Stores an envelope once. The same bytes again change nothing and succeed, also after triage and after the statement they
 * name is no longer accepted: whoever did not get the answer must be able to ask again. Whether the attachments that it
 * names are there is for the worker to find out: asking here would tell a prober which uploads exist.
 *
 * @param body envelope | slip, exactly one of INTAKE_BODY_BYTES
 * @param today days since 1970 UTC
 * @throws ApiError `envelope_malformed`, `envelope_id_reused`, `directory_not_accepted`
 */
export async function acceptEnvelope(deps: AcceptEnvelopeDeps, body: Uint8Array, today: number): Promise<void> {
  const { envelope, slip, parsed } = await read(deps.primitives, body);
  const idMac = await deps.primitives.hmacSha256(deps.intakeKey, RECEIPT_OF_ID, parsed.envelopeId);
  const bodyMac = await deps.primitives.hmacSha256(deps.intakeKey, RECEIPT_OF_BODY, body);

  const statement = await statementByHash(deps.db, parsed.directoryHash);
  if (statement === null || today > statement.acceptUntilDay) {
    const before = await receiptOf(deps.db, { idMac, bodyMac });
    if (before === "same") return;
    throw new ApiError(before === null ? "directory_not_accepted" : "envelope_id_reused");
  }
  const stored = await storeEnvelope(deps.db, {
    idMac,
    bodyMac,
    keepUntilDay: statement.expiryDay + STATEMENT_GRACE_DAYS,
    envelopeId: parsed.envelopeId,
    envelope,
    slip,
  });
  if (stored === "id_reused") throw new ApiError("envelope_id_reused");
}

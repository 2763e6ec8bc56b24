/**
 * The reporter statement: one version of the key directory, as everyone may see it. A reporter's page verifies
 * root → certificate → statement before it seals anything; consoles check the whole chain besides (`./directory.ts`).
 *
 *     signature 64 (lead, label statement) | content (`./statementContent.ts`)
 *
 * Hashes are SHA-256 over all bytes of a signed object, its signature included. About 4 kB for two desks, 6.6 kB for four.
 */
import { equalBytes, fromHex } from "./bytes.ts";
import {
  checkCertificateCovers,
  checkCertificateCurrent,
  verifyCertificate,
  type LeadCertificate,
} from "./certificate.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { STATEMENT_MAX_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import { encodeStatement, parseStatement, type DeskPublic, type StatementContent } from "./statementContent.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** A statement that has been verified: nothing else should make one. */
export interface VerifiedStatement extends Omit<StatementContent, "unitId" | "certificate"> {
  /** The wire bytes. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`: what an envelope's prefix names. */
  readonly hash: Uint8Array;
  readonly lead: LeadCertificate;
}

/** The newest statement that a console has seen. */
export interface SeenStatement {
  readonly version: number;
  readonly hash: Uint8Array;
}

/**
 * Signs a statement with a lead's Ed25519 seed (32 bytes). Checks lengths and order, not the certificate.
 * @throws SecurityError `malformed`, `out_of_range`
 */
export function signStatement(p: Primitives, statement: StatementContent, leadSecretKey: Uint8Array): Uint8Array {
  const encoded = encodeStatement(statement);
  parseStatement(encoded); // what we would refuse to read, we do not sign
  return signContent(p, LABELS.statement, encoded, leadSecretKey);
}

/**
 * Verifies a statement as of `today` (days since 1970, UTC) against the unit's root and floors and, where given, the newest
 * statement seen before.
 *
 * @throws SecurityError `malformed`, `non_canonical`, `wrong_unit`, `bad_signature`, `certificate_revoked`,
 * `certificate_not_valid_yet`, `certificate_expired`, `statement_not_valid_yet`, `statement_expired`,
 * `statement_rolled_back`, `statement_fork`
 */
export async function verifyStatement(
  p: Primitives,
  bytes: Uint8Array,
  unit: UnitPublic,
  today: number,
  seen?: SeenStatement,
): Promise<VerifiedStatement> {
  const statement = await verifySignedStatement(p, bytes, unit);
  checkCertificateCurrent(statement.lead, unit, today);
  if (today < statement.issueDay) {
    throw new SecurityError("statement_not_valid_yet", "the statement is not valid yet");
  }
  if (today > statement.expiryDay) throw new SecurityError("statement_expired", "the statement has expired");
  if (statement.version < Math.max(unit.floors.statementVersion, seen?.version ?? 0)) {
    throw new SecurityError("statement_rolled_back", "the statement is older than one that is known");
  }
  if (seen?.version === statement.version && !equalBytes(seen.hash, statement.hash)) {
    throw new SecurityError("statement_fork", "another statement of the same version is known");
  }
  return statement;
}

/**
 * Verifies what depends neither on the day nor on floors: for earlier links of a chain, which a newer statement vouches for
 * by their hash. Everyone else wants `verifyStatement`.
 *
 * @throws SecurityError `malformed`, `non_canonical`, `wrong_unit`, `bad_signature`, `certificate_not_valid_yet`,
 * `certificate_expired`
 */
export async function verifySignedStatement(
  p: Primitives,
  bytes: Uint8Array,
  unit: UnitPublic,
): Promise<VerifiedStatement> {
  const signed = splitSigned(bytes, STATEMENT_MAX_BYTES);
  // The lead's key stands inside what it signs, so the content is read, strictly, before it is believed.
  const { unitId, certificate, ...content } = parseStatement(signed.content);
  // Before the signatures, which another unit's statement fails as well: whoever mixed units up is to be told that.
  if (!equalBytes(unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the statement is for another unit");
  }
  const lead = verifyCertificate(p, certificate, unit);
  checkSignature(p, LABELS.statement, signed, lead.key);
  checkCertificateCovers(lead, content.issueDay);
  return { ...content, bytes: bytes.slice(), hash: await p.sha256(bytes), lead };
}

/** @throws SecurityError `unknown_desk` */
export function deskOf(statement: VerifiedStatement, id: number): DeskPublic {
  const desk = statement.desks.find((each) => each.id === id);
  if (!desk) throw new SecurityError("unknown_desk", "the statement names no such desk");
  return desk;
}

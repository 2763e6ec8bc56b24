/**
 * A lead's certificate: the unit's root says that a key may sign statements and rosters for a while.
 *
 *     signature 64 (root, label lead) | CBOR { 0: unit id 16, 1: serial, 2: lead key 32, 3: first day, 4: last day }
 *
 * Serials only grow; `floors.certificateSerial` revokes all below it. Both days are included.
 */
import { equalBytes, exactly, fromHex } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { DAY_MAX } from "./days.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { CERTIFICATE_MAX_BYTES, CERTIFICATE_MAX_DAYS, ED25519_PUBLIC_KEY_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

export interface Certificate {
  readonly unitId: Uint8Array;
  readonly serial: number;
  /** The lead's Ed25519 public key, 32 bytes. */
  readonly key: Uint8Array;
  readonly firstDay: number;
  readonly lastDay: number;
}

/** A certificate whose unit is known. */
export type LeadCertificate = Omit<Certificate, "unitId">;

/**
 * Signs a certificate with the root's Ed25519 seed (32 bytes).
 * @throws SecurityError `out_of_range` when it is to last longer than 400 days, or ends before it begins
 */
export function signCertificate(p: Primitives, certificate: Certificate, rootSecretKey: Uint8Array): Uint8Array {
  if (!isTermAllowed(certificate)) {
    throw new SecurityError("out_of_range", `a certificate lasts from 1 to ${CERTIFICATE_MAX_DAYS} days`);
  }
  const content = new Map<number, CborValue>([
    [0, exactly(certificate.unitId, UNIT_ID_BYTES, "unit id")],
    [1, certificate.serial],
    [2, exactly(certificate.key, ED25519_PUBLIC_KEY_BYTES, "lead key")],
    [3, certificate.firstDay],
    [4, certificate.lastDay],
  ]);
  return signContent(p, LABELS.lead, encodeCbor(content), rootSecretKey);
}

/**
 * Checks what does not depend on the day or on floors: the root's signature, the form, the unit.
 * @throws SecurityError `malformed`, `bad_signature`, `non_canonical`, `wrong_unit`
 */
export function verifyCertificate(p: Primitives, wire: Uint8Array, unit: UnitPublic): Certificate {
  const signed = splitSigned(wire, CERTIFICATE_MAX_BYTES);
  checkSignature(p, LABELS.lead, signed, fromHex(unit.rootKey));
  const reader = CborReader.parse(signed.content);
  const certificate: Certificate = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    serial: reader.uint(1, Number.MAX_SAFE_INTEGER, 1),
    key: reader.bytes(2, ED25519_PUBLIC_KEY_BYTES),
    firstDay: reader.uint(3, DAY_MAX),
    lastDay: reader.uint(4, DAY_MAX),
  };
  reader.end();
  if (!isTermAllowed(certificate)) throw new SecurityError("malformed", "a certificate that lasts too long");
  if (!equalBytes(certificate.unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the certificate is for another unit");
  }
  return certificate;
}

/** @throws SecurityError `certificate_revoked`, `certificate_not_valid_yet`, `certificate_expired` */
export function checkCertificateCurrent(certificate: LeadCertificate, unit: UnitPublic, today: number): void {
  if (certificate.serial < unit.floors.certificateSerial) {
    throw new SecurityError("certificate_revoked", "the certificate's serial is below the floor");
  }
  checkCertificateCovers(certificate, today);
}

/** @throws SecurityError `certificate_not_valid_yet`, `certificate_expired` */
export function checkCertificateCovers(certificate: LeadCertificate, day: number): void {
  // Asked this way round, a day that is not a number is refused.
  if (!(day >= certificate.firstDay)) {
    throw new SecurityError("certificate_not_valid_yet", "the certificate is not valid yet");
  }
  if (day > certificate.lastDay) throw new SecurityError("certificate_expired", "the certificate has expired");
}

function isTermAllowed({ firstDay, lastDay }: Certificate): boolean {
  return lastDay >= firstDay && lastDay - firstDay < CERTIFICATE_MAX_DAYS;
}

/**
 * The reporter statement: one version of the key directory, as everyone may see it. A reporter's page verifies
 * root → certificate → statement before it seals anything; consoles check the whole chain besides (`./directory.ts`).
 *
 *     signature 64 (lead, label statement) | CBOR {
 *       0: unit id 16, 1: version, 2: hash of the previous statement 32 (zeros for version 1),
 *       3: issue day, 4: expiry day (included),
 *       5: [ { 0: desk id, 1: epoch, 2: the epoch's last day, 3: sealing key 1216, 4: signing key 32,
 *              5: [ { 0: earlier epoch, 1: its signing key 32 } … ascending ] } … ascending by desk id ],
 *       6: triage key 1216, 7: lead certificate, 8: hash of the roster 32 }
 *
 * Hashes are SHA-256 over all bytes of a signed object, its signature included. About 4 kB for two desks.
 */
import { equalBytes, exactly, fromHex } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import {
  checkCertificateCovers,
  checkCertificateCurrent,
  verifyCertificate,
  type LeadCertificate,
} from "./certificate.ts";
import { DAY_MAX } from "./days.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  DESKS_MAX,
  EARLIER_SIGNING_KEYS_MAX,
  ED25519_PUBLIC_KEY_BYTES,
  HASH_BYTES,
  STATEMENT_GRACE_DAYS,
  STATEMENT_MAX_BYTES,
  STATEMENT_MAX_DAYS,
  UNIT_ID_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

const U16_MAX = 0xffff;
const U32_MAX = 0xffff_ffff;

/** What a statement says of one desk. */
export interface DeskPublic {
  /** 1 to 65535. */
  readonly id: number;
  /** 1, 2, 3 … Each has its own keys. */
  readonly epoch: number;
  /** The last day on which reports are meant to be sealed to this epoch. */
  readonly epochLastDay: number;
  /** X-Wing public key, 1216 bytes: reports to the desk are sealed to it. */
  readonly sealingKey: Uint8Array;
  /** Ed25519 public key, 32 bytes: the desk's replies are signed with it. */
  readonly signingKey: Uint8Array;
  /** Signing keys of earlier epochs whose replies are still believed, oldest first. */
  readonly earlierSigningKeys: readonly { readonly epoch: number; readonly key: Uint8Array }[];
}

/** What a lead signs. */
export interface StatementContent {
  readonly unitId: Uint8Array;
  readonly version: number;
  readonly previousHash: Uint8Array;
  readonly issueDay: number;
  readonly expiryDay: number;
  readonly desks: readonly DeskPublic[];
  readonly triageKey: Uint8Array;
  /** The wire bytes of the certificate of the lead who signs. */
  readonly certificate: Uint8Array;
  readonly rosterHash: Uint8Array;
}

/** A statement that has been verified: nothing else should make one. */
export interface VerifiedStatement {
  /** The wire bytes. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`: what an envelope's prefix names. */
  readonly hash: Uint8Array;
  readonly version: number;
  readonly previousHash: Uint8Array;
  readonly issueDay: number;
  readonly expiryDay: number;
  readonly desks: readonly DeskPublic[];
  readonly triageKey: Uint8Array;
  readonly rosterHash: Uint8Array;
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
  checkTerm(statement);
  const content = new Map<number, CborValue>([
    [0, exactly(statement.unitId, UNIT_ID_BYTES, "unit id")],
    [1, statement.version],
    [2, exactly(statement.previousHash, HASH_BYTES, "previous hash")],
    [3, statement.issueDay],
    [4, statement.expiryDay],
    [5, statement.desks.map(encodeDesk)],
    [6, exactly(statement.triageKey, XWING_PUBLIC_KEY_BYTES, "triage key")],
    [7, statement.certificate],
    [8, exactly(statement.rosterHash, HASH_BYTES, "roster hash")],
  ]);
  const encoded = encodeCbor(content);
  parseContent(encoded); // what we would refuse to read, we do not sign
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
  const { unitId, certificate, ...content } = parseContent(signed.content);
  const lead = verifyCertificate(p, certificate, unit);
  checkSignature(p, LABELS.statement, signed, lead.key);
  if (!equalBytes(unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the statement is for another unit");
  }
  checkCertificateCovers(lead, content.issueDay);
  return { ...content, bytes: bytes.slice(), hash: await p.sha256(bytes), lead };
}

/** @throws SecurityError `unknown_desk` */
export function deskOf(statement: VerifiedStatement, id: number): DeskPublic {
  const desk = statement.desks.find((each) => each.id === id);
  if (!desk) throw new SecurityError("unknown_desk", "the statement names no such desk");
  return desk;
}

/**
 * The last day on which a statement issued on `issueDay` may be used: 14 days later, or 7 days after the first of its
 * epochs ends, whichever is sooner.
 */
export function lastAllowedDay(issueDay: number, desks: readonly Pick<DeskPublic, "epochLastDay">[]): number {
  const ends = desks.map((desk) => desk.epochLastDay + STATEMENT_GRACE_DAYS);
  return Math.min(issueDay + STATEMENT_MAX_DAYS, ...ends);
}

function encodeDesk(desk: DeskPublic): CborValue {
  return new Map<number, CborValue>([
    [0, desk.id],
    [1, desk.epoch],
    [2, desk.epochLastDay],
    [3, desk.sealingKey],
    [4, desk.signingKey],
    [
      5,
      desk.earlierSigningKeys.map(
        ({ epoch, key }) =>
          new Map<number, CborValue>([
            [0, epoch],
            [1, key],
          ]),
      ),
    ],
  ]);
}

function parseContent(bytes: Uint8Array): StatementContent {
  const reader = CborReader.parse(bytes);
  const content: StatementContent = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    version: reader.uint(1, U32_MAX, 1),
    previousHash: reader.bytes(2, HASH_BYTES),
    issueDay: reader.uint(3, DAY_MAX),
    expiryDay: reader.uint(4, DAY_MAX),
    desks: reader.array(5, DESKS_MAX).map(parseDesk),
    triageKey: reader.bytes(6, XWING_PUBLIC_KEY_BYTES),
    certificate: reader.bytes(7),
    rosterHash: reader.bytes(8, HASH_BYTES),
  };
  reader.end();
  checkAscending(content.desks.map((desk) => desk.id));
  if ((content.version === 1) !== content.previousHash.every((byte) => byte === 0)) {
    throw new SecurityError("malformed", "only version 1 has no statement before it");
  }
  checkTerm(content);
  return content;
}

function parseDesk(value: CborValue): DeskPublic {
  const reader = new CborReader(value);
  const desk: DeskPublic = {
    id: reader.uint(0, U16_MAX, 1),
    epoch: reader.uint(1, U32_MAX, 1),
    epochLastDay: reader.uint(2, DAY_MAX),
    sealingKey: reader.bytes(3, XWING_PUBLIC_KEY_BYTES),
    signingKey: reader.bytes(4, ED25519_PUBLIC_KEY_BYTES),
    earlierSigningKeys: reader.array(5, EARLIER_SIGNING_KEYS_MAX).map((item) => {
      const earlier = new CborReader(item);
      const read = { epoch: earlier.uint(0, U32_MAX, 1), key: earlier.bytes(1, ED25519_PUBLIC_KEY_BYTES) };
      earlier.end();
      return read;
    }),
  };
  reader.end();
  checkAscending([...desk.earlierSigningKeys.map(({ epoch }) => epoch), desk.epoch]);
  return desk;
}

function checkAscending(numbers: readonly number[]): void {
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] as number))) {
    throw new SecurityError("malformed", "out of order, or twice the same");
  }
}

function checkTerm({ issueDay, expiryDay, desks }: StatementContent): void {
  if (expiryDay < issueDay || expiryDay > lastAllowedDay(issueDay, desks)) {
    throw new SecurityError("malformed", "a statement that lasts too long, or not at all");
  }
}

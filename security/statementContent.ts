/**
 * What a lead signs as a statement:
 *
 *     CBOR {
 *       0: unit id 16, 1: version, 2: hash of the previous statement 32 (zeros for version 1),
 *       3: issue day, 4: expiry day (included),
 *       5: [ { 0: desk id, 1: epoch, 2: the epoch's last day, 3: sealing key 1216, 4: signing key 32,
 *              5: [ { 0: earlier epoch, 1: its signing key 32 } … ascending ] } … ascending by desk id ],
 *       6: triage key 1216, 7: lead certificate, 8: hash of the roster 32 }
 */
import { exactly, U16_MAX, U32_MAX } from "./bytes.ts";
import { CborReader, checkAscending, encodeCbor, type CborValue } from "./cbor.ts";
import { DAY_MAX } from "./days.ts";
import { SecurityError } from "./errors.ts";
import {
  DESKS_MAX,
  EARLIER_SIGNING_KEYS_MAX,
  ED25519_PUBLIC_KEY_BYTES,
  HASH_BYTES,
  STATEMENT_GRACE_DAYS,
  STATEMENT_MAX_DAYS,
  UNIT_ID_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";

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

/** @throws SecurityError `malformed` for a term that is too long, `out_of_range` for a wrong length */
export function encodeStatement(statement: StatementContent): Uint8Array {
  checkTerm(statement);
  return encodeCbor(
    new Map<number, CborValue>([
      [0, exactly(statement.unitId, UNIT_ID_BYTES, "unit id")],
      [1, statement.version],
      [2, exactly(statement.previousHash, HASH_BYTES, "previous hash")],
      [3, statement.issueDay],
      [4, statement.expiryDay],
      [5, statement.desks.map(encodeDesk)],
      [6, exactly(statement.triageKey, XWING_PUBLIC_KEY_BYTES, "triage key")],
      [7, statement.certificate],
      [8, exactly(statement.rosterHash, HASH_BYTES, "roster hash")],
    ]),
  );
}

/** Strict: one content has one encoding. @throws SecurityError `malformed`, `non_canonical` */
export function parseStatement(bytes: Uint8Array): StatementContent {
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

function checkTerm({ issueDay, expiryDay, desks }: StatementContent): void {
  if (expiryDay < issueDay || expiryDay > lastAllowedDay(issueDay, desks)) {
    throw new SecurityError("malformed", "a statement that lasts too long, or not at all");
  }
}

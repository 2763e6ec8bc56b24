/**
 * The roster: officers' public keys, roles and desks, of the same version as the statement that names its hash. It stays on
 * the officer host; a reporter never sees how many officers there are.
 *
 *     signature 64 (lead, label roster) | CBOR {
 *       0: unit id 16, 1: version, 2: hash of the previous roster 32 (zeros for version 1),
 *       3: [ { 0: officer id 16, 1: name, 2: role (position in ROLES), 3: sealing key 1216, 4: signing key 32,
 *              5: [ desk id … ascending ] } … ascending by officer id ],
 *       4: [ { 0: desk id, 1: SHA-256 of the desk's matching key 32 } … ascending ],
 *       5: the recovery key, see `./recoveryKey.ts`; absent where there is none,
 *       6: the names of desks other than general and restricted, see `./deskNames.ts`; absent where there are none }
 */
import { equalBytes, exactly, fromHex, toHex, U16_MAX, U32_MAX } from "./bytes.ts";
import { CborReader, checkAscending, encodeCbor, type CborValue } from "./cbor.ts";
import { encodeDeskNames, FIRST_OWN_DESK, parseDeskNames, type DeskName } from "./deskNames.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  DESKS_MAX,
  ED25519_PUBLIC_KEY_BYTES,
  HASH_BYTES,
  OFFICER_ID_BYTES,
  OFFICER_NAME_MAX_BYTES,
  OFFICERS_MAX,
  ROSTER_MAX_BYTES,
  UNIT_ID_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";
import { isOfficerName } from "./officerName.ts";
import type { Primitives } from "./primitives/types.ts";
import {
  encodeRecoveryKey,
  parseRecoveryKey,
  recoveryId,
  type RecoveryKey,
  type RecoveryRecipient,
} from "./recoveryKey.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { VerifiedStatement } from "./statement.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** A role's wire number is its position; append only. */
export const ROLES = ["officer", "lead", "auditor"] as const;
export type Role = (typeof ROLES)[number];

export interface RosterOfficer {
  /** 16 random bytes: the officer's uuid. */
  readonly id: Uint8Array;
  readonly name: string;
  readonly role: Role;
  /** X-Wing public key, 1216 bytes: grants are sealed to it. */
  readonly sealingKey: Uint8Array;
  /** Ed25519 public key, 32 bytes: what the officer writes is signed with it. */
  readonly signingKey: Uint8Array;
  /** Desk ids, ascending. An auditor is on none. */
  readonly desks: readonly number[];
}

export interface RosterContent {
  readonly unitId: Uint8Array;
  readonly version: number;
  readonly previousHash: Uint8Array;
  readonly officers: readonly RosterOfficer[];
  readonly matchingKeyHashes: readonly { readonly desk: number; readonly hash: Uint8Array }[];
  /** `null` where the unit has none. */
  readonly recovery: RecoveryKey | null;
  /** Of every desk that the unit opened beside general and restricted, ascending by desk. */
  readonly deskNames: readonly DeskName[];
}

export interface VerifiedRoster extends RosterContent {
  /** The wire bytes. */
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly recovery: RecoveryRecipient | null;
}

/** To whom grants are sealed. */
export interface GrantRecipient {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** X-Wing public key, 1216 bytes. */
  readonly sealingKey: Uint8Array;
}

/**
 * Signs a roster with a lead's Ed25519 seed (32 bytes). Officers are put in order of their ids.
 * @throws SecurityError `malformed`, `out_of_range`
 */
export function signRoster(p: Primitives, roster: RosterContent, leadSecretKey: Uint8Array): Uint8Array {
  const officers = [...roster.officers].sort((a, b) => (toHex(a.id) < toHex(b.id) ? -1 : 1));
  const content = new Map<number, CborValue>([
    [0, exactly(roster.unitId, UNIT_ID_BYTES, "unit id")],
    [1, roster.version],
    [2, exactly(roster.previousHash, HASH_BYTES, "previous hash")],
    [3, officers.map(encodeOfficer)],
    [
      4,
      roster.matchingKeyHashes.map(
        ({ desk, hash }) =>
          new Map<number, CborValue>([
            [0, desk],
            [1, hash],
          ]),
      ),
    ],
    ...(roster.recovery ? [[5, encodeRecoveryKey(roster.recovery)] as const] : []),
    ...(roster.deskNames.length > 0 ? [[6, encodeDeskNames(roster.deskNames)] as const] : []),
  ]);
  const encoded = encodeCbor(content);
  parseContent(encoded); // what we would refuse to read, we do not sign
  return signContent(p, LABELS.roster, encoded, leadSecretKey);
}

/**
 * Verifies the roster that belongs to a verified statement.
 * @throws SecurityError `roster_mismatch` when the statement names another, `bad_signature`, `malformed`,
 * `non_canonical`, `wrong_unit`
 */
export async function verifyRoster(
  p: Primitives,
  bytes: Uint8Array,
  statement: VerifiedStatement,
  unit: UnitPublic,
): Promise<VerifiedRoster> {
  const signed = splitSigned(bytes, ROSTER_MAX_BYTES);
  const hash = await p.sha256(bytes);
  if (!equalBytes(hash, statement.rosterHash)) {
    throw new SecurityError("roster_mismatch", "the statement names another roster");
  }
  checkSignature(p, LABELS.roster, signed, statement.lead.key);
  const content = parseContent(signed.content);
  if (!equalBytes(content.unitId, fromHex(unit.unitId))) {
    throw new SecurityError("wrong_unit", "the roster is for another unit");
  }
  if (content.version !== statement.version) {
    throw new SecurityError("roster_mismatch", "roster and statement are of different versions");
  }
  const matched = new Set(content.matchingKeyHashes.map(({ desk }) => desk));
  if (!statement.desks.every(({ id }) => matched.has(id))) {
    throw new SecurityError("roster_mismatch", "the statement has a desk of which the roster has no matching key");
  }
  const recovery = content.recovery && { ...content.recovery, id: await recoveryId(p, content.recovery.sealingKey) };
  if (recovery && content.officers.some(({ id }) => equalBytes(id, recovery.id))) {
    throw new SecurityError(
      "malformed",
      "an officer with the id of the recovery key: grants to either would be the other's",
    );
  }
  return { ...content, recovery, bytes: bytes.slice(), hash };
}

/** Whoever is granted a desk's keys: its officers, and the recovery key. */
export function recipientsOf(
  { officers, recovery }: Pick<VerifiedRoster, "officers" | "recovery">,
  deskId: number,
): readonly GrantRecipient[] {
  const onDesk = officers.filter(({ desks }) => desks.includes(deskId));
  return recovery ? [...onDesk, recovery] : onDesk;
}

/** The officer with this id (16 bytes), or `null`. */
export function officerOf(roster: VerifiedRoster, id: Uint8Array): RosterOfficer | null {
  return roster.officers.find((officer) => equalBytes(officer.id, id)) ?? null;
}

function encodeOfficer(officer: RosterOfficer): CborValue {
  return new Map<number, CborValue>([
    [0, officer.id],
    [1, officer.name],
    [2, ROLES.indexOf(officer.role)],
    [3, officer.sealingKey],
    [4, officer.signingKey],
    [5, [...officer.desks].sort((a, b) => a - b)],
  ]);
}

function parseContent(bytes: Uint8Array): RosterContent {
  const reader = CborReader.parse(bytes);
  const content: RosterContent = {
    unitId: reader.bytes(0, UNIT_ID_BYTES),
    version: reader.uint(1, U32_MAX, 1),
    previousHash: reader.bytes(2, HASH_BYTES),
    officers: reader.array(3, OFFICERS_MAX).map(parseOfficer),
    matchingKeyHashes: reader.array(4, DESKS_MAX).map((item) => {
      const entry = new CborReader(item);
      const read = { desk: entry.uint(0, U16_MAX, 1), hash: entry.bytes(1, HASH_BYTES) };
      entry.end();
      return read;
    }),
    recovery: reader.has(5) ? parseRecoveryKey(reader.map(5)) : null,
    deskNames: reader.has(6) ? parseDeskNames(reader.array(6, DESKS_MAX)) : [],
  };
  reader.end();
  checkAscending(content.officers.map((officer) => toHex(officer.id)));
  checkAscending(content.matchingKeyHashes.map(({ desk }) => desk));
  const own = content.matchingKeyHashes.map(({ desk }) => desk).filter((desk) => desk >= FIRST_OWN_DESK);
  if (own.join() !== content.deskNames.map(({ desk }) => desk).join()) {
    throw new SecurityError("malformed", "a desk without a name, or a name without a desk");
  }
  if ((content.version === 1) !== content.previousHash.every((byte) => byte === 0)) {
    throw new SecurityError("malformed", "only version 1 has no roster before it");
  }
  return content;
}

function parseOfficer(value: CborValue): RosterOfficer {
  const reader = new CborReader(value);
  const officer: RosterOfficer = {
    id: reader.bytes(0, OFFICER_ID_BYTES),
    name: reader.text(1, OFFICER_NAME_MAX_BYTES),
    role: ROLES[reader.uint(2, ROLES.length - 1)] as Role,
    sealingKey: reader.bytes(3, XWING_PUBLIC_KEY_BYTES),
    signingKey: reader.bytes(4, ED25519_PUBLIC_KEY_BYTES),
    desks: reader.array(5, DESKS_MAX).map((desk) => {
      if (typeof desk !== "number" || desk < 1 || desk > U16_MAX) {
        throw new SecurityError("malformed", "a desk id is out of range");
      }
      return desk;
    }),
  };
  reader.end();
  if (!isOfficerName(officer.name)) throw new SecurityError("malformed", "an officer without a usable name");
  checkAscending(officer.desks);
  if (officer.role === "auditor" && officer.desks.length > 0) {
    throw new SecurityError("malformed", "an auditor is on no desk");
  }
  return officer;
}

/**
 * Triage rules: how soon a report has to be answered, when officers are there, and who is on call when they are not. A lead
 * signs them; the worker goes by them, and consoles show who is on call. What a slip's level is, is not among them
 * (`./levels.ts`).
 *
 *     signature 64 (lead, label triage-rules) | CBOR {
 *       0: unit id 16, 1: version, 2: hash of the version before 32 (zeros for version 1), 3: issue day, 4: lead certificate,
 *       5: [ hours P0, days P1, days P2, days P3 ], 6: time zone (IANA),
 *       7: [ Monday … Sunday, each [] or [ first minute, minute after the last ] ],
 *       8: [ holidays, as days … ascending ], 9: [ { 0: first day, 1: officer id 16 } … ascending ] }
 *
 * Days and minutes are those of the time zone. There is no last day: rules count until the next version.
 */
import { equalBytes, exactly, fromHex } from "./bytes.ts";
import { CborReader, checkAscending, encodeCbor, type CborValue } from "./cbor.ts";
import {
  checkCertificateCovers,
  checkCertificateCurrent,
  verifyCertificate,
  type LeadCertificate,
} from "./certificate.ts";
import { DAY_MAX } from "./days.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { LEVEL_DUE } from "./levels.ts";
import {
  CERTIFICATE_MAX_BYTES,
  HASH_BYTES,
  OFFICER_ID_BYTES,
  TRIAGE_RULES_MAX_BYTES,
  UNIT_ID_BYTES,
} from "./limits.ts";
import type { LeadSigner } from "./nextVersion.ts";
import type { Primitives } from "./primitives/types.ts";
import { checkSignature, signContent, splitSigned } from "./signed.ts";
import type { UnitPublic } from "./unitPublic.ts";

export const MINUTES_PER_DAY = 1440;
const WEEKDAYS = 7;
/** Hours for level 0, at most. */
export const URGENT_HOURS_MAX = 12;
/** Days for any other level, at most. */
export const LEVEL_DAYS_MAX = 60;
const HOLIDAYS_MAX = 200;
const TURNS_MAX = 200;
const ZONE_MAX_BYTES = 64;

/** Minutes of a day, from the first on and before the other; null when nobody is there. */
export type Staffed = { readonly from: number; readonly to: number } | null;

/** What a lead decides. */
export interface TriageRuleSet {
  /** First human reply: hours for level 0 (1 to 12), days for the others (1 to 60, none sooner than the one before). */
  readonly urgentHours: number;
  readonly days: readonly [number, number, number];
  readonly timeZone: string;
  /** Monday first. */
  readonly week: readonly Staffed[];
  /** Days since 1970 in the time zone, ascending: nobody is there. */
  readonly holidays: readonly number[];
  /** From its first day to the next turn's. Ascending. Nobody is on call before the first. */
  readonly turns: readonly { readonly firstDay: number; readonly officerId: Uint8Array }[];
}

export interface VerifiedTriageRules extends TriageRuleSet {
  readonly version: number;
  readonly previousHash: Uint8Array;
  readonly issueDay: number;
  /** The wire bytes, and their SHA-256. */
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly lead: LeadCertificate;
}

/** What holds before a lead has said anything: somebody is always there. */
export const DEFAULT_TRIAGE_RULES: TriageRuleSet = Object.freeze({
  urgentHours: LEVEL_DUE[0].hours,
  days: [LEVEL_DUE[1].days, LEVEL_DUE[2].days, LEVEL_DUE[3].days] as const,
  timeZone: "UTC",
  week: Array.from({ length: WEEKDAYS }, () => ({ from: 0, to: MINUTES_PER_DAY })),
  holidays: [],
  turns: [],
});

type Before = Pick<VerifiedTriageRules, "version" | "hash">;

/**
 * Signs the version after `before` (null for version 1).
 * @throws SecurityError `malformed` for rules that nobody would read, `certificate_not_valid_yet`, `certificate_expired`
 */
export function signTriageRules(
  p: Primitives,
  unit: UnitPublic,
  before: Before | null,
  lead: LeadSigner,
  rules: TriageRuleSet,
  today: number,
): Uint8Array {
  checkCertificateCovers(verifyCertificate(p, lead.certificate, unit), today);
  const content = encodeCbor(
    new Map<number, CborValue>([
      [0, fromHex(unit.unitId)],
      [1, (before?.version ?? 0) + 1],
      [2, exactly(before?.hash ?? new Uint8Array(HASH_BYTES), HASH_BYTES, "hash")],
      [3, today],
      [4, lead.certificate],
      [5, [rules.urgentHours, ...rules.days]],
      [6, rules.timeZone],
      [7, rules.week.map((day) => (day === null ? [] : [day.from, day.to]))],
      [8, rules.holidays],
      [
        9,
        rules.turns.map(
          ({ firstDay, officerId }) =>
            new Map<number, CborValue>([
              [0, firstDay],
              [1, officerId],
            ]),
        ),
      ],
    ]),
  );
  parseContent(content); // what we would refuse to read, we do not sign
  return signContent(p, LABELS.triageRules, content, lead.signing.secretKey);
}

/**
 * Verifies rules against the unit's root and floors and, where given, the newest version seen before. A certificate that has
 * expired since does not end them: it was valid on the day they were signed.
 * @param today days since 1970, UTC
 * @throws SecurityError `malformed`, `non_canonical`, `wrong_unit`, `bad_signature`, `certificate_revoked`,
 * `certificate_not_valid_yet`, `certificate_expired`, `statement_not_valid_yet`, `statement_rolled_back`, `statement_fork`
 */
export async function verifyTriageRules(
  p: Primitives,
  bytes: Uint8Array,
  unit: UnitPublic,
  today: number,
  seen?: Before,
): Promise<VerifiedTriageRules> {
  const signed = splitSigned(bytes, TRIAGE_RULES_MAX_BYTES);
  const { unitId, certificate, ...content } = parseContent(signed.content);
  if (!equalBytes(unitId, fromHex(unit.unitId)))
    throw new SecurityError("wrong_unit", "the rules are for another unit");
  const lead = verifyCertificate(p, certificate, unit);
  checkSignature(p, LABELS.triageRules, signed, lead.key);
  checkCertificateCurrent(lead, unit, content.issueDay);
  if (!(today >= content.issueDay)) throw new SecurityError("statement_not_valid_yet", "the rules are not valid yet");
  const hash = await p.sha256(bytes);
  if (seen !== undefined && content.version < seen.version) {
    throw new SecurityError("statement_rolled_back", "newer rules are known");
  }
  if (seen?.version === content.version && !equalBytes(seen.hash, hash)) {
    throw new SecurityError("statement_fork", "other rules of the same version are known");
  }
  return { ...content, bytes: bytes.slice(), hash, lead };
}

/** @throws SecurityError `malformed`, `non_canonical` */
function parseContent(bytes: Uint8Array) {
  const reader = CborReader.parse(bytes);
  const unitId = reader.bytes(0, UNIT_ID_BYTES);
  const version = reader.uint(1, 0xffff_ffff, 1);
  const previousHash = reader.bytes(2, HASH_BYTES);
  const issueDay = reader.uint(3, DAY_MAX);
  const certificate = reader.bytes(4);
  if (certificate.length > CERTIFICATE_MAX_BYTES) throw malformed("a certificate that is too long");
  const [urgentHours, ...days] = reader
    .array(5, 4)
    .map((value, i) => within(value, 1, i ? LEVEL_DAYS_MAX : URGENT_HOURS_MAX));
  const [p1, p2, p3] = days;
  if (urgentHours === undefined || p1 === undefined || p2 === undefined || p3 === undefined || p1 > p2 || p2 > p3) {
    throw malformed("four times are needed, none sooner than the one before");
  }
  const timeZone = reader.text(6, ZONE_MAX_BYTES);
  if (!isTimeZone(timeZone)) throw malformed("an unknown time zone");
  const week = reader.array(7, WEEKDAYS).map(parseStaffed);
  if (week.length !== WEEKDAYS) throw malformed("a week has seven days");
  const holidays = reader.array(8, HOLIDAYS_MAX).map((day) => within(day, 0, DAY_MAX));
  checkAscending(holidays);
  const turns = reader.array(9, TURNS_MAX).map((item) => {
    const turn = new CborReader(item);
    const parsed = { firstDay: turn.uint(0, DAY_MAX), officerId: turn.bytes(1, OFFICER_ID_BYTES) };
    turn.end();
    return parsed;
  });
  checkAscending(turns.map(({ firstDay }) => firstDay));
  reader.end();
  const rules: TriageRuleSet = { urgentHours, days: [p1, p2, p3], timeZone, week, holidays, turns };
  return { unitId, version, previousHash, issueDay, certificate, ...rules };
}

function parseStaffed(value: CborValue): Staffed {
  if (!Array.isArray(value)) throw malformed("hours are a list");
  const hours = value as readonly CborValue[];
  if (hours.length === 0) return null;
  const [from, to] = hours.map((minute) => within(minute, 0, MINUTES_PER_DAY));
  if (hours.length !== 2 || from === undefined || to === undefined || from >= to)
    throw malformed("hours end after they begin");
  return { from, to };
}

function within(value: CborValue, min: number, max: number): number {
  if (typeof value !== "number" || value < min || value > max) throw malformed("a number is out of range");
  return value;
}

/** An IANA name that this machine knows; offsets ("+05:00"), which no clock change moves, are none. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function malformed(what: string): SecurityError {
  return new SecurityError("malformed", what);
}

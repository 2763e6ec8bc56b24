/** Who is on a roster after somebody came or went, and which desks there are. Pure: nothing is signed here. */
import { equalBytes, toHex, U16_MAX } from "./bytes.ts";
import type { AdmissionRequest } from "./admission.ts";
import { checkRequestedUnit } from "./consoleRequest.ts";
import { FIRST_OWN_DESK, withName, type DeskName } from "./deskNames.ts";
import type { VerifiedLink } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import { DESKS_OPEN_MAX } from "./limits.ts";
import { officerOf, type Role, type RosterOfficer } from "./roster.ts";
import type { Bilingual, UnitPublic } from "./unitPublic.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "./vocabulary.ts";

/** Whoever is on the restricted desk is on the general desk too. Returns desk ids, ascending. */
export function wholeDesks(desks: readonly number[]): number[] {
  const all = new Set(desks.includes(DESK_RESTRICTED) ? [DESK_GENERAL, ...desks] : desks);
  return [...all].sort((a, b) => a - b);
}

interface Place {
  readonly desks: readonly number[];
  readonly role: Role;
}

/** An auditor is on no desk, whoever else is on the roster on one at least. @throws SecurityError `out_of_range`, `unknown_desk` */
function checkPlace(newest: VerifiedLink, { desks, role }: Place): void {
  if (role === "auditor" && desks.length > 0) throw new SecurityError("out_of_range", "an auditor is on no desk");
  if (role !== "auditor" && desks.length === 0) throw new SecurityError("out_of_range", "an officer needs a desk");
  if (!desks.every((desk) => newest.statement.desks.some((each) => each.id === desk))) {
    throw new SecurityError("unknown_desk", "no such desk");
  }
}

/**
 * The roster with an officer more.
 * @throws SecurityError `wrong_unit` for a request to another unit; `out_of_range` when id or name is on the roster already,
 * or the desks are not those of the role; `unknown_desk`
 */
export function withOfficer(
  newest: VerifiedLink,
  unit: UnitPublic,
  request: AdmissionRequest,
  { desks, role }: Place,
): RosterOfficer[] {
  checkRequestedUnit(request, unit);
  const { officers } = newest.roster;
  const id = toHex(request.officerId);
  if (officers.some((each) => toHex(each.id) === id || each.name === request.name)) {
    throw new SecurityError("out_of_range", "an officer of this id or name is on the roster already");
  }
  checkPlace(newest, { desks, role });
  const { officerId, name, sealingKey, signingKey } = request;
  return [...officers, { id: officerId, name, role, sealingKey, signingKey, desks: wholeDesks(desks) }];
}

/**
 * The roster without an officer, and the desks whose keys they held: each needs a new epoch at once.
 * @throws SecurityError `out_of_range` when nobody of this id (16 bytes) is on it
 */
export function withoutOfficer(
  newest: VerifiedLink,
  id: Uint8Array,
): {
  readonly removed: RosterOfficer;
  readonly officers: readonly RosterOfficer[];
  readonly newEpochs: readonly number[];
} {
  const removed = officerOf(newest.roster, id);
  if (!removed) throw new SecurityError("out_of_range", "no such officer is on the roster");
  const officers = newest.roster.officers.filter((each) => each !== removed);
  return { removed, officers, newEpochs: removed.desks };
}

/**
 * The roster with another role or other desks for an officer (id: 16 bytes), and the desks that were taken away: each needs a
 * new epoch at once.
 * @throws SecurityError `out_of_range` when nobody of this id is on it, or the desks are not those of the role; `unknown_desk`
 */
export function withChange(
  newest: VerifiedLink,
  id: Uint8Array,
  { desks, role }: Place,
): { readonly officers: readonly RosterOfficer[]; readonly newEpochs: readonly number[] } {
  const was = officerOf(newest.roster, id);
  if (!was) throw new SecurityError("out_of_range", "no such officer is on the roster");
  checkPlace(newest, { desks, role });
  const is = { ...was, role, desks: wholeDesks(desks) };
  const officers = newest.roster.officers.map((each) => (each === was ? is : each));
  return { officers, newEpochs: was.desks.filter((desk) => !is.desks.includes(desk)) };
}

/**
 * The id of the next desk that a unit opens: above every one that is there, 3 at least.
 * @throws SecurityError `too_many_desks`
 */
export function nextDeskId(desks: readonly number[]): number {
  const id = Math.max(FIRST_OWN_DESK, ...desks.map((desk) => desk + 1));
  if (desks.length >= DESKS_OPEN_MAX || id > U16_MAX) {
    throw new SecurityError("too_many_desks", "a unit has no room for another desk");
  }
  return id;
}

/**
 * The roster with a desk more, on which these officers are (ids of 16 bytes), and its name. They keep the desks they have, and need
 * no other one for it. Without anybody the keys of a desk that a console opens would be nobody's.
 * @throws SecurityError `too_many_desks`; `desk_name_unfit`, `desk_name_taken`; `out_of_range` without members, for one who is on
 * no roster, and for an auditor
 */
export function withDesk(
  newest: VerifiedLink,
  name: Bilingual,
  members: readonly Uint8Array[],
): {
  readonly officers: readonly RosterOfficer[];
  readonly deskNames: readonly DeskName[];
  readonly opens: readonly [number];
} {
  const { officers, deskNames, matchingKeyHashes } = newest.roster;
  const desk = nextDeskId(matchingKeyHashes.map((each) => each.desk));
  const isMember = ({ id }: RosterOfficer): boolean => members.some((member) => equalBytes(member, id));
  const joins = officers.filter(isMember);
  if (joins.length === 0 || joins.length !== members.length || joins.some(({ role }) => role === "auditor")) {
    throw new SecurityError("out_of_range", "a desk needs officers of the roster");
  }
  return {
    officers: officers.map((each) => (isMember(each) ? { ...each, desks: wholeDesks([...each.desks, desk]) } : each)),
    deskNames: withName(deskNames, { desk, name }),
    opens: [desk],
  };
}

/**
 * Desks that have an officer and would have none with this roster. Whoever signs it makes their next keys for nobody; and nobody would
 * be left to give the earlier ones to whoever is put there afterwards.
 */
export function emptiedDesks({ roster, statement }: VerifiedLink, officers: readonly RosterOfficer[]): number[] {
  const isHeld = (by: readonly RosterOfficer[], desk: number): boolean => by.some(({ desks }) => desks.includes(desk));
  return statement.desks.map(({ id }) => id).filter((id) => isHeld(roster.officers, id) && !isHeld(officers, id));
}

/**
 * The names with another one for a desk that the unit opened.
 * @throws SecurityError `unknown_desk` for none of those; `desk_name_unfit`, `desk_name_taken`
 */
export function withDeskName(newest: VerifiedLink, desk: number, name: Bilingual): DeskName[] {
  const { deskNames } = newest.roster;
  if (!deskNames.some((each) => each.desk === desk)) {
    throw new SecurityError("unknown_desk", "no desk that the unit opened itself");
  }
  return withName(deskNames, { desk, name });
}

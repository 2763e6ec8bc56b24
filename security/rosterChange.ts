/** Who is on a roster after somebody came or went. Pure: nothing is signed here. */
import { toHex } from "./bytes.ts";
import type { AdmissionRequest } from "./admission.ts";
import { checkRequestedUnit } from "./consoleRequest.ts";
import type { VerifiedLink } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import { officerOf, type Role, type RosterOfficer } from "./roster.ts";
import type { UnitPublic } from "./unitPublic.ts";
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

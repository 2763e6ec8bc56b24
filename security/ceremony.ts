/**
 * The ceremony: making a unit's keys, admitting and removing officers, renewing the directory. Pure functions over a
 * `UnitState`; the command line (`./cli`) keeps it in files, the demonstration start in a directory of its own.
 */
import { toHex } from "./bytes.ts";
import { checkRequestedUnit, type AdmissionRequest } from "./admission.ts";
import { signCertificate } from "./certificate.ts";
import { verifyChain, type VerifiedLink } from "./directory.ts";
import { EPOCH_SEED_BYTES } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { issueVersion, type Change } from "./issue.ts";
import {
  CERTIFICATE_MAX_DAYS,
  ED25519_SEED_BYTES,
  OFFICER_ID_BYTES,
  STATEMENT_RENEW_DAYS,
  UNIT_ID_BYTES,
  XWING_SEED_BYTES,
} from "./limits.ts";
import { MATCHING_KEY_BYTES } from "./matching.ts";
import { endOfMonth } from "./days.ts";
import type { Primitives } from "./primitives/types.ts";
import type { Role, VerifiedRoster } from "./roster.ts";
import { verifySignedStatement, type VerifiedStatement } from "./statement.ts";
import { parseUnitPublic, type Bilingual, type UnitPublic } from "./unitPublic.ts";
import type { UnitChange, UnitState } from "./unitState.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "./vocabulary.ts";

/** A new unit with its desks *general* and *restricted*, version 1 of its directory, and no officers yet. */
export async function createUnit(
  p: Primitives,
  input: {
    readonly name: Bilingual;
    readonly exitUrl: string;
    readonly demonstration: boolean;
    /** Days since 1970, UTC. */
    readonly today: number;
    readonly emergency?: UnitPublic["emergency"];
  },
): Promise<UnitState> {
  const root = p.ed25519KeyPair(p.randomBytes(ED25519_SEED_BYTES));
  const lead = p.ed25519KeyPair(p.randomBytes(ED25519_SEED_BYTES));
  const unitId = p.randomBytes(UNIT_ID_BYTES);
  const publicJson = parseUnitPublic({
    format: "abri-unit/1",
    unitId: toHex(unitId),
    unitName: input.name,
    rootKey: toHex(root.publicKey),
    floors: { certificateSerial: 1, statementVersion: 1 },
    exitUrl: input.exitUrl,
    demonstration: input.demonstration,
    emergency: input.emergency ?? [],
  } satisfies UnitPublic);
  const certificate = signCertificate(
    p,
    {
      unitId,
      serial: 1,
      key: lead.publicKey,
      firstDay: input.today,
      lastDay: input.today + CERTIFICATE_MAX_DAYS - 1,
    },
    root.secretKey,
  );
  const desks = [DESK_GENERAL, DESK_RESTRICTED].map((id) => ({
    id,
    matchingKey: p.randomBytes(MATCHING_KEY_BYTES),
    epochs: [{ epoch: 1, lastDay: endOfMonth(input.today), seed: p.randomBytes(EPOCH_SEED_BYTES) }],
  }));
  const state: UnitState = {
    offline: { root: root.secretKey, lead: { seed: lead.secretKey, certificate }, desks },
    triageSecret: p.randomBytes(XWING_SEED_BYTES),
    publicJson,
    directory: [],
  };
  return (await issueVersion(p, state, null, { officers: [], newEpochs: [], forgetSigningKeys: false }, input.today))
    .state;
}

/**
 * Admits an officer to desks: a new version whose roster has the officer, and grants for every epoch of those desks.
 * Whoever is on the restricted desk is on the general desk too.
 * @throws SecurityError `wrong_unit` for a request to another unit; `out_of_range` when id or name is on the roster already,
 * or no desk is given; `unknown_desk`
 */
export async function admitOfficer(
  p: Primitives,
  state: UnitState,
  request: AdmissionRequest,
  desks: readonly number[],
  role: Role,
  today: number,
): Promise<UnitChange> {
  checkRequestedUnit(request, state.publicJson);
  const newest = await newestOf(p, state);
  const id = toHex(request.officerId);
  const isTaken = newest.roster.officers.some((each) => toHex(each.id) === id || each.name === request.name);
  if (isTaken) throw new SecurityError("out_of_range", "an officer of this id or name is on the roster already");
  if (desks.length === 0) throw new SecurityError("out_of_range", "an officer needs a desk");
  for (const desk of desks) {
    if (!state.offline.desks.some((each) => each.id === desk)) throw new SecurityError("unknown_desk", "no such desk");
  }
  const all = new Set(desks.includes(DESK_RESTRICTED) ? [DESK_GENERAL, ...desks] : desks);
  const officer = {
    id: request.officerId,
    name: request.name,
    role,
    sealingKey: request.sealingKey,
    signingKey: request.signingKey,
    desks: [...all].sort((a, b) => a - b),
  };
  return change(p, state, newest, { officers: [...newest.roster.officers, officer] }, today);
}

/** A new version with a later expiry. Desks whose month is over get a new epoch, granted to each of their officers. */
export async function renew(p: Primitives, state: UnitState, today: number): Promise<UnitChange> {
  const newest = await newestOf(p, state);
  return change(p, state, newest, { officers: newest.roster.officers }, today);
}

/**
 * Removes an officer: every desk the officer was on gets a new epoch at once, which the officer is not granted, and the
 * version floor is raised, so that nobody seals to the old epochs any more once the web bundles are built anew.
 *
 * `forgetSigningKeys` also withdraws the earlier reply-signing keys of those desks: for an officer who may misuse them. Replies
 * that people have not read yet are then refused too.
 * @throws SecurityError `out_of_range` when no such officer is on the roster
 */
export async function removeOfficer(
  p: Primitives,
  state: UnitState,
  officerId: Uint8Array,
  today: number,
  { forgetSigningKeys = false }: { forgetSigningKeys?: boolean } = {},
): Promise<UnitChange> {
  if (officerId.length !== OFFICER_ID_BYTES) throw new SecurityError("out_of_range", "an officer id has 16 bytes");
  const newest = await newestOf(p, state);
  const id = toHex(officerId);
  const removed = newest.roster.officers.find((each) => toHex(each.id) === id);
  if (!removed) throw new SecurityError("out_of_range", "no such officer is on the roster");
  const officers = newest.roster.officers.filter((each) => each !== removed);
  const result = await change(p, state, newest, { officers, newEpochs: removed.desks, forgetSigningKeys }, today);
  const floors = { ...state.publicJson.floors, statementVersion: result.state.directory.length };
  return { ...result, state: { ...result.state, publicJson: { ...state.publicJson, floors } } };
}

/** Whether the directory should be renewed: fewer than 7 days are left, or a desk's month is over. */
export function needsRenewal(statement: VerifiedStatement, today: number): boolean {
  return (
    statement.expiryDay - today < STATEMENT_RENEW_DAYS ||
    statement.desks.some(({ epochLastDay }) => epochLastDay < today)
  );
}

/** Verifies the whole chain as of the day the newest version was issued, expired since or not, and returns that version. */
export async function newestOf(
  p: Primitives,
  state: Pick<UnitState, "directory" | "publicJson">,
): Promise<{ statement: VerifiedStatement; roster: VerifiedRoster }> {
  const last = state.directory.at(-1);
  if (!last) throw new SecurityError("chain_gap", "the directory is empty");
  const { issueDay } = await verifySignedStatement(p, last.statement, state.publicJson);
  // A removal that was cut short may have raised the floor before its version came to be; doing it again puts that right.
  const statementVersion = Math.min(state.publicJson.floors.statementVersion, state.directory.length);
  const floors = { ...state.publicJson.floors, statementVersion };
  return (await verifyChain(p, state.directory, { ...state.publicJson, floors }, issueDay)).newest;
}

function change(
  p: Primitives,
  state: UnitState,
  newest: VerifiedLink,
  { officers, newEpochs = [], forgetSigningKeys = false }: Partial<Change> & Pick<Change, "officers">,
  today: number,
): Promise<UnitChange> {
  return issueVersion(p, state, newest, { officers, newEpochs, forgetSigningKeys }, today);
}

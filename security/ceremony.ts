/**
 * The ceremony: making a unit's keys, admitting and removing officers, renewing the directory. Pure functions over a
 * `UnitState`; the command line (`./cli`) keeps it in files, the demonstration start in a directory of its own.
 */
import { toHex } from "./bytes.ts";
import type { AdmissionRequest } from "./admission.ts";
import { signCertificate } from "./certificate.ts";
import { verifyChain, type VerifiedLink } from "./directory.ts";
import { EPOCH_SEED_BYTES } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { issueVersion, nextSerial, type Change } from "./issue.ts";
import type { LeadRequest } from "./leadRequest.ts";
import {
  CERTIFICATE_MAX_DAYS,
  ED25519_SEED_BYTES,
  STATEMENT_RENEW_DAYS,
  UNIT_ID_BYTES,
  XWING_SEED_BYTES,
} from "./limits.ts";
import { MATCHING_KEY_BYTES } from "./matching.ts";
import { endOfMonth } from "./days.ts";
import { withName, type DeskName } from "./deskNames.ts";
import type { Primitives } from "./primitives/types.ts";
import type { RecoveryKey } from "./recoveryKey.ts";
import type { Role, VerifiedRoster } from "./roster.ts";
import { nextDeskId, withDeskName, withoutOfficer, withOfficer } from "./rosterChange.ts";
import { verifySignedStatement, type VerifiedStatement } from "./statement.ts";
import { parseUnitPublic, type Bilingual, type UnitPublic } from "./unitPublic.ts";
import type { DeskKeys, UnitChange, UnitState } from "./unitState.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "./vocabulary.ts";

/**
 * A new unit with its desks *general* and *restricted* and those of `desks`, version 1 of its directory, and no officers yet.
 * @throws SecurityError `too_many_desks`, `desk_name_unfit`, `desk_name_taken`
 */
export async function createUnit(
  p: Primitives,
  input: {
    readonly name: Bilingual;
    readonly exitUrl: string;
    readonly demonstration: boolean;
    /** Days since 1970, UTC. */
    readonly today: number;
    readonly emergency?: UnitPublic["emergency"];
    /** Names of desks beside the two. */
    readonly desks?: readonly Bilingual[];
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
  const desks = [DESK_GENERAL, DESK_RESTRICTED].map((id) => newDesk(p, id, input.today));
  let deskNames: readonly DeskName[] = [];
  for (const name of input.desks ?? []) {
    const desk = nextDeskId(desks.map(({ id }) => id));
    deskNames = withName(deskNames, { desk, name });
    desks.push(newDesk(p, desk, input.today));
  }
  const state: UnitState = {
    offline: { root: root.secretKey, lead: { seed: lead.secretKey, certificate }, certificates: [], desks },
    triageSecret: p.randomBytes(XWING_SEED_BYTES),
    publicJson,
    directory: [],
  };
  const first = { officers: [], newEpochs: [], forgetSigningKeys: false, deskNames };
  return (await issueVersion(p, state, null, first, input.today)).state;
}

function newDesk(p: Primitives, id: number, today: number): DeskKeys {
  const matchingKey = p.randomBytes(MATCHING_KEY_BYTES);
  return { id, matchingKey, epochs: [{ epoch: 1, lastDay: endOfMonth(today), seed: p.randomBytes(EPOCH_SEED_BYTES) }] };
}

/**
 * Opens a desk: a new version that has it, and grants of its keys to the recovery key. Nobody is on it yet.
 * @throws SecurityError `too_many_desks`, `desk_name_unfit`, `desk_name_taken`
 */
export async function openDesk(
  p: Primitives,
  state: UnitState,
  name: Bilingual,
  today: number,
): Promise<UnitChange & { readonly deskId: number }> {
  const newest = await newestOf(p, state);
  const { officers, deskNames, matchingKeyHashes } = newest.roster;
  const deskId = nextDeskId(matchingKeyHashes.map(({ desk }) => desk));
  const names = withName(deskNames, { desk: deskId, name });
  const what = { officers, deskNames: names, opens: newDesk(p, deskId, today) };
  return { ...(await change(p, state, newest, what, today)), deskId };
}

/**
 * Gives a desk that the unit opened another name: a new version.
 * @throws SecurityError `unknown_desk`, `desk_name_unfit`, `desk_name_taken`
 */
export async function renameDesk(
  p: Primitives,
  state: UnitState,
  desk: { readonly id: number; readonly name: Bilingual },
  today: number,
): Promise<UnitChange> {
  const newest = await newestOf(p, state);
  const deskNames = withDeskName(newest, desk.id, desk.name);
  return change(p, state, newest, { officers: newest.roster.officers, deskNames }, today);
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
  const newest = await newestOf(p, state);
  const officers = withOfficer(newest, state.publicJson, request, { desks, role });
  return change(p, state, newest, { officers }, today);
}

/**
 * Certifies another lead's key for as long as a certificate may last, under the next serial. The directory does not change:
 * from then on that lead's console signs its versions. Whoever asked is to be known by their fingerprint before.
 * @throws SecurityError `out_of_range` while the root's key is not at hand
 */
export function certifyLead(
  p: Primitives,
  state: UnitState,
  { unitId, leadKey }: LeadRequest,
  today: number,
): { readonly state: UnitState; readonly certificate: Uint8Array; readonly serial: number; readonly lastDay: number } {
  const { offline } = state;
  if (!offline.root) throw new SecurityError("out_of_range", "the root's key is needed to certify a lead");
  const serial = nextSerial(p, state);
  const lastDay = today + CERTIFICATE_MAX_DAYS - 1;
  const certificate = signCertificate(p, { unitId, serial, key: leadKey, firstDay: today, lastDay }, offline.root);
  const certificates = [...offline.certificates, certificate];
  return { state: { ...state, offline: { ...offline, certificates } }, certificate, serial, lastDay };
}

/** Enters a recovery key, in the place of the one before: a new version that names it, and grants of every epoch to it. */
export async function enterRecoveryKey(
  p: Primitives,
  state: UnitState,
  recovery: RecoveryKey,
  today: number,
): Promise<UnitChange> {
  const newest = await newestOf(p, state);
  return change(p, state, newest, { officers: newest.roster.officers, recovery }, today);
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
  const newest = await newestOf(p, state);
  const { officers, newEpochs } = withoutOfficer(newest, officerId);
  const result = await change(p, state, newest, { officers, newEpochs, forgetSigningKeys }, today);
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
  what: Partial<Change> & Pick<Change, "officers">,
  today: number,
): Promise<UnitChange> {
  return issueVersion(p, state, newest, { newEpochs: [], forgetSigningKeys: false, ...what }, today);
}

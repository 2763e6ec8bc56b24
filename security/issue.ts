/** Issuing the next version from the ceremony's files: its epochs, link and grants. Used by `./ceremony.ts` alone. */
import { equalBytes } from "./bytes.ts";
import { signCertificate, verifyCertificate } from "./certificate.ts";
import { endOfMonth } from "./days.ts";
import type { DeskName } from "./deskNames.ts";
import { leadSignerId, type VerifiedLink } from "./directory.ts";
import { checkDeskSecret, deskSecret, EPOCH_SEED_BYTES } from "./epochs.ts";
import { SecurityError } from "./errors.ts";
import { makeGrant, MATCHING_KEY_EPOCH, type Grant } from "./grants.ts";
import { CERTIFICATE_MAX_DAYS } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";
import { nextDesk, signVersion } from "./nextVersion.ts";
import { recoveryId, type RecoveryKey } from "./recoveryKey.ts";
import type { GrantRecipient, RosterOfficer } from "./roster.ts";
import { deskOf } from "./statement.ts";
import type { DeskPublic } from "./statementContent.ts";
import type { DeskKeys, UnitChange, UnitState } from "./unitState.ts";

/** A certificate with fewer days than this left is made anew while the root is at hand. */
const CERTIFICATE_RENEW_DAYS = 60;

export interface Change {
  /** The whole roster after the change. */
  readonly officers: readonly RosterOfficer[];
  /** Desks that get a new epoch at once; those whose month is over get one anyway. */
  readonly newEpochs: readonly number[];
  /** Whether those desks' earlier signing keys are withdrawn. */
  readonly forgetSigningKeys: boolean;
  /** Another recovery key; the one before stays when this is left out. */
  readonly recovery?: RecoveryKey;
  /** A desk that is opened by this, with its first epoch. */
  readonly opens?: DeskKeys;
  /** The names of all desks that the unit opened; those before stay when this is left out. */
  readonly deskNames?: readonly DeskName[];
}

/**
 * @throws SecurityError `out_of_range` when `today` is before the newest version's issue day; `certificate_expired`;
 * `key_mismatch` when the state's desk keys are not those of the newest version
 */
export async function issueVersion(
  p: Primitives,
  state: UnitState,
  previous: VerifiedLink | null,
  change: Change,
  today: number,
): Promise<UnitChange> {
  const { offline, publicJson } = state;
  const lead = p.ed25519KeyPair(offline.lead.seed);
  const known = previous ? await allPublished(p, offline.desks, previous) : offline.desks;
  const opened = change.opens ? [change.opens] : [];
  const desks = [...known, ...opened].map((desk) => withOpenEpoch(p, desk, change, today));
  const certificate = currentCertificate(p, state, today);
  const recovery = change.recovery ?? previous?.roster.recovery ?? null;
  const content = {
    officers: change.officers,
    desks: await Promise.all(desks.map((desk) => publicOf(p, desk, previous, change))),
    matchingKeyHashes: await Promise.all(
      desks.map(async ({ id, matchingKey }) => ({ desk: id, hash: await p.sha256(matchingKey) })),
    ),
    recovery,
    deskNames: change.deskNames ?? previous?.roster.deskNames ?? [],
    triageKey: p.xwingKeyPair(state.triageSecret).publicKey,
  };
  const link = await signVersion(p, publicJson, previous, { signing: lead, certificate }, content, today);
  return {
    link,
    grants: await newGrants(p, desks, await recipients(p, desks, change.officers, recovery), previous, lead),
    state: {
      ...state,
      offline: { ...offline, lead: { seed: offline.lead.seed, certificate }, desks },
      directory: [...state.directory, link],
    },
  };
}

/**
 * The keys of the desks that have been published: one whose statement never came to be, because a run was cut short, is dropped.
 * Refuses where a desk of the newest statement is missing here, since the next version would have no such desk.
 */
async function allPublished(
  p: Primitives,
  desks: readonly DeskKeys[],
  previous: VerifiedLink,
): Promise<readonly DeskKeys[]> {
  const published = previous.statement.desks.map(({ id }) => id);
  if (!published.every((id) => desks.some((desk) => desk.id === id))) {
    throw new SecurityError("key_mismatch", "the keys of a desk are missing here: it was opened elsewhere");
  }
  const there = desks.filter(({ id }) => published.includes(id));
  return Promise.all(there.map((desk) => asPublished(p, desk, previous)));
}

/**
 * The desk's keys as far as they have been published: an epoch whose statement never came to be, because a run was cut short,
 * is dropped. Refuses seeds that are not those of the newest statement, rather than publish a step back.
 */
async function asPublished(p: Primitives, desk: DeskKeys, { statement }: VerifiedLink): Promise<DeskKeys> {
  const published = deskOf(statement, desk.id);
  const epochs = desk.epochs.filter(({ epoch }) => epoch <= published.epoch);
  const current = epochs.at(-1);
  if (!current) throw new SecurityError("key_mismatch", "the desk's keys are missing");
  checkDeskSecret(await deskSecret(p, { deskId: desk.id, ...current }), published);
  return { ...desk, epochs };
}

function withOpenEpoch(p: Primitives, desk: DeskKeys, change: Change, today: number): DeskKeys {
  const current = desk.epochs.at(-1);
  if (!current) throw new SecurityError("malformed", "a desk without an epoch");
  if (current.lastDay >= today && !change.newEpochs.includes(desk.id)) return desk;
  const next = { epoch: current.epoch + 1, lastDay: endOfMonth(today), seed: p.randomBytes(EPOCH_SEED_BYTES) };
  return { ...desk, epochs: [...desk.epochs, next] };
}

async function publicOf(
  p: Primitives,
  desk: DeskKeys,
  previous: VerifiedLink | null,
  change: Change,
): Promise<DeskPublic> {
  const current = desk.epochs.at(-1) as DeskKeys["epochs"][number];
  const before = previous?.statement.desks.find(({ id }) => id === desk.id) ?? null;
  const forget = change.forgetSigningKeys && change.newEpochs.includes(desk.id);
  return nextDesk(p, before, { deskId: desk.id, ...current }, forget);
}

/** The certificate to sign under: the newest one, or another with the next serial when it is about to end. */
function currentCertificate(p: Primitives, state: UnitState, today: number): Uint8Array {
  const { offline, publicJson } = state;
  const current = verifyCertificate(p, offline.lead.certificate, publicJson);
  if (current.lastDay - today >= CERTIFICATE_RENEW_DAYS || (!offline.root && current.lastDay >= today)) {
    return offline.lead.certificate;
  }
  if (!offline.root) {
    throw new SecurityError(
      "certificate_expired",
      "the lead's certificate has ended: the root key is needed for a new one",
    );
  }
  const lastDay = today + CERTIFICATE_MAX_DAYS - 1;
  const renewed = { ...current, serial: nextSerial(p, state), firstDay: today, lastDay };
  return signCertificate(p, renewed, offline.root);
}

/** The serial of the next certificate: above every one that this root has signed. */
export function nextSerial(p: Primitives, { offline, publicJson }: UnitState): number {
  const signed = [offline.lead.certificate, ...offline.certificates];
  return 1 + Math.max(...signed.map((wire) => verifyCertificate(p, wire, publicJson).serial));
}

/** Somebody who is granted keys, with the desks whose keys they are granted. */
interface OnDesks extends GrantRecipient {
  readonly desks: readonly number[];
}

/** The officers, and the recovery key, which is granted the keys of every desk. */
async function recipients(
  p: Primitives,
  desks: readonly DeskKeys[],
  officers: readonly RosterOfficer[],
  recovery: RecoveryKey | null,
): Promise<OnDesks[]> {
  if (!recovery) return [...officers];
  const { sealingKey } = recovery;
  return [...officers, { id: await recoveryId(p, sealingKey), sealingKey, desks: desks.map(({ id }) => id) }];
}

/**
 * Grants for whoever does not hold them yet: everybody for a new epoch, a new officer or a new recovery key for every epoch.
 * After another lead, everybody for every epoch: what the one before signed counts no more once the floor is raised.
 */
async function newGrants(
  p: Primitives,
  desks: readonly DeskKeys[],
  to: readonly OnDesks[],
  previous: VerifiedLink | null,
  lead: KeyPair,
): Promise<Grant[]> {
  const signer = { id: await leadSignerId(p, lead.publicKey), signing: lead };
  const grants: Grant[] = [];
  const isSameLead = previous !== null && equalBytes(previous.statement.lead.key, lead.publicKey);
  const earlier = isSameLead ? await recipients(p, desks, previous.roster.officers, previous.roster.recovery) : [];
  for (const recipient of to) {
    const before = earlier.find(({ id }) => equalBytes(id, recipient.id));
    for (const desk of desks.filter(({ id }) => recipient.desks.includes(id))) {
      const heldUntil = before?.desks.includes(desk.id)
        ? (previous?.statement.desks.find(({ id }) => id === desk.id)?.epoch ?? -1)
        : -1;
      const secrets = [
        { epoch: MATCHING_KEY_EPOCH, secret: desk.matchingKey },
        ...desk.epochs.map(({ epoch, seed }) => ({ epoch, secret: seed })),
      ];
      for (const { epoch, secret } of secrets.filter((each) => each.epoch > heldUntil)) {
        grants.push(await makeGrant(p, { deskId: desk.id, epoch, secret }, recipient, signer));
      }
    }
  }
  return grants;
}

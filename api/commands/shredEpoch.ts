/**
 * Destroys a desk epoch: its shred key goes, and with it every stored grant, in old backups too. What is looked at first, what
 * is refused, and the proof afterwards.
 */
import {
  dayOf,
  deskOf,
  type GrantSubject,
  type Primitives,
  SecurityError,
  shredOpen,
  type UnitPublic,
  uuidBytes,
  verifySignedStatement,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { Database } from "../../prisma/client.ts";
import { currentStatement, statementsAcceptedFrom } from "../../prisma/repositories/directory.ts";
import { type EpochContents, epochContents } from "../../prisma/repositories/epochContents.ts";
import { grantsOfEpoch } from "../../prisma/repositories/grants.ts";
import { deleteSessionsOfEpoch } from "../../prisma/repositories/sessions.ts";

export interface ShredDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly keyStore: KeyStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type ShredErrorCode =
  | "directory_unavailable" // nothing was published, or what is stored does not verify
  | "unknown_epoch" // no such desk, or it has not had this epoch yet
  | "epoch_current" // reports are sealed to it
  | "epoch_accepted" // reports that were sealed to it may still come in
  | "key_missing" // the key store holds no key of this epoch: it is another one than the officer host's
  | "key_wrong" // none of the stored grants opens with the key: as above
  | "cases_open" // officers still work with what is in it
  | "epoch_destroyed" // it was destroyed before
  | "grants_open"; // after all of it, a grant still opens

export class ShredError extends Error {
  readonly code: ShredErrorCode;

  constructor(code: ShredErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ShredError";
    this.code = code;
  }
}

export interface EpochToShred extends EpochContents {
  /** Grants in the database, to officers and to the recovery key. */
  readonly grants: number;
  /** Envelopes in quarantine. Which of them are for this epoch, nobody can tell from outside. */
  readonly quarantined: number;
}

/** Days after the last one on which intake took the epoch, for what waits for triage and release. */
const MARGIN_DAYS = 1;

/**
 * What would go with an epoch. Changes nothing.
 * @throws ShredError when it must not be destroyed, whatever anybody says
 */
export async function inspectEpoch(deps: ShredDeps, subject: GrantSubject): Promise<EpochToShred> {
  const { db, keyStore } = deps;
  await checkPast(deps, subject);
  const gone = (await keyStore.destroyed()).find((each) => isSame(each, subject));
  if (gone) throw new ShredError("epoch_destroyed", "the keys of this epoch were destroyed before");
  const stored = await grantsOfEpoch(db, subject.deskId, subject.epoch);
  const opening = await openable(deps, subject);
  if (stored.length > 0 && opening === 0) {
    throw new ShredError("key_wrong", "none of the stored grants opens with the key in this key store");
  }
  return {
    ...(await epochContents(db, subject.deskId, subject.epoch)),
    grants: stored.length,
    quarantined: await db.quarantine.count(),
  };
}

/**
 * Destroys it. Officers who hold its keys are signed out, so that their consoles let go of them.
 * @param options.openCases whether cases that are not closed may lose what is in it
 * @throws ShredError as `inspectEpoch`; `cases_open`, `grants_open`
 */
export async function shredEpoch(
  deps: ShredDeps,
  subject: GrantSubject,
  { openCases }: { readonly openCases: boolean },
): Promise<void> {
  const { cases } = await inspectEpoch(deps, subject);
  if (!openCases && cases.open + cases.answered > 0) {
    throw new ShredError("cases_open", "cases that are not closed hold what is sealed to this epoch");
  }
  await deps.keyStore.destroy(subject, dayOf(deps.now()));
  if ((await openable(deps, subject).catch(goneIsNone)) > 0) {
    throw new ShredError("grants_open", "a stored grant of this epoch still opens");
  }
  await deleteSessionsOfEpoch(deps.db, subject.deskId, subject.epoch);
}

/** How many stored grants of an epoch the key store's key opens. @throws ShredError `key_missing` */
async function openable({ db, primitives, keyStore }: ShredDeps, subject: GrantSubject): Promise<number> {
  let key: Uint8Array;
  try {
    key = await keyStore.get(subject);
  } catch (cause) {
    if (!(cause instanceof SecurityError)) throw cause;
    throw new ShredError("key_missing", "no key of this epoch is in this key store", { cause });
  }
  const rows = await grantsOfEpoch(db, subject.deskId, subject.epoch);
  return rows.filter(({ sealed, officerId }) => {
    try {
      return shredOpen(primitives, key, sealed, { ...subject, officerId: uuidBytes(officerId) }).length > 0;
    } catch (error) {
      if (error instanceof SecurityError) return false;
      throw error;
    }
  }).length;
}

function goneIsNone(error: unknown): number {
  if (error instanceof ShredError && error.code === "key_missing") return 0;
  throw error;
}

/** @throws ShredError `directory_unavailable`, `unknown_epoch`, `epoch_current`, `epoch_accepted` */
async function checkPast({ db, primitives, unit, now }: ShredDeps, { deskId, epoch }: GrantSubject): Promise<void> {
  const newest = await currentStatement(db);
  if (newest === null) throw new ShredError("directory_unavailable", "no key directory has been published");
  const epochIn = async (statement: Uint8Array): Promise<number | null> => {
    try {
      return deskOf(await verifySignedStatement(primitives, statement, unit), deskId).epoch;
    } catch (cause) {
      if (!(cause instanceof SecurityError)) throw cause;
      if (cause.code === "unknown_desk") return null;
      throw new ShredError("directory_unavailable", "the stored key directory does not verify", { cause });
    }
  };
  const current = await epochIn(newest.statement);
  if (epoch < 1 || epoch > (current ?? 0)) throw new ShredError("unknown_epoch", "the desk has never had this epoch");
  if (epoch === current) throw new ShredError("epoch_current", "reports are sealed to this epoch now");
  const today = dayOf(now());
  for (const each of await statementsAcceptedFrom(db, today - MARGIN_DAYS)) {
    if ((await epochIn(each.statement)) === epoch) {
      throw new ShredError(
        "epoch_accepted",
        "reports sealed to this epoch may still come in, or wait for their release",
      );
    }
  }
}

const isSame = (one: GrantSubject, other: GrantSubject): boolean =>
  one.deskId === other.deskId && one.epoch === other.epoch;

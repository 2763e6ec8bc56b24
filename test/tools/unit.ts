/** A demonstration unit in memory, with one officer on both desks: what most tests stand on. */
import { signAdmissionRequest, verifyAdmissionRequest } from "../../security/admission.ts";
import { admitOfficer, createUnit } from "../../security/ceremony.ts";
import { fromHex } from "../../security/bytes.ts";
import { signCertificate, verifyCertificate } from "../../security/certificate.ts";
import { dayOf } from "../../security/days.ts";
import type { DirectoryLink } from "../../security/directory.ts";
import { deskSecret } from "../../security/epochs.ts";
import type { Grant } from "../../security/grants.ts";
import type { KeyPair, Primitives } from "../../security/primitives/types.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { verifyRoster, type VerifiedRoster } from "../../security/roster.ts";
import { verifyStatement, type VerifiedStatement } from "../../security/statement.ts";
import type { DeskSecret } from "../../security/types.ts";
import type { UnitPublic } from "../../security/unitPublic.ts";
import type { UnitState } from "../../security/unitState.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "../../security/vocabulary.ts";

export interface TestOfficer {
  /** 16 bytes, a uuid v4. */
  readonly id: Uint8Array;
  readonly name: string;
  /** What the officer's vault holds. */
  readonly sealingSeed: Uint8Array;
  readonly signingSeed: Uint8Array;
  readonly sealing: KeyPair;
  readonly signing: KeyPair;
}

export interface TestUnit {
  readonly p: Primitives;
  /** Days since 1970 on which the unit was made. */
  readonly today: number;
  /** Secrets and all, for `renew`, `admitOfficer`, `removeOfficer`. */
  readonly state: UnitState;
  readonly unit: UnitPublic;
  /** Version 1 (nobody on the roster) and version 2 (the officer). */
  readonly directory: readonly DirectoryLink[];
  /** The newest version, verified. */
  readonly statement: VerifiedStatement;
  readonly roster: VerifiedRoster;
  readonly triageSecret: Uint8Array;
  readonly officer: TestOfficer;
  /** The officer's grants: per desk the matching key (epoch 0) and epoch 1. */
  readonly grants: readonly Grant[];
  /** The current secret keys of both desks, general first. */
  readonly desks: readonly DeskSecret[];
}

export interface UnitOptions {
  /** Days since 1970; today when left out. */
  readonly today?: number;
  /** libsodium when left out. */
  readonly engine?: Primitives;
  readonly officerName?: string;
}

/** A fresh unit with random keys; takes some milliseconds. */
export async function makeUnit(options: UnitOptions = {}): Promise<TestUnit> {
  const p = options.engine ?? (await loadSodium());
  const today = options.today ?? dayOf(Date.now());
  const created = await createUnit(p, {
    name: { fr: "Unité d’essai", en: "Test unit" },
    exitUrl: "https://www.meteo.gc.ca/",
    demonstration: true,
    today,
    emergency: [{ name: { fr: "Urgences", en: "Emergency" }, number: "911" }],
  });
  const officer = makeOfficer(p, options.officerName);
  const desks = [DESK_GENERAL, DESK_RESTRICTED];
  const { state, grants } = await admitOfficer(
    p,
    created,
    admissionOf(p, officer, created.publicJson),
    desks,
    "lead",
    today,
  );
  const newest = state.directory.at(-1) as DirectoryLink;
  const statement = await verifyStatement(p, newest.statement, state.publicJson, today);
  return {
    p,
    today,
    state,
    unit: state.publicJson,
    directory: state.directory,
    statement,
    roster: await verifyRoster(p, newest.roster, statement, state.publicJson),
    triageSecret: state.triageSecret,
    officer,
    grants,
    desks: await deskSecrets(p, state),
  };
}

/** An officer's keys, as a console makes them at enrolment. */
export function makeOfficer(p: Primitives, name = "Agente Tremblay"): TestOfficer {
  const sealingSeed = p.randomBytes(32);
  const signingSeed = p.randomBytes(32);
  return {
    id: randomUuidBytes(p),
    name,
    sealingSeed,
    signingSeed,
    sealing: p.xwingKeyPair(sealingSeed),
    signing: p.ed25519KeyPair(signingSeed),
  };
}

/** The officer's admission request, as whoever holds the lead key reads it. */
export function admissionOf(p: Primitives, officer: TestOfficer, unit: Pick<UnitPublic, "unitId">) {
  return verifyAdmissionRequest(p, requestOf(p, officer, unit));
}

/** The text of that request, as the officer's console of this unit makes it. */
export function requestOf(
  p: Primitives,
  { id, name, sealing, signing }: TestOfficer,
  unit: Pick<UnitPublic, "unitId">,
) {
  const fields = { unitId: fromHex(unit.unitId), officerId: id, name, sealingKey: sealing.publicKey };
  return signAdmissionRequest(p, fields, signing);
}

/** The current secret keys of every desk, from the ceremony's seeds. */
export function deskSecrets(p: Primitives, state: UnitState): Promise<DeskSecret[]> {
  return Promise.all(
    state.offline.desks.map((desk) => {
      const { epoch, seed } = desk.epochs.at(-1) as (typeof desk.epochs)[number];
      return deskSecret(p, { deskId: desk.id, epoch, seed });
    }),
  );
}

/** 16 random bytes in the form of a uuid v4. */
export function randomUuidBytes(p: Primitives): Uint8Array {
  const bytes = p.randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes;
}

/** A unit whose lead key is another one: the root has certified it under the next serial. The next version is signed by it. */
export function withNewLead(p: Primitives, state: UnitState, today: number): UnitState {
  const { root, lead } = state.offline;
  if (root === null) throw new Error("the root is in its safe");
  const before = verifyCertificate(p, lead.certificate, state.publicJson);
  const pair = p.ed25519KeyPair(p.randomBytes(32));
  const certificate = signCertificate(
    p,
    { ...before, serial: before.serial + 1, key: pair.publicKey, firstDay: today, lastDay: today + 399 },
    root,
  );
  return { ...state, offline: { ...state.offline, lead: { seed: pair.secretKey, certificate } } };
}

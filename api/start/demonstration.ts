/**
 * The demonstration unit: made at the first start, renewed at later ones, published each time. Every step may be cut short
 * and is taken up by the next start: the ceremony's files come first, the database after them.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  admitOfficer,
  createUnit,
  dayOf,
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromHex,
  needsRenewal,
  newestOf,
  officerOf,
  renew,
  uuidBytes,
} from "../../security/index.ts";
import { createUnitFiles, loadPublishedUnit, loadUnitFiles, saveUnitChange } from "../../security/node.ts";
import { publishUnit } from "../commands/publishUnit.ts";
import { Gate } from "../gate.ts";
import { HASHES_AT_ONCE, Passwords } from "../officers/passwords.ts";
import type { DemonstrationDeps } from "./demonstrationDeps.ts";
import { ensureDemonstrationLead, renewAsDemonstrationLead } from "./demonstrationLead.ts";
import { admissionOf, type DemonstrationOfficer, ensureDemonstrationOfficer } from "./demonstrationOfficer.ts";

export interface Demonstration {
  readonly officer: DemonstrationOfficer;
  readonly unitPublicFile: string;
  readonly triageSecretFile: string;
}

/** @throws StartError, UnitFilesError, ApiError when what a former start left does not fit together */
export async function ensureDemonstration(deps: DemonstrationDeps): Promise<Demonstration> {
  const { dataDir, primitives, now } = deps;
  const unitDir = path.join(dataDir, "unit");
  const today = dayOf(now());
  if (!existsSync(unitDir)) {
    const state = await createUnit(primitives, {
      name: {
        fr: "Cellule d’intervention et de protection",
        en: "Intervention and Protection Unit",
      },
      exitUrl: "https://www.meteo.gc.ca/",
      demonstration: true,
      today,
      emergency: [{ name: { fr: "Urgences", en: "Emergency" }, number: "911" }],
    });
    await createUnitFiles(unitDir, state);
  }

  const totpKey = fromHex(readFileSync(deps.totpKeyFile, "utf8").trim());
  const passwords = new Passwords(new Gate({ atOnce: HASHES_AT_ONCE, waiting: HASHES_AT_ONCE, retryAfter: 1 }));
  const state = await loadUnitFiles(unitDir);
  const enrolment = { db: deps.db, primitives, passwords, totpKey, now, unit: state.publicJson };
  const officer = await ensureDemonstrationOfficer(enrolment, dataDir);
  const { roster } = await newestOf(primitives, state);
  if (officerOf(roster, uuidBytes(officer.officerId)) === null) {
    const request = await admissionOf({ primitives }, officer);
    const desks = [DESK_GENERAL, DESK_RESTRICTED];
    await saveUnitChange(unitDir, await admitOfficer(primitives, state, request, desks, "lead", today));
  }
  await renewDemonstration(deps);
  await ensureDemonstrationLead(deps, officer);
  return {
    officer,
    unitPublicFile: path.join(unitDir, "server", "unit.public.json"),
    triageSecretFile: path.join(unitDir, "server", "triage.secret"),
  };
}

/**
 * Renews the directory when fewer than 7 days are left or a month is over, and publishes what is not published yet. Once a
 * console has signed a version, the ceremony's files are behind, and the demonstration officer signs in their place.
 */
export async function renewDemonstration(deps: Omit<DemonstrationDeps, "totpKeyFile">): Promise<void> {
  const { primitives, now, db, keyStore } = deps;
  const unitDir = path.join(deps.dataDir, "unit");
  const today = dayOf(now());
  const state = await loadUnitFiles(unitDir);
  if (await renewAsDemonstrationLead(deps, state.directory, state.publicJson)) return;
  if (needsRenewal((await newestOf(primitives, state)).statement, today)) {
    await saveUnitChange(unitDir, await renew(primitives, state, today));
  }
  const published = await loadPublishedUnit(unitDir);
  await publishUnit({ db, primitives, unit: published.publicJson, keyStore, now }, published);
}

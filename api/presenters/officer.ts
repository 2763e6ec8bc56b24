import { type RosterOfficer, toBase64Url } from "../../security/index.ts";
import type { OfficerRecord } from "../../prisma/repositories/officers.ts";
import type { OfficerDeps } from "../officerDeps.ts";
import type { Officer, Session } from "../routes/session/schema.ts";

/** Role and state come from the signed roster where it names the officer. */
export function presentOfficer(officer: OfficerRecord, roster: RosterOfficer | null): Officer {
  return {
    id: officer.id,
    name: officer.name,
    role: roster?.role ?? officer.role,
    state: roster === null ? "pending" : "active",
  };
}

export function presentSession(
  officer: OfficerRecord,
  roster: RosterOfficer | null,
  ticks: OfficerDeps["ticks"],
): Session {
  return {
    officer: presentOfficer(officer, roster),
    vault: toBase64Url(officer.vault),
    vaultCounter: officer.vaultCounter,
    releaseTickS: Math.max(ticks.shortS, ticks.longS),
  };
}

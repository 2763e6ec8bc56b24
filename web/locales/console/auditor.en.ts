/** What an auditor sees, in English. */
import type { Screens } from "./catalog.ts";

export const auditor: Screens["auditor"] = {
  title: "Audit",
  sections: "For auditors",
  places: { audit: "Audit", account: "Account" },
  may: "What your role may do",
  mayText:
    "You see who is on which desk, and how the directory has changed. Everything here was verified from the root on.",
  mayNot:
    "You see no case, no report and no counter of either. You hold no desk’s keys, and none is ever given to you.",
  people: "Who is on which desk",
  noDesk: "none",
  unit: "The unit",
  fingerprint: "Fingerprint of the unit",
  fingerprintHint: "Compare it with the one on paper from the ceremony. If a single group differs, tell the leads.",
  recovery: "Recovery key",
  recoveryNone: "none",
  recoveryUntil: (day) => `to be replaced by ${day}`,
  versions: "Versions of the directory, the newest first",
  version: "Version",
  issued: "Issued",
  until: "Until",
  serial: "Certificate",
  change: "What changed",
  joined: (names) => `Joined: ${names}`,
  left: (names) => `Left: ${names}`,
  turned: (names) => `Role or desks changed: ${names}`,
  opened: (desks) => `New keys: ${desks}`,
  key: "New recovery key",
  triageKey: "New triage key",
  renewed: "Renewed",
  refresh: "Read again",
};

/** Breaks of the recovery key: its shares, what it is granted, what a recovery gives. And of auditors, who read no case. */
import type { Mutation } from "./mutations.ts";

const TEST = "test/security/recovery.unit.test.ts";

export const RECOVERY_MUTATIONS: readonly Mutation[] = [
  {
    name: "rebuilt-key-not-compared",
    file: "security/recoverySecret.ts",
    search: "if (equalBytes(pair.publicKey, publicKey)) return pair;",
    replace: "if (pair.publicKey.length === publicKey.length) return pair;",
    test: { file: TEST, name: "compares what it built with the public half" },
  },
  {
    name: "mistyped-line-passes",
    file: "security/recoveryShare.ts",
    search: "(await lineCheck(p, line, part)) !== tidy(check)",
    replace: "(await lineCheck(p, line, part)).length !== tidy(check).length",
    test: { file: TEST, name: "says which line was not copied right" },
  },
  {
    name: "old-share-with-new",
    file: "security/recoverySecret.ts",
    search: "if (!equalBytes(first.setId, second.setId)) {",
    replace: "if (first.setId.length !== second.setId.length) {",
    test: { file: TEST, name: "refuses one share, three, the same twice" },
  },
  {
    name: "no-grant-to-recovery",
    file: "security/roster.ts",
    search: "return recovery ? [...onDesk, recovery] : onDesk;",
    replace: "return recovery ? onDesk : onDesk;",
    test: { file: TEST, name: "are made for every epoch and matching key when it enters" },
  },
  {
    name: "recovery-key-is-dropped",
    file: "security/leadActs.ts",
    search: "const recovery = change.recovery ?? previous.roster.recovery;",
    replace: "const recovery = change.recovery ?? null;",
    test: { file: TEST, name: "stays in every version after it" },
  },
  {
    name: "lost-leads-still-count",
    file: "security/recover.ts",
    search: "const floors = { certificateSerial: serial,",
    replace: "const floors = { certificateSerial: unit.floors.certificateSerial,",
    test: { file: TEST, name: "puts new leads in the place of everybody" },
  },
  {
    name: "wrong-recovery-grant-passes",
    file: "security/recoveryGrants.ts",
    search: "(await isSigned(p, chain, grant)) && (await checkGrant(p, grant.inner, subject))",
    replace: "(await isSigned(p, chain, grant)) || (await checkGrant(p, grant.inner, subject))",
    test: { file: TEST, name: "are found wrong when anything else was put in their place" },
  },
  {
    name: "auditor-is-an-officer",
    file: "api/officers/sessions.ts",
    search: '(roster === null || roster.role === "auditor")',
    replace: "roster === null",
    test: { file: "test/api/auditor.db.test.ts", name: "is theirs as it is said here, or refuses them" },
  },
  {
    name: "auditor-on-a-desk",
    file: "security/roster.ts",
    search: 'officer.role === "auditor" && officer.desks.length > 0',
    replace: 'officer.role === "auditor" && officer.desks.length > 16',
    test: { file: "test/security/roster.unit.test.ts", name: "refuses an auditor who is on a desk" },
  },
  {
    name: "recovery-key-of-another-unit",
    file: "security/recoveryKey.ts",
    search: "if (!equalBytes(unitId, fromHex(unit.unitId))) {",
    replace: "if (unitId.length === unit.unitId.length) {",
    test: { file: TEST, name: "is carried to a console as a text, for its own unit alone" },
  },
  {
    name: "one-person-recovers-twice",
    file: "security/recover.ts",
    search: "equalBytes(one.id, other.id) || one.name === other.name",
    replace: "equalBytes(one.id, other.id) && one.name === other.name",
    test: { file: TEST, name: "refuses nobody, one person twice" },
  },
  {
    name: "old-epochs-go-on-after-a-recovery",
    file: "security/recover.ts",
    search: "const change = { officers, newEpochs: desks,",
    replace: "const change = { officers, newEpochs: desks.slice(0, 0),",
    test: { file: TEST, name: "puts new leads in the place of everybody" },
  },
];

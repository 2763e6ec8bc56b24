/** Breaks of what leads sign, of how epochs and directories end, and of what officers write into a case's log. */
import type { Mutation } from "./mutations.ts";

const LEAD_ACTS_TEST = "test/security/leadActs.unit.test.ts";
const LOG_TEST = "test/security/caseLog.unit.test.ts";
const SHRED_TEST = "test/api/shred.db.test.ts";
const OUTLOOK_TEST = "test/security/outlook.unit.test.ts";

export const KEYS_MUTATIONS: readonly Mutation[] = [
  // Leads
  {
    name: "lead-key-is-the-officers",
    file: "security/leadKey.ts",
    search: "p.ed25519KeyPair(seed)",
    replace: "p.ed25519KeyPair(signingSeed)",
    test: {
      file: "test/security/leadRequest.unit.test.ts",
      name: "comes from a key of its own, which the vault gives each time again",
    },
  },
  {
    name: "no-epoch-at-once",
    file: "security/leadActs.ts",
    search: "if (before.epochLastDay >= today && !atOnce) {",
    replace: "if (before.epochLastDay >= today) {",
    test: { file: LEAD_ACTS_TEST, name: "takes an officer off with new keys for every desk they were on" },
  },
  {
    name: "grants-of-nobody-count",
    file: "security/leadActs.ts",
    search: "keyOf(grant.signerId) !== null,",
    replace: "keyOf(grant.signerId) !== undefined,",
    test: { file: LEAD_ACTS_TEST, name: "gives again what a lead signed whose certificate is below the floor" },
  },
  {
    name: "signing-keys-never-forgotten",
    file: "security/nextVersion.ts",
    search: "forgetSigningKeys ? [] : earlier.slice",
    replace: "earlier.slice",
    test: { file: LEAD_ACTS_TEST, name: "takes an officer off with new keys for every desk they were on" },
  },
  {
    name: "a-version-signed-backwards",
    file: "security/nextVersion.ts",
    search: "if (previous && today < previous.statement.issueDay) {",
    replace: "if (previous && today < 0) {",
    test: { file: LEAD_ACTS_TEST, name: "can be prepared ahead, version upon version" },
  },
  {
    name: "desk-taken-away-keeps-its-keys",
    file: "security/rosterChange.ts",
    search: "newEpochs: was.desks.filter((desk) => !is.desks.includes(desk))",
    replace: "newEpochs: was.desks.filter((desk) => is.desks.length === 0 && desk < 0)",
    test: {
      file: "test/security/rosterChange.unit.test.ts",
      name: "opens no epoch for a desk that is given, and one for each that is taken away",
    },
  },
  // How epochs and directories end
  {
    name: "destroyed-key-comes-back",
    file: "security/keyStore.ts",
    search: "await writeOnce(marker, `${isoDay(day)}\\n`, true);",
    replace: "",
    test: { file: "test/security/keyStore.unit.test.ts", name: "does not bring a destroyed key back" },
  },
  {
    name: "destroyed-key-stays",
    file: "security/keyStore.ts",
    search: "    await rm(path, { force: true });\n",
    replace: "",
    test: { file: "test/security/keyStore.unit.test.ts", name: "does not bring a destroyed key back" },
  },
  {
    name: "epoch-in-use-destroyed",
    file: "api/commands/shredEpoch.ts",
    search: "if (epoch === current) throw",
    replace: "if (epoch < 0) throw",
    test: { file: SHRED_TEST, name: "refuses an epoch in use, one that intake still takes" },
  },
  {
    name: "no-day-for-what-waits",
    file: "api/commands/shredEpoch.ts",
    search: "const MARGIN_DAYS = 1;",
    replace: "const MARGIN_DAYS = 0;",
    test: { file: SHRED_TEST, name: "refuses an epoch in use, one that intake still takes" },
  },
  {
    name: "another-stores-key-destroyed",
    file: "api/commands/shredEpoch.ts",
    search: "if (stored.length > 0 && opening === 0) {",
    replace: "if (stored.length > 0 && opening < 0) {",
    test: { file: SHRED_TEST, name: "refuses an epoch in use, one that intake still takes" },
  },
  {
    name: "open-cases-destroyed",
    file: "api/commands/shredEpoch.ts",
    search: "if (!openCases && cases.open",
    replace: "if (openCases && cases.open",
    test: { file: SHRED_TEST, name: "refuses while a case that is not closed is in it" },
  },
  {
    name: "destroyed-epoch-stops-other-grants",
    file: "api/commands/checkGrants.ts",
    search: "if (shredKey === null) continue;",
    replace: 'if (shredKey === null) throw new ApiError("grant_refused");',
    test: {
      file: "test/api/routes/directory.db.test.ts",
      name: "leaves out grants of an epoch whose shred key is destroyed",
    },
  },
  {
    name: "expired-is-as-good-as-to-come",
    file: "security/directory.ts",
    search: "Math.min(today, last)",
    replace: "last",
    test: {
      file: "test/security/directory.unit.test.ts",
      name: "verifies one that has expired as of its last day, for whoever reads or renews",
    },
  },
  {
    name: "sealed-to-an-expired-directory",
    file: "web/console/domain/sealable.ts",
    search: "today > expiryDay",
    replace: "today > expiryDay + 7",
    test: { file: "test/web/console/sealable.unit.test.ts", name: "is asked before an officer's entry is sealed" },
  },
  {
    name: "a-day-without-a-version",
    file: "security/outlook.ts",
    search: "next.issueDay > last.expiryDay + 1",
    replace: "next.issueDay > last.expiryDay + 2",
    test: { file: OUTLOOK_TEST, name: "a day on which nothing counts" },
  },
  {
    name: "counted-on-a-lead-below-the-floor",
    file: "security/outlook.ts",
    search: "next.lead.serial < unit.floors.certificateSerial",
    replace: "next.lead.serial < 0",
    test: { file: OUTLOOK_TEST, name: "does not count on a lead below the floor" },
  },
  {
    name: "removal-leaves-a-week",
    file: "prisma/repositories/directory.ts",
    search: "removal ? today - 1 : today + STATEMENT_GRACE_DAYS",
    replace: "removal ? today + STATEMENT_GRACE_DAYS : today + STATEMENT_GRACE_DAYS",
    test: {
      file: "test/workers/month.db.test.ts",
      name: "takes nothing of the old epoch any more when somebody is removed",
    },
  },
  // The log of a case
  {
    name: "heads-that-others-name",
    file: "security/caseLog.ts",
    search: "filter((hash) => !named.has(hash)).toSorted()",
    replace: "toSorted()",
    test: { file: LOG_TEST, name: "puts each entry after those that it builds on, and names the newest" },
  },
  {
    name: "missing-entries-uncounted",
    file: "security/caseLog.ts",
    search: "filter((hash) => !known.has(hash)).length",
    replace: "filter((hash) => hash.length === 0).length",
    test: { file: LOG_TEST, name: "counts what is named and is not here, once" },
  },
  {
    name: "any-text-is-a-label",
    file: "security/action.ts",
    search: "text === normalizeLabel(text) && ",
    replace: "",
    test: { file: "test/security/action.unit.test.ts", name: "refuse to write what they would not read" },
  },
  {
    name: "a-note-of-nothing",
    file: "security/note.ts",
    search: 'if (note.text.trim() === "") throw new SecurityError("malformed", "a note that says nothing");',
    replace: "",
    test: { file: "test/security/note.unit.test.ts", name: "refuse a note that says nothing" },
  },
];

/** Breaks of what officers do beside one another: a second reader, handing over, stepping back, closing at once, being present. */
import type { Mutation } from "./mutations.ts";

const HANDLING_TEST = "test/api/routes/handling.db.test.ts";
const RECUSALS_TEST = "test/api/routes/recusals.db.test.ts";
const STANDING_TEST = "test/web/console/standing.unit.test.ts";
const PRESENCE_TEST = "test/api/presence.unit.test.ts";

export const CASEWORK_MUTATIONS: readonly Mutation[] = [
  // At the same moment
  {
    name: "two-closings-at-once",
    file: "api/commands/handleCase.ts",
    search: "    await lockCases(tx);\n",
    replace: "",
    test: { file: HANDLING_TEST, name: "is of one closing when two come at once, and of one entry" },
  },
  {
    name: "closes-over-a-message",
    file: "api/commands/handleCase.ts",
    search: "(await countItems(tx, caseId, caller.desks)) !== items",
    replace: "(await countItems(tx, caseId, caller.desks)) < items",
    test: { file: HANDLING_TEST, name: "never closes over a message that is put in at the same moment" },
  },
  {
    name: "held-by-two",
    file: "prisma/repositories/leases.ts",
    search: "where: { caseId, OR: [{ officerId }, { untilMinute: { lte: now } }] },",
    replace: "where: { caseId },",
    test: { file: "test/api/routes/cases.db.test.ts", name: "is held by one officer at a time" },
  },
  {
    name: "handed-out-twice-stands-twice",
    file: "security/caseLog.ts",
    search: "for (const link of known.values()) place(link);",
    replace: "for (const link of links) place(link);",
    test: { file: "test/security/caseLog.unit.test.ts", name: "places what is handed out twice once" },
  },
  // A second reader
  {
    name: "reads-along-with-oneself",
    file: "web/console/domain/standing.ts",
    search: "readers.some(({ signerId }) => signerId !== officerId)",
    replace: 'readers.some(({ signerId }) => signerId !== officerId || officerId !== "")',
    test: { file: STANDING_TEST, name: "knows whether another officer had read when somebody closed or lowered it" },
  },
  {
    name: "has-read-what-came-later",
    file: "web/console/domain/standing.ts",
    search: "      closing = null;\n      settle();\n      continue;",
    replace: "      closing = null;\n      continue;",
    test: { file: STANDING_TEST, name: "knows whether another officer had read when somebody closed or lowered it" },
  },
  {
    name: "no-second-reader-for-p1",
    file: "web/console/domain/standing.ts",
    search: "export const SECOND_READER_LEVEL = 1;",
    replace: "export const SECOND_READER_LEVEL = 0;",
    test: { file: STANDING_TEST, name: "asks for a second reader of P0 and P1 alone, and not for raising" },
  },
  {
    name: "reader-wanted-for-what-is-closed",
    file: "prisma/repositories/handling.ts",
    search: "      reopened: false,\n      readerWanted: false,\n",
    replace: "      reopened: false,\n",
    test: { file: HANDLING_TEST, name: "until one has read or the case is closed" },
  },
  // Handing over
  {
    name: "hands-over-what-another-holds",
    file: "api/commands/handleCase.ts",
    search: "    await mustHold(tx, deps, caller, caseId);\n    if (named?.",
    replace: "    if (named?.",
    test: { file: HANDLING_TEST, name: "offers the case to a named officer of its desk" },
  },
  {
    name: "hands-over-to-any-desk",
    file: "api/commands/handleCase.ts",
    search: "named?.desks.includes(facts.desk) !== true ||",
    replace: "named === null ||",
    test: { file: HANDLING_TEST, name: "refuses an officer who is not on the desk, is not admitted, was removed" },
  },
  {
    name: "hands-over-to-oneself",
    file: "api/commands/handleCase.ts",
    search: " || officerId === caller.officer.id) {",
    replace: ") {",
    test: { file: HANDLING_TEST, name: "refuses an officer who is not on the desk, is not admitted, was removed" },
  },
  {
    name: "goes-on-holding-what-was-handed-over",
    file: "prisma/repositories/handling.ts",
    search: "data: { handedTo: officerId } });\n  await tx.caseLease.deleteMany({ where: { caseId } });",
    replace: "data: { handedTo: officerId } });",
    test: { file: HANDLING_TEST, name: "offers the case to a named officer of its desk" },
  },
  {
    name: "offered-after-it-was-claimed",
    file: "api/commands/claimCase.ts",
    search: "    await takeUp(tx, caseId);\n",
    replace: "",
    test: { file: HANDLING_TEST, name: "offers the case to a named officer of its desk" },
  },
  // Stepping back
  {
    name: "stepped-back-and-listed",
    file: "prisma/repositories/queue.ts",
    search: "    ...notRecused(officerId),\n",
    replace: "",
    test: { file: RECUSALS_TEST, name: "is handed nothing of it, by any address there is, and no longer holds it" },
  },
  {
    name: "stepped-back-and-read",
    file: "prisma/repositories/cases.ts",
    search: "  ...(officerId !== undefined && notRecused(officerId)),\n",
    replace: "",
    test: { file: RECUSALS_TEST, name: "is handed nothing of it, by any address there is, and no longer holds it" },
  },
  {
    name: "stepped-back-and-found-by-tag",
    file: "prisma/repositories/cases.ts",
    search: "const hidden = officerId !== undefined && (await isRecused(db, row.id, officerId));",
    replace: 'const hidden = officerId === "" && (await isRecused(db, row.id, officerId));',
    test: { file: RECUSALS_TEST, name: "is handed nothing of it, by any address there is, and no longer holds it" },
  },
  {
    name: "stepped-back-and-still-holder",
    file: "prisma/repositories/recusals.ts",
    search: "  await tx.caseLease.deleteMany({ where: { caseId, officerId } });\n",
    replace: "",
    test: { file: RECUSALS_TEST, name: "is handed nothing of it, by any address there is, and no longer holds it" },
  },
  {
    name: "handed-to-who-stepped-back",
    file: "api/commands/handleCase.ts",
    search: 'if (await isRecused(tx, caseId, officerId)) throw new ApiError("not_on_desk");',
    replace: "",
    test: { file: RECUSALS_TEST, name: "is handed nothing of it, by any address there is, and no longer holds it" },
  },
  {
    name: "stepping-back-ends-with-the-case",
    file: "prisma/repositories/attach.ts",
    search: "  await carryRecusals(tx, from, into);\n",
    replace: "",
    test: { file: RECUSALS_TEST, name: "stays out of the case that what lay there is put into" },
  },
  {
    name: "comes-back-by-oneself",
    file: "web/console/domain/caseFacts.ts",
    search: "if (isLead(signerId) && signerId !== toHex(action.officerId))",
    replace: "if (isLead(signerId))",
    test: {
      file: "test/web/console/caseFacts.unit.test.ts",
      name: "let an officer who stepped back come back by the word of a lead alone, and not their own",
    },
  },
  {
    name: "comes-back-by-anybodys-word",
    file: "web/console/domain/caseFacts.ts",
    search: "if (isLead(signerId) && signerId !== toHex(action.officerId))",
    replace: "if (signerId !== toHex(action.officerId))",
    test: {
      file: "test/web/console/caseFacts.unit.test.ts",
      name: "let an officer who stepped back come back by the word of a lead alone, and not their own",
    },
  },
  // Being present
  {
    name: "present-to-oneself",
    file: "api/presence.ts",
    search: "filter((place) => place.caseId === caseId && place.officerId !== butFor)",
    replace: 'filter((place) => place.caseId === caseId && butFor !== "")',
    test: { file: PRESENCE_TEST, name: "names who reads a case to everybody but themselves" },
  },
  {
    name: "present-for-ever",
    file: "api/presence.ts",
    search: "filter(({ until }) => until > now)",
    replace: "filter(({ until }) => until > now || until > 0)",
    test: { file: PRESENCE_TEST, name: "forgets whoever falls silent, to the minute" },
  },
  {
    name: "present-to-the-millisecond",
    file: "api/presence.ts",
    search: "minuteAfter(new Date(this.#options.now() + STAY_MS)).getTime()",
    replace: "this.#options.now() + STAY_MS + 0 * minuteAfter(new Date(0)).getTime()",
    test: { file: PRESENCE_TEST, name: "forgets whoever falls silent, to the minute" },
  },
  {
    name: "present-everywhere",
    file: "api/presence.ts",
    search: "own.length < PLACES_MAX",
    replace: "own.length < PLACES_MAX * 100",
    test: { file: PRESENCE_TEST, name: "keeps a bounded number of places for each officer" },
  },
  {
    name: "every-word-is-news",
    file: "api/presence.ts",
    search: "if (isNew) this.#tell();",
    replace: "if (isNew || until > 0) this.#tell();",
    test: { file: PRESENCE_TEST, name: "tells of whoever comes and goes, and not of who is there still" },
  },
  {
    name: "present-on-another-desk",
    file: "api/routes/handling/routes.ts",
    search: "    await caseOf(deps.db, deps, caller, id);\n    deps.presence.enter",
    replace: "    deps.presence.enter",
    test: { file: HANDLING_TEST, name: "is refused for a case of another desk" },
  },
];

/** The deliberate breaks of triage rules and notices. */
import type { Mutation } from "./mutations.ts";

export const NOTICES_MUTATIONS: readonly Mutation[] = [
  // Triage rules
  {
    name: "rules-of-another-clock",
    file: "security/triageTimes.ts",
    search: "  return {\n    day: Date.UTC",
    replace:
      "  if (ms > 0) return { day: Math.floor(ms / DAY_MS), minute: Math.floor((ms % DAY_MS) / 60_000) };\n  return {\n    day: Date.UTC",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "a minute before they open" },
  },
  {
    name: "holidays-are-days",
    file: "security/triageTimes.ts",
    search: "if (holidays.includes(day)) return false;",
    replace: "if (holidays.includes(-1)) return false;",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "on a holiday" },
  },
  {
    name: "weeks-begin-on-sunday",
    file: "security/triageTimes.ts",
    search: "const EPOCH_WEEKDAY = 3;",
    replace: "const EPOCH_WEEKDAY = 4;",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "on a Sunday" },
  },
  {
    name: "open-as-they-close",
    file: "security/triageTimes.ts",
    search: "minute < hours.to",
    replace: "minute <= hours.to",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "as they close" },
  },
  {
    name: "first-turn-for-ever",
    file: "security/triageTimes.ts",
    search: "turns.findLast(",
    replace: "turns.find(",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "in the first minute of the next" },
  },
  {
    name: "on-call-waits-at-night",
    file: "security/triageTimes.ts",
    search: " || !isStaffedAt(rules, ms)",
    replace: "",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "at once at night" },
  },
  {
    name: "on-call-before-its-time",
    file: "security/triageTimes.ts",
    search: "ms >= dueMs",
    replace: "ms >= dueMs - 60_000",
    test: { file: "test/security/triageTimes.unit.test.ts", name: "in the minute before its time is over" },
  },
  {
    name: "rules-without-signature",
    file: "security/triageRules.ts",
    search: "  checkSignature(p, LABELS.triageRules, signed, lead.key);\n",
    replace: "",
    test: { file: "test/security/triageRules.unit.test.ts", name: "refuses another signer" },
  },
  {
    name: "rules-go-back",
    file: "security/triageRules.ts",
    search: "content.version < seen.version",
    replace: "content.version < 0",
    test: { file: "test/security/triageRules.unit.test.ts", name: "does not go back" },
  },
  {
    name: "on-call-for-what-is-held",
    file: "prisma/repositories/triageRules.ts",
    search: "      OR: [{ lease: { is: null } }, { lease: { is: { untilMinute: { lt: now } } } }],\n",
    replace: "",
    test: { file: "test/workers/rules.db.test.ts", name: "leave a P0 to whoever holds it" },
  },
  // Notices to officers
  {
    name: "letters-of-their-own-length",
    file: "workers/mail/letters.ts",
    search: '" ".repeat(missing)',
    replace: '""',
    test: { file: "test/workers/notices.db.test.ts", name: "hold nothing of a report" },
  },
  {
    name: "digest-before-its-day-is-taken",
    file: "workers/jobs/send-notices.handler.ts",
    search: "  if (!(await takeDigestDay(deps.db, today))) return;\n",
    replace: "",
    test: { file: "test/workers/notices.db.test.ts", name: "is not sent a second time after a worker that ended" },
  },
  {
    name: "digest-day-kept-when-refused",
    file: "workers/jobs/send-notices.handler.ts",
    search: "await giveDigestDayBack(deps.db, today);",
    replace: "return;",
    test: { file: "test/workers/notices.db.test.ts", name: "is tried again when the server takes the sender" },
  },
  {
    name: "notice-marked-before-it-is-sent",
    file: "workers/jobs/send-notices.handler.ts",
    search: "ids.length > 0 && (await sent(deps, () => post(deps, mailer, urgentLetter())))",
    replace: "ids.length > 0 && ((await sent(deps, () => post(deps, mailer, urgentLetter()))) || true)",
    test: { file: "test/workers/notices.db.test.ts", name: "waits for a mail server that is away, and is not sent" },
  },
  {
    name: "two-workers-send-one-notice-each",
    file: "workers/jobs/send-notices.handler.ts",
    search: 'await lockUntilEnd(tx, "notices");',
    replace: "",
    test: { file: "test/workers/notices.db.test.ts", name: "is sent by one of two workers with the same tick" },
  },
  {
    name: "mail-in-the-clear",
    file: "workers/mail/mailer.ts",
    search: 'requireTLS: tls === "starttls"',
    replace: "requireTLS: false",
    test: { file: "test/workers/mail/mailer.unit.test.ts", name: "sends nothing in the clear" },
  },
];

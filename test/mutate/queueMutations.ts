/** Breaks of the queue: its order, its filters, what opens it, and the views that an officer keeps of it. */
import type { Mutation } from "./mutations.ts";

const FILTER_TEST = "test/web/console/queueFilter.unit.test.ts";
const OPENER_TEST = "test/web/console/opener.unit.test.ts";
const VIEWS_TEST = "test/web/console/views.unit.test.ts";
const SEALED_VIEWS_TEST = "test/security/savedViews.unit.test.ts";

export const QUEUE_MUTATIONS: readonly Mutation[] = [
  // Filters and order
  {
    name: "children-among-all",
    file: "web/console/domain/queueFilter.ts",
    search: "if (filter.child === true && !facts.child) return false;",
    replace: "",
    test: { file: FILTER_TEST, name: "ask each for one thing of the opened summaries" },
  },
  {
    name: "server-is-told-the-language",
    file: "web/console/domain/queueFilter.ts",
    search: 'const SERVER_PARTS = ["level", "desk", "due", "holder", "state"] as const;',
    replace: 'const SERVER_PARTS = ["level", "desk", "due", "holder", "state", "language"] as const;',
    test: { file: FILTER_TEST, name: "leave to the server what it can tell" },
  },
  {
    name: "labels-nobody-has-seen",
    file: "web/console/domain/queueFilter.ts",
    search: "labels.get(of.id)?.includes(filter.label) !== true",
    replace: "labels.get(of.id)?.includes(filter.label) === false",
    test: { file: FILTER_TEST, name: "know labels of cases that were opened here alone" },
  },
  {
    name: "any-word-finds",
    file: "web/console/domain/queueFilter.ts",
    search: "wanted.every((word) =>",
    replace: "wanted.some((word) =>",
    test: { file: FILTER_TEST, name: "find an alias by the beginnings of its words" },
  },
  {
    name: "need-by-the-servers-word",
    file: "web/console/domain/queueRow.ts",
    search: "a.level.level - b.level.level ||",
    replace: "a.of.level - b.of.level ||",
    test: { file: FILTER_TEST, name: "goes by the level that counts, what is overdue, the oldest release" },
  },
  {
    name: "overdue-waits-its-turn",
    file: "web/console/domain/queueRow.ts",
    search: "    Number(b.of.overdue) - Number(a.of.overdue) ||\n",
    replace: "",
    test: { file: FILTER_TEST, name: "goes by the level that counts, what is overdue, the oldest release" },
  },
  {
    name: "taken-back-and-forgotten",
    file: "web/console/domain/queueRow.ts",
    search: 'if (opened.some(({ slip }) => slip.type === "withdrawal")) return "withdrawal";',
    replace: "",
    test: { file: FILTER_TEST, name: "is the last item, and a withdrawal wherever it stands" },
  },
  // What opens it
  {
    name: "no-worker-no-queue",
    file: "web/console/state/opener.ts",
    search: "if (to.worker === null) void openHere(sealed, to);\n    else post(",
    replace: "if (to.worker !== null) post(",
    test: { file: OPENER_TEST, name: "the page opens all of them itself" },
  },
  {
    name: "lost-with-the-worker",
    file: "web/console/state/opener.ts",
    search: "    takeBack();\n    feed();",
    replace: "    feed();",
    test: { file: OPENER_TEST, name: "that dies leaves what it had to the page" },
  },
  {
    name: "keys-stay-in-the-worker",
    file: "web/console/state/opener.ts",
    search: '  post(worker, { say: "forget" });\n',
    replace: "",
    test: { file: OPENER_TEST, name: "forgets what was opened of a case that is gone, and everything with the keys" },
  },
  {
    name: "an-earlier-worker-is-believed",
    file: "web/console/state/opener.ts",
    search: "    if (opener !== mine) return;\n    mine.busy--;",
    replace: "    mine.busy--;",
    test: { file: OPENER_TEST, name: "goes with its keys" },
  },
  {
    name: "summaries-outlive-the-keys",
    file: "web/console/state/opener.ts",
    search: "  under.clear();\n  opened.clear();\n",
    replace: "  under.clear();\n",
    test: { file: OPENER_TEST, name: "forgets what was opened of a case that is gone, and everything with the keys" },
  },
  {
    name: "stop-stops-nothing",
    file: "web/console/state/opener.ts",
    search: "if (picked.length > 0 || stopped) return picked;",
    replace: "if (picked.length > 0) return picked;",
    test: { file: OPENER_TEST, name: "has two handfuls at a time, what is on the screen first" },
  },
  {
    name: "looks-for-keys-all-the-time",
    file: "web/console/state/missingKeys.ts",
    search: "if (Date.now() - lookedAt < AGAIN_MS) return;",
    replace: "if (Date.now() < lookedAt) return;",
    test: { file: "test/web/console/missingKeys.unit.test.ts", name: "asks once a minute, of itself" },
  },
  // Saved views
  {
    name: "views-withheld",
    file: "web/console/state/views.ts",
    search: "    if (seenCounter > 0)\n",
    replace: "    if (seenCounter < 0)\n",
    test: { file: VIEWS_TEST, name: "are not believed when older ones, or none, are handed out" },
  },
  {
    name: "begins-again-below-what-was-seen",
    file: "web/console/state/views.ts",
    search: "Math.max(counter, rememberedViews(now.officer.id) ?? 0) + 1",
    replace: "counter + (rememberedViews(now.officer.id) ?? 0) * 0 + 1",
    test: { file: VIEWS_TEST, name: "are not believed when older ones, or none, are handed out" },
  },
  {
    name: "views-of-who-was-here-before",
    file: "web/console/state/views.ts",
    search: "  if (session.value?.officer.id !== now.officer.id) return;\n",
    replace: "",
    test: { file: VIEWS_TEST, name: "are not another officer's" },
  },
  {
    name: "views-outlive-the-keys",
    file: "web/console/state/views.ts",
    search: "  [content, counter] = [null, 0];\n  views.value = [];\n",
    replace: "  [content, counter] = [null, 0];\n",
    test: { file: VIEWS_TEST, name: "are read once a session, kept with each change, and forgotten with the keys" },
  },
  {
    name: "over-another-consoles-views",
    file: "web/console/state/views.ts",
    search: "        content = null;\n",
    replace: "",
    test: { file: VIEWS_TEST, name: "take up what another console kept in between" },
  },
  {
    name: "older-views-open",
    file: "security/savedViews.ts",
    search: "if (place.counter < seenCounter)",
    replace: "if (place.counter < seenCounter && seenCounter < 0)",
    test: { file: SEALED_VIEWS_TEST, name: "are refused when older ones are handed back" },
  },
  {
    name: "two-views-of-one-name",
    file: "security/savedViews.ts",
    search: "size !== views.length",
    replace: "size > views.length",
    test: { file: SEALED_VIEWS_TEST, name: "hold nothing but what a view says" },
  },
  {
    name: "views-under-no-counter",
    file: "security/savedViews.ts",
    search: 'exactly(officerId, OFFICER_ID_BYTES, "officer id"), u32(counter));',
    replace: 'exactly(officerId, OFFICER_ID_BYTES, "officer id"), u32(counter).slice(4));',
    test: {
      file: SEALED_VIEWS_TEST,
      name: "open with the officer's own seed alone, for that officer and that counter",
    },
  },
  {
    name: "older-views-stored",
    file: "prisma/repositories/views.ts",
    search: "{ lt: counter, gte:",
    replace: "{ not: counter, gte:",
    test: { file: "test/api/routes/views.db.test.ts", name: "never go back, and of two consoles at once" },
  },
  {
    name: "reopened-stays-new",
    file: "web/console/domain/queueRow.ts",
    search: '  if (reopened) return "reopened";\n',
    replace: "",
    test: { file: "test/web/console/queueFilter.unit.test.ts", name: "is that a case was opened again" },
  },
  {
    name: "focus-falls",
    file: "web/console/views/keepFocus.ts",
    search: "    if (isFocusLost()) settle();\n",
    replace: "",
    test: { file: "test/web/console/keyboardDay.dom.test.ts", name: "leads through a day" },
  },
];

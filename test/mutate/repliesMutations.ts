/** The deliberate breaks of replies: templates, cautions, what is said of them, search. */
import type { Mutation } from "./mutations.ts";

export const REPLIES_MUTATIONS: readonly Mutation[] = [
  {
    name: "blanks-may-stay-open",
    file: "web/console/domain/template.ts",
    search: "return /[{}]/.test(text);",
    replace: "return /\\{\\}/.test(text);",
    test: { file: "test/web/console/template.unit.test.ts", name: "takes any brace for something left to fill in" },
  },
  {
    name: "fill-ins-fill-in",
    file: "web/console/domain/template.ts",
    search: "`{${blanks[name]}}` : typed;",
    replace: '`{${blanks[name]}}` : typed.startsWith("{") ? (values.time ?? typed) : typed;',
    test: { file: "test/web/console/template.unit.test.ts", name: "fills in once: what was typed is no template" },
  },
  {
    name: "accents-hide-a-name",
    file: "web/console/domain/fold.ts",
    search: '    .replace(MARKS, "")\n',
    replace: "",
    test: { file: "test/web/console/cautions.unit.test.ts", name: "by the whole name and by a part" },
  },
  {
    name: "place-of-the-report-may-be-quoted",
    file: "web/console/domain/cautions.ts",
    search: '...quoted("place", known.place, holds),',
    replace: "",
    test: { file: "test/web/console/cautions.unit.test.ts", name: "sees what leads to the person" },
  },
  {
    name: "ninth-reply-pushes-nothing-out",
    file: "web/console/domain/reply.ts",
    search: "sequence <= first + parts - 1 - MAILBOX_SLOTS",
    replace: "sequence < first + parts - 1 - MAILBOX_SLOTS",
    test: { file: "test/web/console/reply.unit.test.ts", name: "none up to the eighth and the first for the ninth" },
  },
  {
    name: "same-day-counts-as-since",
    file: "web/console/domain/replyState.ts",
    search: "each > day",
    replace: "each >= day",
    test: { file: "test/web/console/replyState.unit.test.ts", name: "does not guess within a day" },
  },
  {
    name: "anybody-counts-as-the-person",
    file: "web/console/domain/replyState.ts",
    search: 'item.state === "message"',
    replace: 'item.state !== "report"',
    test: { file: "test/web/console/replyState.unit.test.ts", name: "believes nobody else" },
  },
  {
    name: "search-outlives-the-keys",
    file: "web/console/state/search.ts",
    search: "  searchable.value = new Map();\n});",
    replace: "});",
    test: { file: "test/web/console/search.dom.test.ts", name: "has forgotten everything after the console locked" },
  },
];

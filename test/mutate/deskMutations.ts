/** Breaks of desks that a unit opens itself: their keys, their names, how many there are. */
import type { Mutation } from "./mutations.ts";

const NAMES_TEST = "test/security/deskNames.unit.test.ts";
const OPEN_TEST = "test/security/openDesk.unit.test.ts";

export const DESK_MUTATIONS: readonly Mutation[] = [
  {
    name: "a-desk-without-a-matching-key",
    file: "security/roster.ts",
    search: "if (!statement.desks.every(({ id }) => matched.has(id))) {",
    replace: "if (matched.size === 0) {",
    test: { file: OPEN_TEST, name: "cannot be added, left without a matching key" },
  },
  {
    name: "a-desk-without-a-name",
    file: "security/roster.ts",
    search: "if (own.join() !== content.deskNames.map(({ desk }) => desk).join()) {",
    replace: "if (own.length < 0) {",
    test: { file: NAMES_TEST, name: "a desk without a name" },
  },
  {
    name: "two-desks-of-one-name",
    file: "security/deskNames.ts",
    search: 'if (isDeskNameTaken(each, names, desk)) throw new SecurityError("malformed", "two desks of one name");',
    replace: "",
    test: { file: NAMES_TEST, name: "one name for two desks" },
  },
  {
    name: "a-name-that-looks-alike",
    file: "security/deskNames.ts",
    search: 'tidyDeskName(name.normalize("NFKC").toLowerCase())',
    replace: "name",
    test: { file: NAMES_TEST, name: "refuses a name that reads like another desk's in either language" },
  },
  {
    name: "a-name-shown-backwards",
    file: "security/deskNames.ts",
    search: "    !UNFIT.test(name) &&\n",
    replace: "",
    test: { file: NAMES_TEST, name: "a name that is shown backwards" },
  },
  {
    name: "as-many-desks-as-one-likes",
    file: "security/rosterChange.ts",
    search: "if (desks.length >= DESKS_OPEN_MAX || id > U16_MAX) {",
    replace: "if (desks.length < 0 * DESKS_OPEN_MAX || id > U16_MAX) {",
    test: { file: OPEN_TEST, name: "needs a member, a name of its own, and room" },
  },
  {
    name: "a-desk-of-nobody",
    file: "security/rosterChange.ts",
    search: "if (joins.length === 0 || joins.length !== members.length ||",
    replace: "if (joins.length !== members.length ||",
    test: { file: OPEN_TEST, name: "needs a member, a name of its own, and room" },
  },
  {
    name: "a-desk-that-the-next-version-leaves-out",
    file: "security/issue.ts",
    search: "if (!published.every((id) => desks.some((desk) => desk.id === id))) {",
    replace: "if (published.length === 0) {",
    test: { file: OPEN_TEST, name: "is dropped when the run was cut short, and one that a console opened" },
  },
  {
    name: "brought-by-itself-to-any-desk",
    file: "web/console/state/bringHome.ts",
    search: "(into !== DESK_RESTRICTED || !file.borneOut)",
    replace: "(into < DESK_RESTRICTED || !file.borneOut)",
    test: {
      file: "test/web/console/bringHome.unit.test.ts",
      name: "is left for an officer to move where its case is on a desk of the unit's own",
    },
  },
];

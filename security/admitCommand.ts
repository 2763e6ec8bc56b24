/** What admits somebody on the ceremony's machine, as whoever holds the keys types it: with their request kept in a file. */
import type { Role } from "./roster.ts";

/** A lead gives others the keys of the desks they are on themselves: the restricted desk has both. Else it is theirs to choose. */
const DESKS = { lead: " --desk restricted", officer: " --desk general", auditor: "" } as const satisfies Record<
  Role,
  string
>;

/** @returns a line for a shell, in the project's folder */
export const admitCommand = (role: Role): string =>
  `npm run unit -- admit --request @request.txt${DESKS[role]} --role ${role}`;

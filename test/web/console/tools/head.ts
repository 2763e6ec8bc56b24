import type { CaseHead } from "../../../../api/routes/queue/schema.ts";

/** What a case says of itself that nobody has decided anything about. */
export const UNDECIDED = {
  closedDay: null,
  readerWanted: false,
  handedTo: null,
  readers: [] as CaseHead["readers"],
} as const satisfies Partial<CaseHead>;

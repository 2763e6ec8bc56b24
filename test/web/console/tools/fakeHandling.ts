/** What the officer host in memory makes of what officers decide about a case. */
import { dayOf, isoDay } from "../../../../security/index.ts";
import type { CaseEntry } from "../../../../api/routes/cases/schema.ts";
import type { FakeCase } from "./fakeRoutes.ts";

/** Whoever calls has kept the entry. */
export const decisions = {
  level: (found: FakeCase, body: Readonly<Record<string, unknown>>): void => {
    const level = Number(body["level"]);
    found.levelEntryId = newest(found)?.id;
    found.head = { ...found.head, level, dueHour: null };
  },
  close: (found: FakeCase): void => {
    const closedDay = isoDay(dayOf(Date.now()));
    found.head = { ...found.head, state: "closed", closedDay, secondWanted: false, holder: null, dueHour: null };
  },
  reopen: (found: FakeCase): void => {
    found.head = { ...found.head, state: "open", closedDay: null };
  },
  "second-reader": (found: FakeCase, body: Readonly<Record<string, unknown>>): void => {
    found.head = { ...found.head, secondWanted: body["wanted"] === true };
  },
  "hand-over": (found: FakeCase, body: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): void => {
    const officerId = String(body["officerId"]);
    found.head = { ...found.head, holder: null, handedTo: { officerId, name: names.get(officerId) ?? "?" } };
  },
} as const;

const newest = ({ entries }: FakeCase): CaseEntry | undefined => entries.at(-1);

export const levelEntryOf = ({ entries, levelEntryId }: FakeCase): CaseEntry | null =>
  entries.find(({ id }) => id === levelEntryId) ?? null;

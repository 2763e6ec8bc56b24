/** What the officer host in memory makes of what officers decide about a case. */
import { dayOf, isoDay } from "../../../../security/index.ts";
import type { CaseEntry } from "../../../../api/routes/cases/schema.ts";
import type { Call, FakeAccount, FakeCase, Handler, HostState } from "./fakeRoutes.ts";

/** Whoever calls has kept the entry. */
const decisions = {
  level: (found: FakeCase, body: Readonly<Record<string, unknown>>): void => {
    const level = Number(body["level"]);
    found.levelEntryId = newest(found)?.id;
    found.head = { ...found.head, level, dueHour: null };
  },
  close: (found: FakeCase): void => {
    const closedDay = isoDay(dayOf(Date.now()));
    found.reopened = false;
    found.head = { ...found.head, state: "closed", closedDay, readerWanted: false, holder: null, dueHour: null };
  },
  reopen: (found: FakeCase): void => {
    found.reopened = true;
    found.head = { ...found.head, state: "open", closedDay: null };
  },
  "second-reader": (found: FakeCase, body: Readonly<Record<string, unknown>>): void => {
    found.head = { ...found.head, readerWanted: body["wanted"] === true };
  },
  "hand-over": (found: FakeCase, body: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>): void => {
    const officerId = String(body["officerId"]);
    found.head = { ...found.head, holder: null, handedTo: { officerId, name: names.get(officerId) ?? "?" } };
  },
} as const;

const newest = ({ entries }: FakeCase): CaseEntry | undefined => entries.at(-1);

export const levelEntryOf = ({ entries, levelEntryId }: FakeCase): CaseEntry | null =>
  entries.find(({ id }) => id === levelEntryId) ?? null;

interface Host {
  readonly caseOf: (state: HostState, call: Call) => FakeCase;
  readonly keepAct: (found: FakeCase, call: Call) => void;
  readonly signedIn: (state: HostState) => FakeAccount;
}

/** Something an officer decided, with its entry. */
const decide =
  ({ caseOf, keepAct }: Host, what: keyof typeof decisions): Handler =>
  (state, call) => {
    const found = caseOf(state, call);
    const items = call.body["items"];
    if (items !== undefined && items !== found.items.length) throw call.refuse("case_changed");
    keepAct(found, call);
    const names = new Map(rosterNames(state));
    decisions[what](found, call.body, names);
    return { done: true };
  };

function rosterNames({ accounts, colleagues = [] }: HostState): [string, string][] {
  return [...accounts.map(({ officer }) => officer), ...colleagues].map(({ id, name }) => [id, name]);
}

export const handlingRoutes = (host: Host): Readonly<Record<string, Handler>> => ({
  "PUT /v1/cases/{id}/level": decide(host, "level"),
  "POST /v1/cases/{id}/close": decide(host, "close"),
  "POST /v1/cases/{id}/reopen": decide(host, "reopen"),
  "PUT /v1/cases/{id}/second-reader": decide(host, "second-reader"),
  "POST /v1/cases/{id}/hand-over": decide(host, "hand-over"),
  "PUT /v1/cases/{id}/reader": (state, call) => {
    const { officer } = host.signedIn(state);
    (state.readers ??= new Map()).set(host.caseOf(state, call).head.id, { officerId: officer.id, name: officer.name });
    return { done: true };
  },
  "DELETE /v1/cases/{id}/reader": (state, { id }) => {
    state.readers?.delete(id);
    return { done: true };
  },
});

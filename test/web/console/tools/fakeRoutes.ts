/** What the officer host in memory answers, address by address. */
import { randomUUID } from "node:crypto";
import { dayOf, fromBase64Url, isoDay, toBase64Url } from "../../../../security/index.ts";
import type {
  AttachCaseRequest,
  CaseEntry,
  CaseItem,
  NewEntry,
  ReadCaseAnswer,
} from "../../../../api/routes/cases/schema.ts";
import type { AdmissionJson } from "../../../../api/routes/admissions/schema.ts";
import type { Grant } from "../../../../api/routes/grants/schema.ts";
import type { LeadCertificateJson } from "../../../../api/routes/leads/schema.ts";
import type { ReadPreparedAnswer } from "../../../../api/routes/prepared/schema.ts";
import type { MoveCaseRequest } from "../../../../api/routes/moves/schema.ts";
import type { OpenAsCaseRequest, QuarantineItem } from "../../../../api/routes/quarantine/schema.ts";
import type { CaseHead, ListQueueAnswer } from "../../../../api/routes/queue/schema.ts";
import type { SendRepliesAnswer, SendRepliesRequest } from "../../../../api/routes/replies/schema.ts";
import type { Officer, Session } from "../../../../api/routes/session/schema.ts";
import type { FinishEnrolmentRequest } from "../../../../api/routes/enrolments/schema.ts";
import type { DirectoryLink } from "../../../../security/index.ts";
import type { ErrorCode } from "../../../../api/errors.ts";
import { handlingRoutes, levelEntryOf } from "./fakeHandling.ts";
import { moveFake } from "./fakeMoves.ts";
import { asAsked, inRow, QUEUE_ORDER } from "./fakeQueue.ts";
import { UNDECIDED } from "./head.ts";
import { CHALLENGE, factorFits, passkeyRoutes, registered, TOTP, type FakePasskey } from "./fakePasskeys.ts";
import { grantRoutes, type KeptGrants } from "./fakeGrants.ts";
import { rewrapRoutes } from "./fakeRewraps.ts";
import { viewsRoutes } from "./fakeViews.ts";

export { TOTP };
export type Json = Readonly<Record<string, unknown>>;
export type Answer = unknown;

export interface FakeCase {
  head: CaseHead;
  items: CaseItem[];
  entries: CaseEntry[];
  tag: string | null;
  /** The entry by which an officer set the level last. */
  levelEntryId?: string | undefined;
  reopened?: boolean;
  /** Those that came with attached items. */
  moreTags?: string[];
  /** Officers, by id. */
  steppedBack?: string[];
}

export interface FakeAccount {
  officer: Officer;
  salt: string;
  authKey: string;
  vault: string;
  vaultCounter: number;
  views?: { sealed: string; counter: number };
  grants: readonly Grant[];
  /** With one, digits are not taken. */
  passkeys?: FakePasskey[];
}

export interface HostState extends KeptGrants {
  accounts: FakeAccount[];
  /** The account that is signed in. */
  session: FakeAccount | null;
  directory: readonly DirectoryLink[];
  cases: Map<string, FakeCase>;
  quarantine: QuarantineItem[];
  /** Mailbox slots by mailbox id and sequence number. */
  slots: Map<string, string>;
  invitation: { code: string; officerId: string } | null;
  /** Sealed parts by item id and number: `id/0`. */
  parts: Map<string, Uint8Array>;
  /** Called with the path of each request; a part can be kept waiting here, or its connection dropped. */
  beforePart: ((path: string) => Promise<"drop" | undefined>) | null;
  /** Seconds, as the host says them with every reply. */
  releaseTickS: number;
  /** Cases in one page of the queue. */
  pageCases: number;
  /** Those that rose because nobody answered, by id. */
  raised?: Set<string>;
  certificates?: LeadCertificateJson[];
  admissions?: AdmissionJson[];
  /** Versions signed ahead, oldest first. */
  prepared?: ReadPreparedAnswer["versions"];
  /** Who reads which case now. */
  readers?: Map<string, CaseHead["readers"][number]>;
  /** Epochs whose keys the host says were destroyed. */
  destroyed?: { desk: number; epoch: number }[];
  /** Officers who never sign in here. */
  colleagues?: readonly { readonly id: string; readonly name: string }[];
  /** As a lead signed them, base64url. */
  triageRules: string | null;
}

export interface Call {
  readonly id: string;
  readonly part: number;
  readonly body: Json;
  readonly query: URLSearchParams;
  readonly refuse: (code: ErrorCode) => Error;
}
export type Handler = (state: HostState, call: Call) => Answer;

const LEASE_MS = 10 * 60_000;

const sessionOf = ({ officer, vault, vaultCounter }: FakeAccount, { releaseTickS }: HostState): Session => ({
  officer,
  vault,
  vaultCounter,
  releaseTickS,
});

function signedIn({ session }: HostState): FakeAccount {
  if (session === null) throw new Error("nobody is signed in");
  return session;
}

/** An officer is on the desks that they were granted keys of. */
const isFor = ({ session }: HostState, { head, steppedBack = [] }: FakeCase): boolean =>
  session !== null &&
  session.grants.some(({ desk }) => desk === head.desk) &&
  !steppedBack.includes(session.officer.id);

function caseOf(state: HostState, { id, refuse }: Call): FakeCase {
  const found = state.cases.get(id);
  if (found === undefined || !isFor(state, found)) throw refuse("not_found");
  return found;
}

/** The entry that comes with what an officer does; a heartbeat brings none. */
function keepAct(found: FakeCase, { body }: Call): void {
  const entry = body["entry"] as NewEntry | undefined;
  if (entry) found.entries.push({ ...entry, day: isoDay(dayOf(Date.now())) });
}

function lease(state: HostState, call: Call, mayTake: boolean): Answer {
  const found = caseOf(state, call);
  const { officer } = signedIn(state);
  const { holder } = found.head;
  if (holder !== null && holder.officerId !== officer.id) throw call.refuse("held_by_other");
  if (holder === null && !mayTake) throw call.refuse("not_holder");
  found.head = { ...found.head, holder: { officerId: officer.id, name: officer.name }, handedTo: null };
  keepAct(found, call);
  return { until: new Date(Date.now() + LEASE_MS).toISOString() };
}

function caseWithTag({ cases }: HostState, tag: string): FakeCase | undefined {
  return [...cases.values()].find((each) => each.tag === tag || each.moreTags?.includes(tag));
}

function listQueue(state: HostState, { query }: Call): ListQueueAnswer {
  const wanted = (name: string, value: number): boolean =>
    query.get(name) === null || Number(query.get(name)) === value;
  const from = Number(query.get("cursor") ?? 0);
  const to = from + Math.min(state.pageCases, Number(query.get("limit") ?? 50));
  const all = [...state.cases.values()]
    .filter((each) => isFor(state, each))
    .filter(
      ({ head }) =>
        wanted("level", head.level) && wanted("desk", head.desk) && asAsked(state.session?.officer.id, query, head),
    )
    .sort(QUEUE_ORDER);
  return {
    cases: all.slice(from, to).map(({ head, items, reopened, ...rest }) => ({
      ...head,
      levelEntry: levelEntryOf({ head, items, ...rest }),
      raised: state.raised?.has(head.id) ?? false,
      reopened: reopened === true,
      items: items.map((item) => inRow(item, query)),
    })),
    next: to < all.length ? String(to) : null,
    total: from === 0 ? all.length : null,
  };
}

function openAsCase(state: HostState, call: Call): Answer {
  const { desk, epoch, itemId, summary } = call.body as unknown as OpenAsCaseRequest;
  const row = state.quarantine.find(({ id }) => id === call.id);
  if (row === undefined) throw call.refuse("quarantine_gone");
  state.quarantine = state.quarantine.filter((each) => each !== row);
  const [caseId, today] = [randomUUID(), dayOf(Date.now())];
  const days = { releasedDay: isoDay(today), dueDay: isoDay(today + 1), dueHour: null };
  state.cases.set(caseId, {
    head: {
      id: caseId,
      desk,
      level: 1,
      state: "open",
      ...days,
      overdue: false,
      onCall: false,
      holder: null,
      ...UNDECIDED,
    },
    items: [{ id: itemId, epoch, releasedDay: days.releasedDay, summary, envelope: row.envelope, attachments: null }],
    entries: [],
    tag: null,
  });
  return { caseId };
}

function addEntry(state: HostState, call: Call): Answer {
  const found = caseOf(state, call);
  const entry = call.body as unknown as NewEntry;
  if (!found.entries.some(({ id }) => id === entry.id))
    found.entries.push({ ...entry, day: isoDay(dayOf(Date.now())) });
  return { done: true };
}

function sendReplies(state: HostState, call: Call): Answer {
  const request = call.body as unknown as SendRepliesRequest;
  const found = caseOf(state, { ...call, id: request.caseId });
  if (found.head.holder?.officerId !== signedIn(state).officer.id) throw call.refuse("not_holder");
  const places = request.replies.map(({ mailboxId, sequence }) => `${mailboxId}/${sequence}`);
  if (places.some((place) => state.slots.has(place))) throw call.refuse("sequence_taken");
  for (const [i, place] of places.entries()) state.slots.set(place, request.replies[i]?.slot ?? "");
  found.entries.push({ ...request.entry, day: new Date().toISOString().slice(0, 10) });
  found.reopened = false;
  found.head = { ...found.head, state: "answered" };
  return { accepted: true, releaseTickS: state.releaseTickS } satisfies SendRepliesAnswer;
}

async function enrol(state: HostState, { body, refuse }: Call): Promise<Answer> {
  const request = body as unknown as FinishEnrolmentRequest;
  if (state.invitation?.code !== request.code) throw refuse("enrolment_refused");
  const passkeys = "passkey" in request ? await registered(request.passkey, []) : [];
  if (passkeys === null) throw refuse("passkey_refused");
  if ("totp" in request && request.totp !== TOTP) throw refuse("sign_in_refused");
  const { name, salt, authKey, vault, vaultCounter } = request;
  if (state.accounts.some((each) => each.officer.name === name)) throw refuse("name_taken");
  const officer: Officer = { id: state.invitation.officerId, name, role: "officer", state: "pending" };
  state.accounts.push({ officer, salt, authKey, vault, vaultCounter, grants: [], passkeys });
  state.invitation = null;
  return { officer };
}

export const routes: Readonly<Record<string, Handler>> = {
  "POST /v1/sign-in/start": (state, { body }) => ({
    salt: state.accounts.find(({ officer }) => officer.name === body["name"])?.salt ?? toBase64Url(new Uint8Array(16)),
    challenge: CHALLENGE,
  }),
  "POST /v1/sign-in": async (state, { body, refuse }) => {
    const account = state.accounts.find(({ officer }) => officer.name === body["name"]);
    if (account === undefined || account.authKey !== body["authKey"] || !(await factorFits(account, body))) {
      throw refuse("sign_in_refused");
    }
    state.session = account;
    return sessionOf(account, state);
  },
  "POST /v1/sign-out": (state) => {
    state.session = null;
    return { done: true };
  },
  "GET /v1/session": (state) => sessionOf(signedIn(state), state),
  "PUT /v1/vault": (state, { body, refuse }) => {
    const account = signedIn(state);
    const counter = Number(body["counter"]);
    if (counter <= account.vaultCounter) throw refuse("vault_conflict");
    Object.assign(account, { vault: body["vault"], vaultCounter: counter });
    return { counter };
  },
  ...viewsRoutes(signedIn),
  "GET /v1/triage-rules": ({ triageRules }) => ({ rules: triageRules }),
  "POST /v1/triage-rules": (state, { body }) => {
    state.triageRules = String(body["rules"]);
    return { version: 1 };
  },
  "GET /v1/directory/chain": ({ directory }) => ({
    links: directory.map(({ statement, roster }) => ({
      statement: toBase64Url(statement),
      roster: toBase64Url(roster),
    })),
    next: null,
  }),
  "GET /v1/grants": (state) => ({ grants: signedIn(state).grants, destroyed: state.destroyed ?? [] }),
  ...grantRoutes,
  "GET /v1/directory/prepared": ({ prepared = [] }) => ({
    versions: prepared,
    until: prepared.at(-1)?.expiryDay ?? isoDay(dayOf(Date.now()) + 10),
    soon: false,
  }),
  "GET /v1/leads/certificates": ({ certificates = [] }) => ({ certificates }),
  "POST /v1/leads/certificates": (state, { body }) => {
    const certificate = { serial: 2, officerId: signedIn(state).officer.id, certificate: String(body["certificate"]) };
    state.certificates = [certificate];
    return certificate;
  },
  "GET /v1/admissions": ({ admissions = [] }) => ({ admissions }),
  "POST /v1/admissions": (state, { body }) => {
    const { id: officerId, name, role } = signedIn(state).officer;
    state.admissions = [{ officerId, name, role, request: String(body["request"]) }];
    return { done: true };
  },
  "DELETE /v1/admissions/{id}": (state, { id, refuse }) => {
    const { admissions = [] } = state;
    if (!admissions.some(({ officerId }) => officerId === id)) throw refuse("not_found");
    state.admissions = admissions.filter(({ officerId }) => officerId !== id);
    return { done: true };
  },
  "GET /v1/invitations": () => ({ invitations: [] }),
  "POST /v1/invitations": () => ({
    code: toBase64Url(new Uint8Array(32)),
    officerId: randomUUID(),
    expires: new Date(Date.now() + 72 * 3_600_000).toISOString(),
  }),
  "GET /v1/queue": listQueue,
  "GET /v1/quarantine": ({ quarantine }) => ({ items: quarantine, next: null }),
  "POST /v1/quarantine/{id}/case": openAsCase,
  "GET /v1/cases/{id}": (state, call): ReadCaseAnswer => {
    const { head, items, entries } = caseOf(state, call);
    return { case: head, items, entries };
  },
  "POST /v1/cases/{id}/claim": (state, call) => lease(state, call, true),
  "POST /v1/cases/{id}/heartbeat": (state, call) => lease(state, call, false),
  "POST /v1/cases/{id}/release": (state, call) => {
    const found = caseOf(state, call);
    found.head = { ...found.head, holder: null };
    keepAct(found, call);
    return { done: true };
  },
  ...handlingRoutes({ caseOf, keepAct, signedIn }),
  "PUT /v1/cases/{id}/tag": (state, call) => {
    const found = caseOf(state, call);
    const { holder } = found.head;
    if (holder !== null && holder.officerId !== signedIn(state).officer.id) throw call.refuse("held_by_other");
    const tag = String(call.body["tag"]);
    fromBase64Url(tag);
    if (caseWithTag(state, tag) !== found && caseWithTag(state, tag) !== undefined) throw call.refuse("tag_taken");
    if (found.tag !== null && found.tag !== tag) throw call.refuse("tag_taken");
    found.tag = tag;
    return { done: true };
  },
  "GET /v1/cases": (state, { query }) => ({
    caseId: caseWithTag(state, query.get("tag") ?? "")?.head.id ?? null,
  }),
  "POST /v1/cases/{id}/entries": addEntry,
  "POST /v1/cases/{id}/recuse": (state, call) => {
    const found = caseOf(state, call);
    keepAct(found, call);
    found.steppedBack = [...(found.steppedBack ?? []), signedIn(state).officer.id];
    found.head = { ...found.head, holder: null };
    return { done: true };
  },
  "POST /v1/cases/{id}/return": (state, call) => {
    const found = caseOf(state, call);
    keepAct(found, call);
    found.steppedBack = found.steppedBack?.filter((id) => id !== call.body["officerId"]) ?? [];
    return { done: true };
  },
  "POST /v1/cases/{id}/move": (state, call) => {
    const by = { officerId: signedIn(state).officer.id, refuse: call.refuse };
    moveFake(caseOf(state, call), call.body as unknown as MoveCaseRequest, by);
    return { done: true };
  },
  "POST /v1/cases/{id}/attach": (state, call) => {
    const from = caseOf(state, call);
    const { into: id, tag, entry } = call.body as unknown as AttachCaseRequest;
    const into = caseOf(state, { ...call, id });
    fromBase64Url(tag);
    if (caseWithTag(state, tag) !== undefined) throw call.refuse("tag_taken");
    if ([...state.cases.values()].some(({ entries }) => entries.some((each) => each.id === entry.id))) {
      throw call.refuse("id_taken");
    }
    into.items.push(...from.items);
    into.entries.push(...from.entries, { ...entry, day: isoDay(dayOf(Date.now())) });
    into.moreTags = [...(into.moreTags ?? []), tag];
    into.head = { ...into.head, state: "open", closedDay: null, level: Math.min(into.head.level, from.head.level) };
    state.cases.delete(call.id);
    return { done: true };
  },
  "GET /v1/items/{id}/attachments/{part}": ({ parts }, { id, part, refuse }) => {
    const bytes = parts.get(`${id}/${part}`);
    if (bytes === undefined) throw refuse("not_found");
    return bytes;
  },
  "POST /v1/replies": sendReplies,
  "POST /v1/enrolments/start": (state, { body, refuse }) => {
    if (state.invitation === null || state.invitation.code !== body["code"]) throw refuse("enrolment_refused");
    return {
      officerId: state.invitation.officerId,
      role: "officer",
      totpUri: "otpauth://totp/Abri:agent?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Abri&digits=6&period=30",
      totpSecret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      challenge: CHALLENGE,
    };
  },
  "POST /v1/enrolments": enrol,
  ...passkeyRoutes,
  ...rewrapRoutes,
};

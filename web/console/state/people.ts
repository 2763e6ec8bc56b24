/** What leads see of people and of the directory, and what they sign. Everything signed is made here and in no other place. */
import { computed, signal } from "@preact/signals";
import {
  dayOf,
  endOfMonth,
  fromBase64Url,
  fromHex,
  grantJson,
  issueAsLead,
  hasLostLead,
  lastingGrants,
  leadGranter,
  missingGrants,
  preparedDays,
  SecurityError,
  signLeadRequest,
  toBase64Url,
  wipe,
  type LeadChange,
  type LeadIssue,
  type LeadSigner,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { AdmissionJson } from "../../../api/routes/admissions/schema.ts";
import type { ListInvitationsAnswer } from "../../../api/routes/invitations/schema.ts";
import type { ReadPreparedAnswer } from "../../../api/routes/prepared/schema.ts";
import { UNIT } from "../../shared/unit.ts";
import type { Api } from "../api.ts";
import { knownCertificates, ownLeadKey, readCertificate, readListed, type KnownCertificate } from "../domain/lead.ts";
import { HttpError } from "../http.ts";
import { api } from "./server.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";

/** Grants in one request, as the API takes them. */
const GRANTS_AT_ONCE = 500;

export interface People {
  readonly certificates: readonly KnownCertificate[];
  readonly admissions: readonly AdmissionJson[];
  readonly invitations: ListInvitationsAnswer["invitations"];
  readonly prepared: ReadPreparedAnswer;
  /** The officer's own lead key, public. 32 bytes. */
  readonly ownKey: Uint8Array;
}

export const people = signal<People | null>(null);
export const peopleProblem = signal<unknown>(null);
/** The certificate that this officer signs with; the newest that counts. */
export const ownCertificate = computed(() => people.value?.certificates.find(({ own }) => own) ?? null);
forgetWithKeys(() => {
  people.value = null;
  peopleProblem.value = null;
});

const today = (): number => dayOf(Date.now());

function opened(): OpenSession {
  const open = session.value;
  if (open === null) throw new HttpError("not_signed_in");
  return open;
}

export async function readPeople(by: Api = api): Promise<void> {
  try {
    const { p, identity } = opened();
    const [{ certificates }, { admissions }, { invitations }, prepared, own] = await Promise.all([
      by.certificates(),
      by.admissions(),
      by.invitations(),
      by.prepared(),
      ownLeadKey(p, identity),
    ]);
    wipe(own.secretKey);
    const known = knownCertificates(p, certificates, { unit: UNIT, today: today(), ownKey: own.publicKey });
    if (session.value === null) return;
    people.value = { certificates: known, admissions, invitations, prepared, ownKey: own.publicKey };
    peopleProblem.value = null;
  } catch (error) {
    peopleProblem.value = error;
  }
}

/** Reads the directory again: another lead, or the ceremony, may have published since this console last looked. */
export async function readNewestDirectory(): Promise<void> {
  try {
    await refreshTrust();
  } catch (error) {
    peopleProblem.value = error;
  }
}

/** Does something with the officer's lead key, which is wiped afterwards. @throws SecurityError `certificate_expired` without one */
export async function asLead<T>(act: (open: OpenSession, lead: LeadSigner) => Promise<T>): Promise<T> {
  const open = opened();
  await readPeople();
  const certificate = ownCertificate.value;
  if (certificate === null)
    throw new SecurityError("certificate_expired", "no certificate of this officer's key counts");
  const signing = await ownLeadKey(open.p, open.identity);
  try {
    return await act(open, { signing, certificate: certificate.wire });
  } finally {
    wipe(signing.secretKey);
  }
}

async function publish(issue: LeadIssue, more: LeadIssue["grants"]): Promise<void> {
  const grants = [...issue.grants, ...more].map(grantJson);
  await api.publishDirectory({
    statement: toBase64Url(issue.link.statement),
    roster: toBase64Url(issue.link.roster),
    grants: grants.slice(0, GRANTS_AT_ONCE),
    removal: false, // the server sees for itself whether somebody or a desk was taken out
  });
  for (let from = GRANTS_AT_ONCE; from < grants.length; from += GRANTS_AT_ONCE) {
    await api.addGrants(grants.slice(from, from + GRANTS_AT_ONCE));
  }
}

/**
 * Signs and publishes the next version, with every grant that is missing and that this console can give. What was prepared is
 * void by that, and prepared again as far as before.
 * @param change made of the newest chain, which is read again first
 * @returns the number of the version @throws HttpError `directory_conflict` after reading the directory again; SecurityError
 */
export async function publishNext(change: (chain: VerifiedChain) => LeadChange): Promise<number> {
  await refreshTrust();
  return asLead(async (open, lead) => {
    const { p, keyring } = open;
    const before = people.value?.prepared.versions ?? [];
    const issue = await issueAsLead(p, UNIT, open.chain, lead, change(open.chain), today());
    wipe(...issue.opened.map(({ secret }) => secret));
    const granter = await leadGranter(p, lead.signing);
    const listed = [...readListed(await api.listedGrants()), ...issue.grants];
    const counted = hasLostLead(issue.chain) ? lastingGrants(issue.chain, listed, granter.id) : listed;
    const missing = await missingGrants(p, issue.chain, keyring.held, counted, granter);
    try {
      await publish(issue, missing);
    } catch (error) {
      if (error instanceof HttpError && error.code === "directory_conflict") await refreshTrust();
      throw error;
    }
    const past = before.at(-1)?.version ?? 0;
    const chain = await outrun(open, lead, issue.chain, past, change(open.chain));
    const last = before.at(-1);
    if (last !== undefined && isOnRoster(chain, open)) {
      await prepareFrom(open, lead, chain, dayOf(Date.parse(last.expiryDay)));
    }
    await refreshTrust();
    await readPeople();
    return chain.newest.statement.version;
  });
}

const isOnRoster = (chain: VerifiedChain, { officerId }: OpenSession): boolean =>
  chain.newest.roster.officers.some(({ id, role }) => role === "lead" && toBase64Url(id) === toBase64Url(officerId));

/**
 * After keys were changed at once, the triage key among them, versions that were signed ahead must count no more, even for a host that
 * kept them: so the directory goes on past their numbers, where the floor can shut them all out.
 */
async function outrun(
  { p }: OpenSession,
  lead: LeadSigner,
  chain: VerifiedChain,
  past: number,
  { newEpochs = [], triageKey }: LeadChange,
): Promise<VerifiedChain> {
  if (newEpochs.length === 0 && triageKey === undefined) return chain;
  let at = chain;
  while (at.newest.statement.version <= past) {
    const filler = await issueAsLead(p, UNIT, at, lead, { officers: at.newest.roster.officers }, today());
    await publish(filler, []);
    at = filler.chain;
  }
  return at;
}

async function prepareFrom({ p }: OpenSession, lead: LeadSigner, from: VerifiedChain, through: number): Promise<void> {
  const versions = [];
  let chain = from;
  for (const day of preparedDays(from.newest.statement, today(), through)) {
    const issue = await issueAsLead(p, UNIT, chain, lead, { officers: chain.newest.roster.officers }, day);
    wipe(...issue.opened.map(({ secret }) => secret));
    versions.push({
      statement: toBase64Url(issue.link.statement),
      roster: toBase64Url(issue.link.roster),
      grants: issue.grants.map(grantJson),
    });
    chain = issue.chain;
  }
  if (versions.length > 0) await api.prepare({ versions });
}

/** The last day that versions are prepared through: so many weeks, and the end of next month at least. */
const horizon = (weeks: number): number => Math.max(today() + 7 * weeks, endOfMonth(endOfMonth(today()) + 1));

/** Signs versions ahead, in the place of those prepared before. @throws HttpError, SecurityError */
export async function prepare(weeks: number): Promise<void> {
  await refreshTrust();
  await asLead((open, lead) => prepareFrom(open, lead, open.chain, horizon(weeks)));
  await readPeople();
}

export async function forgetPrepared(): Promise<void> {
  await api.dropPrepared();
  await readPeople();
}

/** Deletes the account of somebody who waits; of somebody gone or admitted meanwhile there is nothing to delete. @throws HttpError */
export async function dismiss(officerId: string): Promise<void> {
  try {
    await api.dismissAdmission(officerId);
  } finally {
    await readPeople();
  }
}

/** What whoever holds the root certifies. */
export async function leadRequest(): Promise<string> {
  const { p, officer, officerId, identity } = opened();
  const lead = await ownLeadKey(p, identity);
  const request = signLeadRequest(p, { unitId: fromHex(UNIT.unitId), officerId, name: officer.name }, lead);
  wipe(lead.secretKey);
  return request;
}

/** Keeps a certificate of this officer's lead key, checked here before the server sees it. @throws SecurityError, HttpError */
export async function keepCertificate(text: string): Promise<void> {
  const { p } = opened();
  const wire = fromBase64Url(text.replaceAll(/\s+/g, ""));
  const key = people.value?.ownKey;
  readCertificate(p, wire, { unit: UNIT, today: today(), ...(key && { key }) });
  await api.addCertificate({ certificate: toBase64Url(wire), request: await leadRequest() });
  await readPeople();
}

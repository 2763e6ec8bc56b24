/** Who is signed in and the keys that are open: made by sign-in, gone after sign-out, fifteen idle minutes or a lost session. */
import { computed, signal } from "@preact/signals";
import {
  dayOf,
  fromBase64Url,
  officerKeys,
  officerOf,
  SecurityError,
  toBase64Url,
  vaultKeys,
  wipe,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { SumoPrimitives } from "../../../security/primitives/loadSumo.ts";
import type { Officer, Session } from "../../../api/routes/session/schema.ts";
import { UNIT } from "../../shared/unit.ts";
import { uuidBytes } from "../domain/ids.ts";
import { askPasskey } from "../domain/passkey.ts";
import { openGrants, sameKeyring, wipeKeyring, type Keyring } from "../domain/keyring.ts";
import { isAdmitted, readWholeChain, verifyDirectory, type Identity } from "../domain/trust.ts";
import type { Api } from "../api.ts";
import { HttpError } from "../http.ts";
import { claimDrafts, forgetDrafts } from "./drafts.ts";
import { engine } from "./engine.ts";
import { rememberFactor, rememberTab, tabSignedIn } from "./remembered.ts";
import { api } from "./server.ts";
import { newestSeen, rememberNewest, unlockVault, wipeVault } from "./vault.ts";

export interface OpenSession {
  readonly p: SumoPrimitives;
  readonly officer: Officer;
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  readonly identity: Identity;
  readonly chain: VerifiedChain;
  readonly keyring: Keyring;
  /** The longest that a reply waits for delivery, as the host says it. Seconds. */
  readonly releaseTickS: number;
}

/** Why there is no session: `idle` fifteen minutes, `lost` the server ended it, `enrolled` just now. */
export type Absence = "none" | "idle" | "lost" | "enrolled";

export type Phase =
  | { readonly at: "starting" }
  | { readonly at: "signed_out"; readonly why: Absence; readonly unlocking: Officer | null }
  | { readonly at: "enrolling" }
  | { readonly at: "refused"; readonly code: string }
  | { readonly at: "pending"; readonly session: OpenSession }
  /** On the roster as an auditor: no case, no grant, nothing that works in the background. */
  | { readonly at: "auditing"; readonly session: OpenSession }
  | { readonly at: "open"; readonly session: OpenSession };

export const phase = signal<Phase>({ at: "starting" });
/** The working session, or `null` on every screen before it. */
export const session = computed(() => (phase.value.at === "open" ? phase.value.session : null));

/** Whether an officer's own keys are open on this screen. */
export function isOpened(now: Phase): now is Extract<Phase, { session: OpenSession }> {
  return now.at === "open" || now.at === "auditing" || now.at === "pending";
}

/** How long a sign-out waits for the server's answer, in milliseconds. */
const SIGN_OUT_MS = 3_000;

/** Counts how often keys were forgotten: what was begun before must not bring them back. */
let forgotten = 0;
const forgetters: (() => void)[] = [];

/** Registers what must be emptied whenever keys are wiped: everything that was opened with them. */
export function forgetWithKeys(forget: () => void): void {
  forgetters.push(forget);
}

/** A live cookie without keys (the page was loaded again) needs the passphrase only. */
export async function start(): Promise<void> {
  let unlocking: Officer | null = null;
  try {
    if (tabSignedIn()) unlocking = (await api.session()).officer;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
  phase.value = { at: "signed_out", why: "none", unlocking };
}

/**
 * The passkey is asked for before the passphrase is stretched: a browser shows it only soon after a press.
 * @param digits `null`: with a passkey @param shown called once the second factor is there; what follows blocks the page
 * @throws HttpError `sign_in_refused`, `try_later` …; PasskeyError; SecurityError `open_failed`, `vault_rolled_back`
 */
export async function signIn(
  name: string,
  passphrase: string,
  digits: string | null,
  shown?: () => Promise<void>,
): Promise<void> {
  const { salt, challenge } = await api.startSignIn(name);
  const factor = digits === null ? { passkey: await askPasskey(challenge) } : { totp: digits };
  await shown?.();
  const { p, keys } = await stretch(passphrase, salt);
  try {
    const opened = await api.signIn({ name, authKey: toBase64Url(keys.authKey), ...factor });
    rememberFactor(digits === null ? "passkey" : "digits");
    await enter(p, opened, keys.vaultKey);
  } catch (error) {
    wipe(keys.vaultKey);
    throw error;
  } finally {
    wipe(keys.authKey);
  }
}

/** @throws as `signIn` */
export async function unlock(officer: Officer, passphrase: string): Promise<void> {
  const { salt } = await api.startSignIn(officer.name);
  const { p, keys } = await stretch(passphrase, salt);
  wipe(keys.authKey);
  try {
    await enter(p, await api.session(), keys.vaultKey);
  } catch (error) {
    wipe(keys.vaultKey);
    if (!(error instanceof HttpError) || error.code !== "not_signed_in") throw error;
    rememberTab(false);
    phase.value = { at: "signed_out", why: "lost", unlocking: null };
  }
}

async function stretch(passphrase: string, salt: string) {
  const p = await engine();
  return { p, keys: await vaultKeys(p, passphrase, fromBase64Url(salt)) };
}

async function enter(
  p: SumoPrimitives,
  { officer, vault: sealed, vaultCounter, releaseTickS }: Session,
  key: Uint8Array,
) {
  const content = unlockVault(p, { officerId: officer.id, sealed, counter: vaultCounter, key });
  rememberTab(true);
  claimDrafts(officer.id);
  await trust(p, { officer, identity: officerKeys(p, content), releaseTickS });
}

/** Fetches and verifies directory and grants. What does not verify ends in the "refused" screen, with nothing opened. */
async function trust(
  p: SumoPrimitives,
  { officer, identity, releaseTickS }: Pick<OpenSession, "officer" | "identity" | "releaseTickS">,
  by: Api = api,
): Promise<void> {
  const officerId = uuidBytes(officer.id);
  const before = forgotten;
  try {
    const links = await readWholeChain((from) => by.chain(from));
    const seen = newestSeen();
    if (seen === null) return; // locked meanwhile
    const chain = await verifyDirectory(p, links, {
      unit: UNIT,
      today: dayOf(Date.now()),
      seen: seen.version > 0 ? seen : undefined,
    });
    await rememberNewest(p, officer.id, chain, by);
    const admitted = isAdmitted(chain, officerId, officer, identity);
    const { grants, destroyed } = admitted ? await by.grants() : { grants: [], destroyed: [] };
    const granted = await openGrants(p, grants, { chain, officerId, sealing: identity.sealing, destroyed });
    if (before !== forgotten) return wipeKeyring(granted);
    const was = phase.value.at === "open" ? phase.value.session : null;
    // Where nothing came and nothing went the keys stay the ones they were, and so does what was opened with them.
    const same =
      was?.chain.newest.statement.version === chain.newest.statement.version && sameKeyring(was.keyring, granted);
    const keyring = same ? was.keyring : granted;
    const opened: OpenSession = { p, officer, officerId, identity, chain, keyring, releaseTickS };
    phase.value = { at: admitted ? workOf(chain, officerId) : "pending", session: opened };
    if (was !== null) wipeKeyring(same ? granted : was.keyring);
  } catch (error) {
    if (!(error instanceof SecurityError)) throw error;
    if (before !== forgotten) return;
    forgetKeys();
    phase.value = { at: "refused", code: error.code };
  }
}

/** The signed roster says what somebody may do, not the server. */
const workOf = ({ newest }: VerifiedChain, officerId: Uint8Array): "open" | "auditing" =>
  officerOf(newest.roster, officerId)?.role === "auditor" ? "auditing" : "open";

/** Reads directory and grants again: after a renewal, or to see whether a lead has admitted the officer. */
export async function refreshTrust(by: Api = api): Promise<void> {
  const now = phase.value;
  if (!isOpened(now)) return;
  const { officer, releaseTickS } = await by.session();
  await trust(now.session.p, { officer, identity: now.session.identity, releaseTickS }, by);
}

export async function signOut(): Promise<void> {
  forgetKeys();
  forgetDrafts();
  rememberTab(false);
  phase.value = { at: "starting" };
  const given = new Promise((resolve) => setTimeout(resolve, SIGN_OUT_MS));
  try {
    await Promise.race([api.signOut(), given]);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error; // the keys are gone either way
  }
  location.replace(location.pathname); // a fresh page: strings cannot be wiped, a heap can be left
}

/** Idle or lost: keys and everything opened are wiped, replies begun are kept for the same officer. */
export function lock(why: "idle" | "lost"): void {
  if (!isOpened(phase.value)) return;
  forgetKeys();
  rememberTab(false);
  phase.value = { at: "signed_out", why, unlocking: null };
  if (why === "idle") api.signOut().catch(() => undefined);
}

function forgetKeys(): void {
  forgotten++;
  const now = phase.value;
  if (isOpened(now)) {
    wipeKeyring(now.session.keyring);
    wipe(now.session.identity.sealing.secretKey, now.session.identity.signing.secretKey);
  }
  wipeVault();
  for (const forget of forgetters) forget();
}

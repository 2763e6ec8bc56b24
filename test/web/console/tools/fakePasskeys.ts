/** The second factor on the host in memory: digits that are always the same, passkeys verified as the real host does. */
import { randomUUID } from "node:crypto";
import {
  relyingPartyOf,
  verifyAssertion,
  verifyRegistration,
  type StoredKey,
} from "../../../../api/officers/webauthn.ts";
import {
  assertion,
  registration,
  type ListPasskeysAnswer,
  type PasskeyItem,
  type PasskeyRegistration,
} from "../../../../api/routes/passkeys/schema.ts";
import { dayOf, isoDay, toBase64Url } from "../../../../security/index.ts";
import type { Answer, Call, FakeAccount, Handler, HostState, Json } from "./fakeRoutes.ts";

/** The digits that the host takes from those without a passkey. */
export const TOTP = "246801";
/** Always the same, and never used up: what is single about it is tested where it is made. */
export const CHALLENGE = toBase64Url(new Uint8Array(52).fill(7));

export interface FakePasskey {
  readonly item: PasskeyItem;
  readonly key: StoredKey;
}

/** Passkeys are bound to a name: such tests open the console at `localhost`, whatever its port. */
function originIn(collected: Uint8Array): string {
  const { origin } = JSON.parse(Buffer.from(collected).toString()) as { origin: string };
  return /^http:\/\/localhost:\d+$/.test(origin) ? origin : "http://localhost";
}

const isOurs = (challenge: Uint8Array): Promise<boolean> => Promise.resolve(toBase64Url(challenge) === CHALLENGE);

/** The passkeys with a new one, or `null` when it does not verify. */
export async function registered(
  offered: PasskeyRegistration,
  before: readonly FakePasskey[],
): Promise<FakePasskey[] | null> {
  const parsed = registration.parse(offered);
  const key = await verifyRegistration(relyingPartyOf(originIn(parsed.collected)), parsed, isOurs);
  if (key === null) return null;
  const number = Math.max(0, ...before.map(({ item }) => item.number)) + 1;
  const { id: credentialId, transports } = offered;
  const addedDay = isoDay(dayOf(Date.now()));
  return [...before, { item: { id: randomUUID(), credentialId, transports, number, addedDay }, key }];
}

/** The passkey that signed, or `null`. */
async function shownBy({ passkeys = [] }: FakeAccount, offered: unknown): Promise<FakePasskey | null> {
  const parsed = assertion.parse(offered);
  const found = passkeys.find(({ item }) => item.credentialId === toBase64Url(parsed.id));
  if (found === undefined) return null;
  const count = await verifyAssertion(relyingPartyOf(originIn(parsed.collected)), parsed, found.key, isOurs);
  return count === null ? null : found;
}

export async function factorFits(account: FakeAccount, body: Json): Promise<boolean> {
  if (body["passkey"] !== undefined) return (await shownBy(account, body["passkey"])) !== null;
  return body["totp"] === TOTP && (account.passkeys ?? []).length === 0;
}

function signedIn({ session }: HostState): FakeAccount {
  if (session === null) throw new Error("nobody is signed in");
  return session;
}

const listed = ({ passkeys = [] }: FakeAccount): ListPasskeysAnswer => ({
  passkeys: passkeys.map(({ item }) => item),
  totp: passkeys.length === 0,
});

async function remove(account: FakeAccount, { id, body, refuse }: Call): Promise<Answer> {
  const shown = await shownBy(account, body["passkey"]);
  if (shown === null || shown.item.id === id) throw refuse("confirmation_refused");
  account.passkeys = account.passkeys?.filter(({ item }) => item.id !== id) ?? [];
  return listed(account);
}

export const passkeyRoutes: Readonly<Record<string, Handler>> = {
  "GET /v1/passkeys": (state) => listed(signedIn(state)),
  "POST /v1/passkeys/challenge": () => ({ challenge: CHALLENGE }),
  "POST /v1/passkeys/confirm": async (state, { body, refuse }) => {
    if (!(await factorFits(signedIn(state), body))) throw refuse("confirmation_refused");
    return { challenge: CHALLENGE };
  },
  "POST /v1/passkeys": async (state, { body, refuse }) => {
    const account = signedIn(state);
    const passkeys = await registered(body["passkey"] as PasskeyRegistration, account.passkeys ?? []);
    if (passkeys === null) throw refuse("passkey_refused");
    account.passkeys = passkeys;
    return listed(account);
  },
  "POST /v1/passkeys/{id}/remove": (state, call) => remove(signedIn(state), call),
};

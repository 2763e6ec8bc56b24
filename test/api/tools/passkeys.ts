/** Officers with passkeys, through the API alone: enrolled, signed in, and changing what they have. */
import { inviteOfficer } from "../../../api/commands/inviteOfficer.ts";
import { Gate } from "../../../api/gate.ts";
import { Passwords } from "../../../api/officers/passwords.ts";
import { finishEnrolment, startEnrolment, type StartEnrolmentAnswer } from "../../../api/routes/enrolments/schema.ts";
import * as schema from "../../../api/routes/passkeys/schema.ts";
import { signIn, startSignIn } from "../../../api/routes/signIn/schema.ts";
import { toBase64Url, uuidBytes } from "../../../security/index.ts";
import { makeOfficer } from "../../tools/unit.ts";
import { assertPasskey, createPasskey, type Faults, type SoftPasskey } from "./authenticator.ts";
import { type Account, type Answer, type OfficerStage, refusal, TOTP_KEY } from "./officer.ts";

export interface WithPasskey {
  readonly name: string;
  readonly uuid: string;
  readonly authKey: Uint8Array;
  readonly signing: Account["signing"];
  readonly sealing: Account["sealing"];
  readonly passkey: SoftPasskey;
}

/** @param stage asked for when it is there */
export function passkeysOn(stage: () => OfficerStage) {
  async function invitation(): Promise<{ code: string; offer: StartEnrolmentAnswer }> {
    const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
    const deps = { db: stage().database.client(), primitives: stage().unit.p, passwords };
    const { code } = await inviteOfficer({ ...deps, totpKey: TOTP_KEY, now: () => stage().clock.now }, "officer");
    const offer = (await stage().call(startEnrolment, { body: { code } })).json as StartEnrolmentAnswer;
    return { code, offer };
  }

  let made = 0;
  /** Enrols with whatever passkey `make` offers. */
  async function enrolWith(
    invited: Awaited<ReturnType<typeof invitation>>,
    registration: schema.PasskeyRegistration,
  ): Promise<{ answer: Answer; account: Omit<WithPasskey, "passkey"> }> {
    const { p } = stage().unit;
    const name = `Clé ${(made += 1)}`;
    const { signing, sealing } = makeOfficer(p, name);
    const authKey = p.randomBytes(32);
    const answer = await stage().call(finishEnrolment, {
      body: {
        code: invited.code,
        name,
        salt: toBase64Url(p.randomBytes(16)),
        authKey: toBase64Url(authKey),
        vault: toBase64Url(new Uint8Array(150)),
        vaultCounter: 1,
        sealingKey: toBase64Url(sealing.publicKey),
        signingKey: toBase64Url(signing.publicKey),
        passkey: registration,
      },
    });
    return { answer, account: { name, uuid: invited.offer.officerId, authKey, signing, sealing } };
  }

  /** @param signCount 0 for an authenticator that does not count */
  async function enrolled(signCount = 0): Promise<WithPasskey> {
    const invited = await invitation();
    const handle = uuidBytes(invited.offer.officerId);
    const { passkey, registration } = createPasskey(invited.offer.challenge, handle, { signCount });
    const { answer, account } = await enrolWith(invited, registration);
    if (answer.status !== 200) throw new Error(`enrolment answered ${answer.status} ${JSON.stringify(answer.json)}`);
    return { ...account, passkey };
  }

  const challengeFor = async (name: string): Promise<string> =>
    ((await stage().call(startSignIn, { body: { name } })).json as { challenge: string }).challenge;
  const enter = (who: Pick<WithPasskey, "name" | "authKey">, passkey: schema.PasskeyAssertion): Promise<Answer> =>
    stage().call(signIn, { body: { name: who.name, authKey: toBase64Url(who.authKey), passkey } });
  const signedIn = async (who: WithPasskey, faults: Faults = {}): Promise<Answer> =>
    enter(who, assertPasskey(who.passkey, await challengeFor(who.name), faults));
  const cookieOf = (answer: Answer): string => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

  const challengeIn = (answer: Answer): string => (answer.json as schema.ChallengeAnswer).challenge;
  const listed = (answer: Answer): schema.ListPasskeysAnswer => answer.json as schema.ListPasskeysAnswer;
  const confirmationIn = async (cookie: string): Promise<string> =>
    challengeIn(await stage().call(schema.startConfirmation, { cookie }));
  const confirmBy = (cookie: string, body: schema.ConfirmRequest): Promise<Answer> =>
    stage().call(schema.confirmFactor, { cookie, body });
  const add = (cookie: string, passkey: schema.PasskeyRegistration): Promise<Answer> =>
    stage().call(schema.addPasskey, { cookie, body: { passkey } });
  const remove = (cookie: string, id: string, passkey: schema.PasskeyAssertion): Promise<Answer> =>
    stage().call(schema.removePasskey, { cookie, params: { id }, body: { passkey } });
  const list = async (cookie: string) => listed(await stage().call(schema.listPasskeys, { cookie }));

  /** Adds a first passkey to an account with digits. */
  async function addTo(account: Account, cookie: string): Promise<SoftPasskey> {
    stage().clock.now += 30_000;
    const challenge = challengeIn(await confirmBy(cookie, { totp: stage().digits(account) }));
    const { passkey, registration } = createPasskey(challenge, uuidBytes(account.uuid));
    const answer = await add(cookie, registration);
    if (answer.status !== 200) throw new Error(`adding answered ${refusal(answer).join(" ")}`);
    return passkey;
  }

  /** Adds another passkey, confirmed by one that is there. */
  async function addAnother(who: { uuid: string; passkey: SoftPasskey }, cookie: string): Promise<SoftPasskey> {
    const shown = assertPasskey(who.passkey, await confirmationIn(cookie));
    const challenge = challengeIn(await confirmBy(cookie, { passkey: shown }));
    const { passkey, registration } = createPasskey(challenge, uuidBytes(who.uuid));
    const answer = await add(cookie, registration);
    if (answer.status !== 200) throw new Error(`adding answered ${refusal(answer).join(" ")}`);
    return passkey;
  }

  return {
    invitation,
    enrolWith,
    enrolled,
    challengeFor,
    enter,
    signedIn,
    cookieOf,
    listed,
    challengeIn,
    confirmationIn,
    confirmBy,
    add,
    remove,
    list,
    addTo,
    addAnother,
  };
}

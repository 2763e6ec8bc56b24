import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { inviteOfficer } from "../../../api/commands/inviteOfficer.ts";
import { Gate } from "../../../api/gate.ts";
import { Passwords } from "../../../api/officers/passwords.ts";
import { finishEnrolment, startEnrolment, type StartEnrolmentAnswer } from "../../../api/routes/enrolments/schema.ts";
import * as schema from "../../../api/routes/passkeys/schema.ts";
import { readSession } from "../../../api/routes/session/schema.ts";
import { signIn, startSignIn } from "../../../api/routes/signIn/schema.ts";
import { fromBase64Url, removeOfficer, toBase64Url, uuidBytes } from "../../../security/index.ts";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { makeOfficer } from "../../tools/unit.ts";
import { assertPasskey, createPasskey, type Faults, type SoftPasskey } from "../tools/authenticator.ts";
import { type Account, type Answer, refusal, startOfficer, type OfficerStage, TOTP_KEY } from "../tools/officer.ts";

const WRONG_KEY = toBase64Url(new Uint8Array(32));
const MINUTE = 60_000;

let stage: OfficerStage;
beforeAll(async () => {
  stage = await startOfficer();
});
afterAll(() => stage.stop());

interface WithPasskey {
  readonly name: string;
  readonly uuid: string;
  readonly authKey: Uint8Array;
  readonly signing: Account["signing"];
  readonly sealing: Account["sealing"];
  readonly passkey: SoftPasskey;
}

async function invitation(): Promise<{ code: string; offer: StartEnrolmentAnswer }> {
  const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
  const deps = { db: stage.database.client(), primitives: stage.unit.p, passwords };
  const { code } = await inviteOfficer({ ...deps, totpKey: TOTP_KEY, now: () => stage.clock.now }, "officer");
  const offer = (await stage.call(startEnrolment, { body: { code } })).json as StartEnrolmentAnswer;
  return { code, offer };
}

let made = 0;
/** Enrols with whatever passkey `make` offers. */
async function enrolWith(
  invited: Awaited<ReturnType<typeof invitation>>,
  registration: schema.PasskeyRegistration,
): Promise<{ answer: Answer; account: Omit<WithPasskey, "passkey"> }> {
  const { p } = stage.unit;
  const name = `Clé ${(made += 1)}`;
  const { signing, sealing } = makeOfficer(p, name);
  const authKey = p.randomBytes(32);
  const answer = await stage.call(finishEnrolment, {
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
  ((await stage.call(startSignIn, { body: { name } })).json as { challenge: string }).challenge;
const enter = (who: Pick<WithPasskey, "name" | "authKey">, passkey: schema.PasskeyAssertion): Promise<Answer> =>
  stage.call(signIn, { body: { name: who.name, authKey: toBase64Url(who.authKey), passkey } });
const signedIn = async (who: WithPasskey, faults: Faults = {}): Promise<Answer> =>
  enter(who, assertPasskey(who.passkey, await challengeFor(who.name), faults));
const cookieOf = (answer: Answer): string => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

/** Refused, and it was only this that was wrong: the same officer gets in afterwards. */
async function refusedAlone(who: WithPasskey, attempt: Promise<Answer>): Promise<void> {
  const answer = await attempt;
  expect(refusal(answer)).toEqual([401, "sign_in_refused"]);
  expect(answer.headers.has("set-cookie")).toBe(false);
  expect((await signedIn(who)).status).toBe(200);
}

describe("enrolment with a passkey", () => {
  it("keeps the public key, and no secret for digits", async () => {
    const who = await enrolled();
    const db = stage.database.client();
    const row = await db.officer.findUniqueOrThrow({ where: { id: who.uuid }, include: { passkeys: true } });
    expect(row.totpSealed).toBeNull();
    expect(row.passkeys).toMatchObject([{ number: 1, signCount: 0n, transports: 8 }]);
    expect((await signedIn(who)).status).toBe(200);
  });

  it.each<[string, Faults]>([
    ["another origin", { origin: "https://officers.test.evil.example" }],
    ["another host's id", { rpId: "evil.example" }],
    ["nobody there", { present: false, verified: false }],
    ["nobody verified", { verified: false }],
    ["a frame of another site", { crossOrigin: true }],
    ["a signature in the place of a new key", { type: "webauthn.get" }],
  ])("refuses a passkey made with %s, and the invitation stays", async (_what, faults) => {
    const invited = await invitation();
    const handle = uuidBytes(invited.offer.officerId);
    const wrong = createPasskey(invited.offer.challenge, handle, faults);
    expect(refusal((await enrolWith(invited, wrong.registration)).answer)).toEqual([400, "passkey_refused"]);
    const right = createPasskey(invited.offer.challenge, handle);
    expect((await enrolWith(invited, right.registration)).answer.status).toBe(200);
  });

  it("refuses another invitation's challenge, and one that has run out", async () => {
    const [one, other] = [await invitation(), await invitation()];
    const handle = uuidBytes(one.offer.officerId);
    const crossed = createPasskey(other.offer.challenge, handle).registration;
    expect(refusal((await enrolWith(one, crossed)).answer)).toEqual([400, "passkey_refused"]);
    const late = createPasskey(one.offer.challenge, handle).registration;
    stage.clock.now += 5 * MINUTE;
    expect(refusal((await enrolWith(one, late)).answer)).toEqual([400, "passkey_refused"]);
    const { challenge } = (await stage.call(startEnrolment, { body: { code: one.code } })).json as StartEnrolmentAnswer;
    expect((await enrolWith(one, createPasskey(challenge, handle).registration)).answer.status).toBe(200);
  });

  it("refuses the id of a passkey that somebody has", async () => {
    const { passkey } = await enrolled();
    const invited = await invitation();
    const handle = uuidBytes(invited.offer.officerId);
    const { registration } = createPasskey(invited.offer.challenge, handle, { id: passkey.id });
    expect(refusal((await enrolWith(invited, registration)).answer)).toEqual([400, "passkey_refused"]);
  });
});

describe("POST /v1/sign-in/start", () => {
  it("tells names with a passkey, names with digits and unknown names apart in nothing", async () => {
    const { name } = await enrolled();
    const shapes = [];
    for (const each of [name, stage.lead.name, "Personne"]) {
      const { json, headers, status } = await stage.call(startSignIn, { body: { name: each } });
      const lengths = Object.entries(json as Record<string, string>).map(([key, value]) => [key, value.length]);
      shapes.push({ status, lengths, headers: [...headers] });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  it("stores nothing", async () => {
    const count = () => stage.database.client().usedChallenge.count();
    const before = await count();
    await Promise.all(["A", "B", "C"].map(challengeFor));
    expect(await count()).toBe(before);
  });
});

describe("POST /v1/sign-in with a passkey", () => {
  it("hands out session and vault", async () => {
    const who = await enrolled();
    const answer = await signedIn(who);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ officer: { id: who.uuid, name: who.name, state: "pending" }, vaultCounter: 1 });
  });

  it("takes one that does not say whom it is for", async () => {
    const who = await enrolled();
    expect((await signedIn(who, { handle: null })).status).toBe(200);
  });

  it.each<[string, Faults]>([
    ["a forged signature", { forged: true }],
    ["another origin", { origin: "https://officers.test.evil.example" }],
    ["the same name without TLS", { origin: "http://officers.test" }],
    ["another host's id", { rpId: "evil.example" }],
    ["nobody there", { present: false }],
    ["nobody verified", { verified: false }],
    ["a frame of another site", { crossOrigin: true }],
    ["a new key in the place of a signature", { type: "webauthn.create" }],
    ["another officer's handle", { handle: new Uint8Array(16).fill(7) }],
    ["an id that nobody has", { id: new Uint8Array(32).fill(7) }],
  ])("refuses %s", async (_what, faults) => {
    const who = await enrolled();
    await refusedAlone(who, signedIn(who, faults));
  });

  it("refuses a wrong passphrase in the same words, and then that assertion with the right one", async () => {
    const who = await enrolled();
    const shown = assertPasskey(who.passkey, await challengeFor(who.name));
    const answer = await stage.call(signIn, { body: { name: who.name, authKey: WRONG_KEY, passkey: shown } });
    expect(refusal(answer)).toEqual([401, "sign_in_refused"]);
    await refusedAlone(who, enter(who, shown));
  });

  it("refuses an assertion that was used, also two sign-ins at once with one", async () => {
    const who = await enrolled();
    const shown = assertPasskey(who.passkey, await challengeFor(who.name));
    const answers = await Promise.all([enter(who, shown), enter(who, shown), enter(who, shown)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401]);
    await refusedAlone(who, enter(who, shown));
  });

  it("refuses a new signature over a challenge that was used", async () => {
    const who = await enrolled();
    const challenge = await challengeFor(who.name);
    expect((await enter(who, assertPasskey(who.passkey, challenge))).status).toBe(200);
    await refusedAlone(who, enter(who, assertPasskey(who.passkey, challenge)));
  });

  it("refuses a challenge that is not ours, another name's, for something else, or past its five minutes", async () => {
    const who = await enrolled();
    const other = await enrolled();
    const invited = await invitation();
    const late = await challengeFor(who.name);
    stage.clock.now += 5 * MINUTE;
    for (const challenge of [
      toBase64Url(new Uint8Array(52)),
      toBase64Url(new Uint8Array(32)),
      await challengeFor(other.name),
      invited.offer.challenge,
      late,
    ]) {
      await refusedAlone(who, enter(who, assertPasskey(who.passkey, challenge)));
    }
    const almost = await challengeFor(who.name);
    stage.clock.now += 5 * MINUTE - 1000;
    expect((await enter(who, assertPasskey(who.passkey, almost))).status).toBe(200);
  });

  it("refuses another officer's passkey, whatever it says", async () => {
    const who = await enrolled();
    const other = await enrolled();
    const challenge = await challengeFor(who.name);
    for (const handle of [other.passkey.handle, who.passkey.handle, null]) {
      await refusedAlone(who, enter(who, assertPasskey(other.passkey, challenge, { handle })));
    }
    expect((await signedIn(other)).status).toBe(200);
  });

  it("refuses a counter that stands still or goes back", async () => {
    const who = await enrolled(5);
    expect((await signedIn(who)).status).toBe(200); // 6
    for (const signCount of [6, 5, 0]) {
      const shown = assertPasskey(who.passkey, await challengeFor(who.name), { signCount });
      expect([signCount, refusal(await enter(who, shown))]).toEqual([signCount, [401, "sign_in_refused"]]);
    }
    expect((await signedIn(who)).status).toBe(200); // 7
    const row = await stage.database.client().passkey.findFirstOrThrow({ where: { officerId: who.uuid } });
    expect(row.signCount).toBe(7n);
  });

  it("refuses digits to an officer with a passkey, and a passkey to one with digits", async () => {
    const who = await enrolled();
    const digits = await stage.call(signIn, {
      body: { name: who.name, authKey: toBase64Url(who.authKey), totp: stage.digits(stage.lead) },
    });
    expect(refusal(digits)).toEqual([401, "sign_in_refused"]);
    const withDigits = await stage.enrol();
    const shown = assertPasskey(who.passkey, await challengeFor(withDigits.name));
    expect(refusal(await enter(withDigits, shown))).toEqual([401, "sign_in_refused"]);
    expect(await stage.signIn(withDigits)).not.toBe("");
  });

  it("makes a name wait after five failures as with digits, a name that does not exist alike, and not who has both", async () => {
    const who = await enrolled();
    stage.clock.now = Math.ceil(stage.clock.now / MINUTE) * MINUTE + 1000;
    const seen: Record<string, string[]> = {};
    for (const name of [who.name, "Nulle clé"]) {
      const answers: string[] = [];
      for (let i = 0; i < 7; i++) {
        const shown = assertPasskey(who.passkey, await challengeFor(name), { forged: true });
        const answer = await enter({ name, authKey: who.authKey }, shown);
        answers.push(`${refusal(answer).join(" ")} ${answer.headers.get("retry-after")}`);
      }
      seen[name] = answers;
    }
    expect(seen["Nulle clé"]).toEqual(seen[who.name]);
    expect(seen["Nulle clé"]?.map((one) => one.slice(0, 3))).toEqual(["401", "401", "401", "401", "401", "429", "429"]);
    expect((await signedIn(who)).status).toBe(200);
  });

  it("lets a removed officer's passkey do nothing", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [1]);
    const passkey = await addTo(account, await stage.signIn(account));
    expect((await signedIn({ ...account, passkey })).status).toBe(200);
    const { p, unit, today } = stage.unit;
    const change = await removeOfficer(p, stage.state, account.id, today);
    await publishDirectory(
      { db: stage.database.client(), primitives: p, unit, keyStore: stage.keyStore, now: () => stage.clock.now },
      { links: change.state.directory, grants: change.grants, removal: true },
    );
    stage.state = change.state;
    expect(refusal(await signedIn({ ...account, passkey }))).toEqual([401, "sign_in_refused"]);
  });
});

const challengeIn = (answer: Answer): string => (answer.json as schema.ChallengeAnswer).challenge;
const listed = (answer: Answer): schema.ListPasskeysAnswer => answer.json as schema.ListPasskeysAnswer;
const confirmationIn = async (cookie: string): Promise<string> =>
  challengeIn(await stage.call(schema.startConfirmation, { cookie }));
const confirmBy = (cookie: string, body: schema.ConfirmRequest): Promise<Answer> =>
  stage.call(schema.confirmFactor, { cookie, body });
const add = (cookie: string, passkey: schema.PasskeyRegistration): Promise<Answer> =>
  stage.call(schema.addPasskey, { cookie, body: { passkey } });
const remove = (cookie: string, id: string, passkey: schema.PasskeyAssertion): Promise<Answer> =>
  stage.call(schema.removePasskey, { cookie, params: { id }, body: { passkey } });
const list = async (cookie: string) => listed(await stage.call(schema.listPasskeys, { cookie }));

/** Adds a first passkey to an account with digits. */
async function addTo(account: Account, cookie: string): Promise<SoftPasskey> {
  stage.clock.now += 30_000;
  const challenge = challengeIn(await confirmBy(cookie, { totp: stage.digits(account) }));
  const { passkey, registration } = createPasskey(challenge, uuidBytes(account.uuid));
  const answer = await add(cookie, registration);
  if (answer.status !== 200) throw new Error(`adding answered ${answer.status}`);
  return passkey;
}

/** Adds another passkey, confirmed by one that is there. */
async function addAnother(who: { uuid: string; passkey: SoftPasskey }, cookie: string): Promise<SoftPasskey> {
  const shown = assertPasskey(who.passkey, await confirmationIn(cookie));
  const challenge = challengeIn(await confirmBy(cookie, { passkey: shown }));
  const { passkey, registration } = createPasskey(challenge, uuidBytes(who.uuid));
  const answer = await add(cookie, registration);
  if (answer.status !== 200) throw new Error(`adding answered ${answer.status}`);
  return passkey;
}

describe("an officer's own passkeys", () => {
  it("are nobody's without a session", async () => {
    for (const of of [schema.listPasskeys, schema.startConfirmation, schema.addPasskey]) {
      expect(refusal(await stage.call(of, { body: of.method === "post" ? {} : undefined }))[1]).toBe("not_signed_in");
    }
  });

  it("take the place of digits, from the first one on", async () => {
    const account = await stage.enrol();
    const cookie = await stage.signIn(account);
    expect(await list(cookie)).toEqual({ passkeys: [], totp: true });
    const passkey = await addTo(account, cookie);
    expect(await list(cookie)).toMatchObject({
      passkeys: [{ number: 1, transports: ["internal"], credentialId: toBase64Url(passkey.id) }],
      totp: false,
    });
    await expect(stage.signIn(account)).rejects.toThrow("401");
    stage.clock.now += 30_000;
    expect(refusal(await confirmBy(cookie, { totp: stage.digits(account) }))).toEqual([403, "confirmation_refused"]);
    expect((await signedIn({ ...account, passkey })).status).toBe(200);
  });

  it("are added only by whoever shows the second factor again, once, in this session", async () => {
    const who = await enrolled();
    const cookie = cookieOf(await signedIn(who));
    const elsewhere = cookieOf(await signedIn(who));
    const handle = uuidBytes(who.uuid);
    const confirmation = await confirmationIn(cookie);

    for (const challenge of [confirmation, await challengeFor(who.name)]) {
      expect(refusal(await add(cookie, createPasskey(challenge, handle).registration))).toEqual([
        400,
        "passkey_refused",
      ]);
    }
    const notConfirmed: [string, schema.PasskeyAssertion][] = [
      ["forged", assertPasskey(who.passkey, confirmation, { forged: true })],
      ["for signing in", assertPasskey(who.passkey, await challengeFor(who.name))],
      ["another session's", assertPasskey(who.passkey, await confirmationIn(elsewhere))],
      ["not verified", assertPasskey(who.passkey, confirmation, { verified: false })],
    ];
    for (const [what, passkey] of notConfirmed) {
      expect([what, ...refusal(await confirmBy(cookie, { passkey }))]).toEqual([what, 403, "confirmation_refused"]);
    }
    const shown = assertPasskey(who.passkey, confirmation);
    const confirmed = await confirmBy(cookie, { passkey: shown });
    expect(confirmed.status).toBe(200);
    expect(refusal(await confirmBy(cookie, { passkey: shown }))).toEqual([403, "confirmation_refused"]);

    const { registration } = createPasskey(challengeIn(confirmed), handle);
    expect(refusal(await add(elsewhere, registration))).toEqual([400, "passkey_refused"]);
    expect(listed(await add(cookie, registration)).passkeys).toHaveLength(2);
    const again = createPasskey(challengeIn(confirmed), handle).registration;
    expect(refusal(await add(cookie, again))).toEqual([400, "passkey_refused"]);
  });

  it("are added by no guessed digits: failures make the name wait, the right digits too", async () => {
    const account = await stage.enrol();
    const cookie = await stage.signIn(account);
    stage.clock.now = Math.ceil(stage.clock.now / MINUTE) * MINUTE + 1000;
    for (let i = 0; i < 5; i++) {
      expect(refusal(await confirmBy(cookie, { totp: "000000" }))).toEqual([403, "confirmation_refused"]);
    }
    const waiting = await confirmBy(cookie, { totp: stage.digits(account) });
    expect(refusal(waiting)).toEqual([429, "try_later"]);
    expect(Number(waiting.headers.get("retry-after"))).toBeGreaterThan(0);
    stage.clock.now += 2 * MINUTE;
    expect((await confirmBy(cookie, { totp: stage.digits(account) })).status).toBe(200);
  });

  it("are removed by showing another one, and then sign nobody in; other sessions end", async () => {
    const who = await enrolled();
    const cookie = cookieOf(await signedIn(who));
    const elsewhere = cookieOf(await signedIn(who));
    const second = await addAnother(who, cookie);
    const [first, other] = (await list(cookie)).passkeys;
    if (first === undefined || other === undefined) throw new Error("there are two");

    const byItself = assertPasskey(who.passkey, await confirmationIn(cookie));
    expect(refusal(await remove(cookie, first.id, byItself))).toEqual([403, "confirmation_refused"]);
    const forged = assertPasskey(second, await confirmationIn(cookie), { forged: true });
    expect(refusal(await remove(cookie, first.id, forged))).toEqual([403, "confirmation_refused"]);
    expect((await signedIn(who)).status).toBe(200);

    const shown = assertPasskey(second, await confirmationIn(cookie));
    const left = await remove(cookie, first.id, shown);
    expect(listed(left).passkeys.map(({ number }) => number)).toEqual([2]);
    expect(refusal(await signedIn(who))).toEqual([401, "sign_in_refused"]);
    expect((await signedIn({ ...who, passkey: second })).status).toBe(200);
    expect((await stage.call(readSession, { cookie })).status).toBe(200);
    expect(refusal(await stage.call(readSession, { cookie: elsewhere }))).toEqual([401, "not_signed_in"]);

    const last = assertPasskey(second, await confirmationIn(cookie));
    expect(refusal(await remove(cookie, other.id, last))).toEqual([409, "last_passkey"]);
  });

  it("stay one at least when two remove each other at once", async () => {
    const who = await enrolled();
    const cookie = cookieOf(await signedIn(who));
    const second = await addAnother(who, cookie);
    const [first, other] = (await list(cookie)).passkeys.map(({ id }) => id);
    const bySecond = assertPasskey(second, await confirmationIn(cookie));
    const byFirst = assertPasskey(who.passkey, await confirmationIn(cookie));
    const answers = await Promise.all([remove(cookie, first ?? "", bySecond), remove(cookie, other ?? "", byFirst)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await list(cookie)).passkeys).toHaveLength(1);
  });

  it("are removed by their officer alone", async () => {
    const who = await enrolled();
    const cookie = cookieOf(await signedIn(who));
    const second = await addAnother(who, cookie);
    const [first] = (await list(cookie)).passkeys;
    const stranger = await enrolled();
    const theirs = cookieOf(await signedIn(stranger));
    const shown = assertPasskey(stranger.passkey, await confirmationIn(theirs));
    expect(refusal(await remove(theirs, first?.id ?? "", shown))).toEqual([404, "not_found"]);
    const own = assertPasskey(second, await confirmationIn(cookie));
    expect((await remove(cookie, first?.id ?? "", own)).status).toBe(200);
  });

  it("are eight at most", async () => {
    const who = await enrolled();
    const cookie = cookieOf(await signedIn(who));
    for (let i = 0; i < 7; i++) await addAnother(who, cookie);
    await expect(addAnother(who, cookie)).rejects.toThrow("409");
    expect((await list(cookie)).passkeys).toHaveLength(8);
  });

  it("leave no time finer than a day but the minute in which a challenge runs out, and no word", async () => {
    const db = stage.database.client();
    const [rows, used] = [await db.passkey.findMany(), await db.usedChallenge.findMany()];
    expect([rows.length > 0, used.length > 0]).toEqual([true, true]);
    for (const { expiresMinute } of used) expect(expiresMinute.getTime() % MINUTE).toBe(0);
    const shown = Buffer.from(fromBase64Url(await challengeFor("Nul")));
    for (const { hash } of used) expect([hash.length, shown.includes(Buffer.from(hash))]).toEqual([32, false]);
  });
});

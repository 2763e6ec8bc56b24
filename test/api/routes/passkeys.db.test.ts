import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { startEnrolment, type StartEnrolmentAnswer } from "../../../api/routes/enrolments/schema.ts";
import { signIn, startSignIn } from "../../../api/routes/signIn/schema.ts";
import { removeOfficer, toBase64Url, uuidBytes } from "../../../security/index.ts";
import { assertPasskey, createPasskey, type Faults } from "../tools/authenticator.ts";
import { type Answer, refusal, startOfficer, type OfficerStage } from "../tools/officer.ts";
import { passkeysOn, type WithPasskey } from "../tools/passkeys.ts";

const WRONG_KEY = toBase64Url(new Uint8Array(32));
const MINUTE = 60_000;

let stage: OfficerStage;
beforeAll(async () => {
  stage = await startOfficer();
});
afterAll(() => stage.stop());

const { addTo, challengeFor, enrolled, enrolWith, enter, invitation, signedIn } = passkeysOn(() => stage);

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

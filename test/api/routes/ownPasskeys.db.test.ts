import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as schema from "../../../api/routes/passkeys/schema.ts";
import { readSession } from "../../../api/routes/session/schema.ts";
import { fromBase64Url, toBase64Url, uuidBytes } from "../../../security/index.ts";
import { assertPasskey, createPasskey } from "../tools/authenticator.ts";
import { meeting } from "../tools/meeting.ts";
import { refusal, startOfficer, type OfficerStage } from "../tools/officer.ts";
import { passkeysOn } from "../tools/passkeys.ts";

const MINUTE = 60_000;

let stage: OfficerStage;
beforeAll(async () => {
  stage = await startOfficer();
});
afterAll(() => stage.stop());

const { challengeFor, challengeIn, cookieOf, enrolled, signedIn, ...own } = passkeysOn(() => stage);
const { add, addAnother, addTo, confirmationIn, confirmBy, list, listed, remove } = own;

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
    // What removes a row waits for it; what counts its signatures does not.
    const hold = { sql: "SELECT 1 FROM passkey WHERE officer_id = $1::uuid FOR KEY SHARE", values: [who.uuid] };
    const [one, two] = await meeting(stage.database, hold, [
      () => remove(cookie, first ?? "", bySecond),
      () => remove(cookie, other ?? "", byFirst),
    ]);
    expect([one?.status, two && refusal(two)]).toEqual([200, [409, "last_passkey"]]);
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
    await expect(addAnother(who, cookie)).rejects.toThrow("409 passkeys_full");
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

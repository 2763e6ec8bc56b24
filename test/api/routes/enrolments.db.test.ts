import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import { inviteOfficer } from "../../../api/commands/inviteOfficer.ts";
import { Gate } from "../../../api/gate.ts";
import { Passwords } from "../../../api/officers/passwords.ts";
import { finishEnrolment, startEnrolment, type StartEnrolmentAnswer } from "../../../api/routes/enrolments/schema.ts";
import { fromBase64Url, toBase64Url } from "../../../security/index.ts";
import { makeOfficer } from "../../tools/unit.ts";
import { refusal, startOfficer, TOTP_KEY, type Answer, type OfficerStage } from "../tools/officer.ts";

describe("enrolment", () => {
  let stage: OfficerStage;
  beforeAll(async () => {
    stage = await startOfficer();
  });
  afterAll(() => stage.stop());

  const invite = async (): Promise<string> => {
    const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
    const deps = { db: stage.database.client("abri_officer"), primitives: stage.unit.p, passwords };
    return (await inviteOfficer({ ...deps, totpKey: TOTP_KEY, now: () => stage.clock.now }, "officer")).code;
  };
  const start = (code: string): Promise<Answer> => stage.call(startEnrolment, { body: { code } });
  const digits = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: stage.clock.now });
  const finish = (code: string, totp: string, more: object = {}): Promise<Answer> => {
    const { p } = stage.unit;
    const { sealing, signing } = makeOfficer(p);
    return stage.call(finishEnrolment, {
      body: {
        code,
        totp,
        name: "Zoé Ndiaye",
        vaultCounter: 1,
        salt: toBase64Url(p.randomBytes(16)),
        authKey: toBase64Url(p.randomBytes(32)),
        vault: toBase64Url(p.randomBytes(150)),
        sealingKey: toBase64Url(sealing.publicKey),
        signingKey: toBase64Url(signing.publicKey),
        ...more,
      },
    });
  };

  it("offers the same second factor until it is used, then enrols one pending officer", async () => {
    const code = await invite();
    const offer = (await start(code)).json as StartEnrolmentAnswer;
    expect((await start(code)).json).toEqual({ ...offer, challenge: expect.any(String) });
    expect(offer.totpUri).toContain(`secret=${offer.totpSecret}`);
    const done = await finish(code, digits(offer.totpSecret));
    expect(done.json).toMatchObject({ officer: { id: offer.officerId, role: "officer", state: "pending" } });
    expect(refusal(await start(code))).toEqual([400, "enrolment_refused"]);
    expect(refusal(await finish(code, digits(offer.totpSecret), { name: "Autre" }))).toEqual([
      400,
      "enrolment_refused",
    ]);
  });

  it("uses an invitation once, also when it is used twice at the same time", async () => {
    const code = await invite();
    const { totpSecret } = (await start(code)).json as StartEnrolmentAnswer;
    const both = await Promise.all(["Un", "Deux"].map((name) => finish(code, digits(totpSecret), { name })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
  });

  it("refuses wrong digits and a name in use, and leaves the invitation open", async () => {
    const code = await invite();
    const { totpSecret } = (await start(code)).json as StartEnrolmentAnswer;
    expect(refusal(await finish(code, "000000", { name: "Trois" }))).toEqual([401, "sign_in_refused"]);
    const taken = await finish(code, digits(totpSecret), { name: stage.lead.name });
    expect(refusal(taken)).toEqual([409, "name_taken"]);
    expect((await finish(code, digits(totpSecret), { name: "Trois" })).status).toBe(200);
  });

  it("refuses an unknown code, a wrong secret and one that is too old", async () => {
    const code = await invite();
    const wrong = fromBase64Url(code);
    wrong[31] = (wrong[31] as number) ^ 1;
    expect(refusal(await start(toBase64Url(wrong)))).toEqual([400, "enrolment_refused"]);
    expect(refusal(await start(toBase64Url(new Uint8Array(32))))).toEqual([400, "enrolment_refused"]);
    expect((await start(code)).status).toBe(200);
    stage.clock.now += 73 * 3_600_000;
    expect(refusal(await start(code))).toEqual([400, "enrolment_refused"]);
  });

  it.each([
    ["an empty name", { name: "" }],
    ["a name of blanks", { name: " x " }],
    ["a name in another Unicode form", { name: "Zoe\u0301" }],
    ["a line break", { name: "a\nb" }],
    ["a short key", { signingKey: toBase64Url(new Uint8Array(31)) }],
    ["a key with loose last bits", { authKey: `${"A".repeat(42)}B` }],
    ["a field that nobody knows", { telephone: "1" }],
  ])("refuses %s", async (_what, more) => {
    expect(refusal(await finish(await invite(), "123456", more))).toEqual([400, "invalid_request"]);
  });
});

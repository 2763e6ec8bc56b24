import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readSession } from "../../../api/routes/session/schema.ts";
import { signIn, signOut, startSignIn } from "../../../api/routes/signIn/schema.ts";
import { putVault } from "../../../api/routes/vault/schema.ts";
import { toBase64Url } from "../../../security/index.ts";
import { refusal, startOfficer, type Account, type Answer, type OfficerStage } from "../tools/officer.ts";

const MINUTE = 60_000;
const WRONG_KEY = toBase64Url(new Uint8Array(32));

let stage: OfficerStage;
beforeAll(async () => {
  stage = await startOfficer();
});
afterAll(() => stage.stop());

const attempt = (name: string, authKey: string, totp: string): Promise<Answer> =>
  stage.call(signIn, { body: { name, authKey, totp } });
const rightly = (account: Account): Promise<Answer> =>
  attempt(account.name, toBase64Url(account.authKey), stage.digits(account));
const wrongly = (name: string): Promise<Answer> => attempt(name, WRONG_KEY, "000000");
/** To the next digits, so that nothing here is refused as used. */
const nextStep = (): void => void (stage.clock.now += 30_000);

const saltOf = async (name: string): Promise<string> =>
  ((await stage.call(startSignIn, { body: { name } })).json as { salt: string }).salt;

describe("POST /v1/sign-in/start", () => {
  it("gives an officer's salt", async () => {
    expect(await saltOf(stage.lead.name)).toBe(toBase64Url(stage.lead.salt));
  });

  it("gives a name that does not exist a salt of its own, always the same, of the same shape", async () => {
    const salt = await saltOf("Personne");
    expect(await saltOf("Personne")).toBe(salt);
    expect(await saltOf("Personne d’autre")).not.toBe(salt);
    expect(salt).toHaveLength(toBase64Url(stage.lead.salt).length);
    const [known, unknown] = await Promise.all(
      [stage.lead.name, "Personne"].map((name) => stage.call(startSignIn, { body: { name } })),
    );
    expect([...(known?.headers ?? [])]).toEqual([...(unknown?.headers ?? [])]);
  });
});

describe("POST /v1/sign-in", () => {
  it("hands out session and vault for both factors", async () => {
    nextStep();
    const answer = await rightly(stage.lead);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      officer: { id: stage.lead.uuid, name: stage.lead.name, role: "lead", state: "active" },
      vaultCounter: 1,
    });
    expect(answer.headers.get("set-cookie")).toMatch(/^abri=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it.each([
    ["a wrong passphrase", (a: Account) => attempt(a.name, WRONG_KEY, stage.digits(a))],
    ["wrong digits", (a: Account) => attempt(a.name, toBase64Url(a.authKey), "000000")],
    ["a name that does not exist", (a: Account) => attempt("Nul", toBase64Url(a.authKey), stage.digits(a))],
  ])("refuses %s, in the same words", async (_what, wrong) => {
    const account = await stage.enrol();
    nextStep();
    const answer = await wrong(account);
    expect(refusal(answer)).toEqual([401, "sign_in_refused"]);
    expect(answer.headers.has("set-cookie")).toBe(false);
    expect((await rightly(account)).status).toBe(200);
  });

  it("refuses digits that were used, also two sign-ins at once with the same digits", async () => {
    nextStep();
    const answers = await Promise.all([rightly(stage.lead), rightly(stage.lead), rightly(stage.lead)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401]);
    expect(refusal(await rightly(stage.lead))).toEqual([401, "sign_in_refused"]);
    nextStep();
    expect((await rightly(stage.lead)).status).toBe(200);
  });

  it("makes a name wait after five failures, and nobody else", async () => {
    const victim = await stage.enrol();
    const other = await stage.enrol();
    nextStep();
    for (let i = 0; i < 5; i++) expect(refusal(await wrongly(victim.name))).toEqual([401, "sign_in_refused"]);
    const waiting = await wrongly(victim.name);
    expect(refusal(waiting)).toEqual([429, "try_later"]);
    expect(Number(waiting.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await rightly(other)).status).toBe(200);
  });

  it("does not let strangers keep out an officer who has both factors", async () => {
    const victim = await stage.enrol();
    nextStep();
    for (let i = 0; i < 5; i++) await wrongly(victim.name);
    expect(refusal(await wrongly(victim.name))).toEqual([429, "try_later"]);
    expect(refusal(await attempt(victim.name, WRONG_KEY, stage.digits(victim)))).toEqual([429, "try_later"]);
    expect((await rightly(victim)).status).toBe(200);
    expect(refusal(await wrongly(victim.name))).toEqual([401, "sign_in_refused"]);
  });

  it("makes a name that does not exist wait just as long", async () => {
    const account = await stage.enrol();
    stage.clock.now = Math.ceil(stage.clock.now / MINUTE) * MINUTE + 1000;
    const waits: (string | null)[][] = [];
    for (const name of [account.name, "Nullepart"]) {
      const seen: (string | null)[] = [];
      for (let i = 0; i < 7; i++) {
        const answer = await wrongly(name);
        seen.push(`${answer.status} ${answer.headers.get("retry-after")}`);
      }
      waits.push(seen);
    }
    expect(waits[0]).toEqual(waits[1]);
    expect(waits[0]?.at(-1)).toMatch(/^429 \d+$/);
  });

  it("lets a name try again when its time has come", async () => {
    const account = await stage.enrol();
    nextStep();
    for (let i = 0; i < 5; i++) await wrongly(account.name);
    stage.clock.now += 2 * MINUTE;
    expect(refusal(await wrongly(account.name))).toEqual([401, "sign_in_refused"]);
    expect(refusal(await wrongly(account.name))).toEqual([429, "try_later"]);
  });

  it("counts for all processes and past a restart, names that exist and names that do not alike", async () => {
    const account = await stage.enrol();
    stage.clock.now = Math.ceil(stage.clock.now / MINUTE) * MINUTE + 1000;
    const seen: Record<string, string[]> = {};
    for (const name of [account.name, "Nulle âme"]) {
      const answers: string[] = [];
      for (let i = 0; i < 8; i++) {
        const process = await stage.twin(); // a new one each time
        const answer = await (i % 2 === 0 ? process : stage).call(signIn, {
          body: { name, authKey: WRONG_KEY, totp: "000000" },
        });
        answers.push(`${answer.status} ${answer.headers.get("retry-after")}`);
        await process.stop();
      }
      seen[name] = answers;
    }
    expect(seen["Nulle âme"]).toEqual(seen[account.name]);
    expect(seen["Nulle âme"]?.slice(4).map((one) => one.slice(0, 3))).toEqual(["401", "429", "429", "429"]);
    const process = await stage.twin();
    const other = await stage.enrol();
    const body = { name: other.name, authKey: toBase64Url(other.authKey) };
    nextStep();
    expect((await process.call(signIn, { body: { ...body, totp: stage.digits(other) } })).status).toBe(200);
    await process.stop();
  });

  it("keeps only whole minutes of any of this, and no name", async () => {
    const rows = await stage.database.client().signInFailure.findMany();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.failedMinute.getTime() % MINUTE).toBe(0);
    for (const { nameMac } of rows) expect(Buffer.from(nameMac).includes("Null")).toBe(false);
  });

  it("stores second factors sealed and passphrases hashed", async () => {
    const row = await stage.database.client().officer.findUniqueOrThrow({ where: { id: stage.lead.uuid } });
    expect(Buffer.from(row.totpSealed ?? []).includes(Buffer.from(stage.lead.totpSecret))).toBe(false);
    expect(row.authHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

const whoAmI = (cookie: string, headers: Record<string, string> = {}): Promise<Answer> =>
  stage.call(readSession, { cookie, headers });

describe("sessions", () => {
  it("last while somebody is there, and end after fifteen idle minutes", async () => {
    const cookie = await stage.signIn(stage.lead);
    for (let i = 0; i < 4; i++) {
      stage.clock.now += 14 * MINUTE;
      expect((await whoAmI(cookie)).status).toBe(200);
    }
    stage.clock.now += 15 * MINUTE;
    expect(refusal(await whoAmI(cookie))).toEqual([401, "not_signed_in"]);
  });

  it("are not kept alive by what a console does by itself", async () => {
    const cookie = await stage.signIn(stage.lead);
    stage.clock.now += 10 * MINUTE;
    expect((await whoAmI(cookie, { "Abri-Background": "1" })).status).toBe(200);
    stage.clock.now += 6 * MINUTE;
    expect(refusal(await whoAmI(cookie))).toEqual([401, "not_signed_in"]);
  });

  it("end after eight hours, however busy", async () => {
    const cookie = await stage.signIn(stage.lead);
    for (let i = 0; i < 48; i++) {
      expect((await whoAmI(cookie)).status).toBe(200);
      stage.clock.now += 10 * MINUTE;
    }
    stage.clock.now += MINUTE;
    expect(refusal(await whoAmI(cookie))).toEqual([401, "not_signed_in"]);
  });

  it("end with sign-out, on the server too", async () => {
    const cookie = await stage.signIn(stage.lead);
    const out = await stage.call(signOut, { cookie });
    expect(out.status).toBe(200);
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(refusal(await whoAmI(cookie))).toEqual([401, "not_signed_in"]);
  });

  it("are stored by a hash only", async () => {
    const cookie = await stage.signIn(stage.lead);
    const token = Buffer.from(cookie.slice("abri=".length), "base64url");
    const rows = await stage.database.client().officerSession.findMany();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Buffer.from(row.tokenHash).equals(token)).toBe(false);
  });

  it.each(["", "abri=", `abri=${"A".repeat(43)}`, "abri=x; abri=y", `other=${"A".repeat(43)}`])(
    "are not opened by the cookie %j",
    async (cookie) => {
      expect(refusal(await whoAmI(cookie))).toEqual([401, "not_signed_in"]);
    },
  );

  it("are refused when two cookies of the name come", async () => {
    const cookie = await stage.signIn(stage.lead);
    expect((await whoAmI(cookie)).status).toBe(200);
    expect(refusal(await whoAmI(`${cookie}; ${cookie}`))).toEqual([401, "not_signed_in"]);
  });
});

describe("GET /v1/session", () => {
  it("says the longest that a reply waits for its tick", async () => {
    const cookie = await stage.signIn(stage.lead);
    expect((await stage.call(readSession, { cookie })).json).toMatchObject({ releaseTickS: 900 });
  });
});

describe("PUT /v1/vault", () => {
  it("takes a vault whose counter goes up, and no other", async () => {
    const cookie = await stage.signIn(stage.lead);
    const put = (counter: number) =>
      stage.call(putVault, { cookie, body: { vault: toBase64Url(new Uint8Array(150).fill(counter)), counter } });
    expect((await put(2)).status).toBe(200);
    expect(refusal(await put(2))).toEqual([409, "vault_conflict"]);
    expect(refusal(await put(1))).toEqual([409, "vault_conflict"]);
    expect((await stage.call(readSession, { cookie })).json).toMatchObject({ vaultCounter: 2 });
  });
});

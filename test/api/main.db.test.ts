import { createHash } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { sealFirstReport, type UnitPublic } from "../../security/index.ts";
import { bundled } from "../tools/bundle.ts";
import { runProgram, startProgram } from "../tools/childProcess.ts";
import { freshDatabase, type FreshDatabase } from "../tools/database.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { publishUnit } from "./tools/publish.ts";
import { ANSWERS, keysOf } from "./tools/reporter.ts";
import { plainManifest } from "./tools/site.ts";

const KEY = "ab".repeat(32);
/** Planted where a careless line would carry them. */
const PLANTED = [
  "perroquet-indigo",
  "Mozilla/5.0 (Flamant)",
  "198.51.100.77",
  "jeton-secret-turquoise",
  "Colibri Dupont",
];

const args = async (role: string) => [await bundled("api/main.ts"), role];
const portIn = (output: string): number => Number(/"port":(\d+)/.exec(output)?.[1]);

describe("api/main.ts", () => {
  let unit: TestUnit;
  let database: FreshDatabase;
  let directory: string;
  let env: Record<string, string>;

  async function writeSite(name: string, of = unit.unit): Promise<void> {
    const html = "<!doctype html><title>Abri</title>";
    const files = [
      {
        path: "/",
        file: "index.html",
        type: "text/html; charset=utf-8",
        cache: "no-store",
        sha256: createHash("sha256").update(html).digest("hex"),
        encodings: [],
      },
    ];
    await mkdir(join(directory, "web", name), { recursive: true });
    await writeFile(join(directory, "web", name, "index.html"), html);
    await writeFile(join(directory, "web", name, "manifest.json"), plainManifest({ files, unit: of }));
  }
  const writeUnit = (of: UnitPublic): Promise<void> =>
    writeFile(join(directory, "unit.public.json"), JSON.stringify(of));

  beforeAll(async () => {
    unit = await makeUnit();
    database = await freshDatabase();
    await publishUnit(database, unit);
    directory = await mkdtemp(join(tmpdir(), "abri-api-"));
    await writeSite("form");
    await writeSite("console");
    await writeUnit(unit.unit);
    env = {
      NODE_ENV: "development",
      HOST: "127.0.0.1",
      PORT: "0",
      OFFICER_PORT: "0",
      WEB_DIR: join(directory, "web"),
      UNIT_PUBLIC: join(directory, "unit.public.json"),
      INTAKE_KEY: KEY,
      MAILBOX_ROW_SECRET: KEY,
      MAILBOX_PRF_KEY: KEY,
      TOTP_KEY: KEY,
      FAKE_SALT_KEY: KEY,
      KEY_STORE_DIR: join(directory, "keys"),
    };
  });
  afterAll(() => database.drop());

  const start = async (role: "reporter" | "officer") =>
    startProgram({ name: role, args: await args(role), env: { ...env, DATABASE_URL: database.url(`abri_${role}`) } });
  const sealed = async () =>
    (await sealFirstReport(unit.p, unit.statement, { ...ANSWERS, narrative: "perroquet-indigo" }, await keysOf(unit)))
      .body as BodyInit;

  it("serves reporters, writes nothing of what passes through, also when storage fails, and stops in order", async () => {
    const program = await start("reporter");
    const url = `http://127.0.0.1:${portIn(program.output())}`;
    const headers = {
      "Content-Type": "application/octet-stream",
      "User-Agent": "Mozilla/5.0 (Flamant)",
      "X-Forwarded-For": "198.51.100.77",
      Cookie: "jeton-secret-turquoise=1",
      Referer: "https://example.org/Colibri%20Dupont",
    };
    const post = (body: BodyInit) => fetch(`${url}/v1/envelopes`, { method: "POST", headers, body });
    expect((await post(await sealed())).status).toBe(200);
    expect((await post("perroquet-indigo")).status).toBe(400);
    expect((await fetch(`${url}/jeton-secret-turquoise?q=Colibri+Dupont`, { headers })).status).toBe(404);
    await database.client().$executeRawUnsafe("REVOKE INSERT ON intake_envelope FROM abri_reporter");
    expect((await post(await sealed())).status).toBe(503);
    await database.client().$executeRawUnsafe("GRANT INSERT ON intake_envelope TO abri_reporter");
    expect(await program.stop()).toBe(0);

    const output = program.output();
    expect(output).toContain('"event":"request_failed"');
    for (const word of [...PLANTED, "127.0.0.1:", "fetch", KEY]) expect(output).not.toContain(word);
    const lines = output.trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      "listening",
      "request_failed",
      "stopping",
      "stopped",
    ]);
  });

  it("serves officers, writes nothing of what passes through, and stops in order", async () => {
    const program = await start("officer");
    const url = `http://127.0.0.1:${portIn(program.output())}`;
    const answer = await fetch(`${url}/v1/sign-in`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: url, "User-Agent": "Mozilla/5.0 (Flamant)" },
      body: JSON.stringify({ name: "Colibri Dupont", authKey: "A".repeat(43), totp: "123456" }),
    });
    expect(answer.status).toBe(401);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    // The program goes by the day that it is: in the last week of a month nothing is prepared behind this one's keys.
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({
      status: expect.stringMatching(/^(?:ok|warning)$/),
      directoryUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(await program.stop()).toBe(0);
    for (const word of PLANTED) expect(program.output()).not.toContain(word);
  });

  const fails = async (role: string, change: Record<string, string>) => {
    const { code, said } = await runProgram({
      name: role,
      args: await args(role),
      env: { ...env, DATABASE_URL: database.url("abri_reporter"), ...change },
    });
    return { code, said };
  };

  it("names a wrong variable and never its value", async () => {
    const { code, said } = await fails("reporter", { INTAKE_KEY: "jeton-secret-turquoise" });
    expect(code).toBe(1);
    expect(said).toContain("config_invalid");
    expect(said).toContain("INTAKE_KEY");
    expect(said).not.toContain("jeton-secret-turquoise");
  });

  it.each([
    ["UNIT_PUBLIC", "reporter", "unit.public.json", /does not exist.*npm run unit -- init/],
    ["WEB_DIR", "reporter", "form/manifest.json", /does not exist; build the pages/],
    ["WEB_DIR", "officer", "console/manifest.json", /does not exist; build the pages/],
  ])(
    "names %s of the %s host, its path and what to do where there is nothing",
    async (variable, role, file, advice) => {
      const nowhere = join(directory, "nowhere");
      const path = variable === "WEB_DIR" ? nowhere : join(nowhere, file);
      const { code, said } = await fails(role, { [variable]: path });
      expect(code).toBe(1);
      expect(said).toContain("config_invalid");
      expect(said).toContain(`${variable}: ${join(nowhere, file)}`);
      expect(said).toMatch(advice);
    },
  );

  it("refuses pages of another unit, and warns of pages older than the unit's file", async () => {
    await writeSite("form", (await makeUnit()).unit);
    const { code, said } = await fails("reporter", {});
    await writeSite("form");
    expect(code).toBe(1);
    expect(said).toContain("another unit");

    await writeUnit({ ...unit.unit, floors: { ...unit.unit.floors, statementVersion: 2 } });
    const program = await start("reporter");
    await writeUnit(unit.unit);
    expect(program.output()).toContain("pages_older_than_unit");
    expect(await program.stop()).toBe(0);
  });

  it("names the variable of a port that is taken", async () => {
    const program = await start("reporter");
    const port = String(portIn(program.output()));
    const second = await fails("officer", { OFFICER_PORT: port, DATABASE_URL: database.url("abri_officer") });
    expect(await program.stop()).toBe(0);
    expect(second.code).toBe(1);
    expect(second.said).toMatch(new RegExp(`OFFICER_PORT: port ${port} .* is taken`));
  });

  it.each([
    ["missing behind TLS", { BEHIND_TLS: "1" }, "has to be the address of the officers' console"],
    ["without TLS", { OFFICER_ORIGIN: "http://officers.example.org" }, "has to be https://"],
    ["more than an origin", { OFFICER_ORIGIN: "https://officers.example.org/console" }, "has to be https://"],
  ])("does not start with an officers' address that is %s", async (_what, wrong, advice) => {
    const { code, said } = await fails("officer", { DATABASE_URL: database.url("abri_officer"), ...wrong });
    expect(code).toBe(1);
    expect(said).toContain("OFFICER_ORIGIN");
    expect(said).toContain(advice);
    expect(said).not.toContain("officers.example.org/console");
  });

  it("does not listen without its database, and says what is wrong with it", async () => {
    const { code, said } = await fails("reporter", { DATABASE_URL: database.url().replace(database.name, "colibri") });
    expect(code).toBe(1);
    expect(said).toContain("database_unusable");
    expect(said).not.toContain("listening");
    expect(said).not.toContain("colibri");
  });

  it("refuses a demonstration unit in production", async () => {
    const { code, said } = await fails("reporter", { NODE_ENV: "production" });
    expect(code).toBe(1);
    expect(said).toContain("demonstration_unit_in_production");
    const real = { ...unit.unit, demonstration: false };
    await writeUnit(real);
    await writeSite("form", real);
    const program = await startProgram({
      name: "reporter",
      args: await args("reporter"),
      env: { ...env, NODE_ENV: "production", DATABASE_URL: database.url("abri_reporter") },
    });
    expect(await program.stop()).toBe(0);
    await writeUnit(unit.unit);
    await writeSite("form");
  });

  it("asks for one of its two roles", async () => {
    const { code, said } = await fails("janitor", {});
    expect(code).toBe(2);
    expect(said).toContain("reporter|officer");
  });
});

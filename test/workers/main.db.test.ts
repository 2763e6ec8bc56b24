/** The worker as an operator starts it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { toHex } from "../../security/index.ts";
import { bundled } from "../tools/bundle.ts";
import { runProgram, startProgram } from "../tools/childProcess.ts";
import type { ProgramSpec } from "../tools/childProcess.ts";
import { startMailServer } from "../tools/mailServer.ts";
import { openWorld, until } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

let world: World;
const dir = mkdtempSync(join(tmpdir(), "abri-worker-"));
const unitPublic = join(dir, "unit.public.json");
const triageSecret = join(dir, "triage.secret");

beforeAll(async () => {
  world = await openWorld();
  writeFileSync(unitPublic, JSON.stringify(world.unit.unit));
  writeFileSync(triageSecret, `${toHex(world.unit.triageSecret)}\n`, { mode: 0o600 });
});
afterAll(async () => {
  await world.close();
  rmSync(dir, { recursive: true });
});

const worker = async (env: Record<string, string> = {}): Promise<ProgramSpec> => ({
  name: "worker",
  args: [await bundled("workers/main.ts")],
  env: {
    DATABASE_URL: world.workerUrl,
    UNIT_PUBLIC: unitPublic,
    TRIAGE_SECRET_FILE: triageSecret,
    TICK_SHORT_S: "1",
    TICK_LONG_S: "1",
    ...env,
  },
});

describe("workers/main.ts", () => {
  it("says that it listens, does its work, says nothing of it, and stops in order", async () => {
    const program = await startProgram(await worker());
    const made = [
      await world.make.report(),
      await world.make.report({ danger: "now" }),
      await world.make.garbageSlip(),
    ];
    await world.intake(...made);
    await until("all of it", async () => {
      const { items, quarantine } = await world.counts();
      return items === 2 && quarantine === 1;
    });
    expect(await program.stop()).toBe(0);
    const lines = program
      .output()
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(lines).toEqual(["listening", "stopping", "stopped"]);
    for (const { id } of made) expect(program.output()).not.toContain(toHex(id));
    expect(program.output()).not.toMatch(/\d\d:\d\d|\d{10}/);
  });

  it("sends the digest when a mail server is set, and says nothing of that either", async () => {
    const mail = await startMailServer();
    const program = await startProgram(
      await worker({
        SMTP_HOST: "127.0.0.1",
        SMTP_PORT: String(mail.port),
        SMTP_TLS: "none",
        MAIL_FROM: "abri@unit.example",
        MAIL_TO: "amelie@unit.example",
        DIGEST_AT: "00:00",
      }),
    );
    await until("the digest", () => mail.received.length === 1);
    expect(await program.stop()).toBe(0);
    await mail.stop();
    expect(program.output()).not.toMatch(/unit\.example|mail|digest/);
  });

  it("does not start in production with a demonstration unit, nor with hasty ticks", async () => {
    const production = { NODE_ENV: "production", TICK_SHORT_S: "60", TICK_LONG_S: "900" };
    const demonstration = await runProgram(await worker(production));
    expect(demonstration.code).toBe(1);
    expect(demonstration.said).toContain("demonstration_unit_in_production");

    const real = join(dir, "real.unit.json");
    writeFileSync(real, JSON.stringify({ ...world.unit.unit, demonstration: false }));
    const started = await startProgram(await worker({ ...production, UNIT_PUBLIC: real }));
    expect(await started.stop()).toBe(0);

    const hasty = await runProgram(await worker({ ...production, UNIT_PUBLIC: real, TICK_SHORT_S: "59" }));
    expect(hasty.code).toBe(1);
    expect(hasty.said).toContain("TICK_SHORT_S");
  });

  it("names a missing variable and no value of another", async () => {
    const { code, said } = await runProgram(
      await worker({ TRIAGE_SECRET_FILE: "", DATABASE_URL: "mysql://hidden@host/x" }),
    );
    expect(code).toBe(1);
    expect(said).toContain("TRIAGE_SECRET");
    expect(said).toContain("DATABASE_URL");
    expect(said).not.toContain("hidden");
  });

  it("names a unit's file that is not there, and does not listen without its database", async () => {
    const nowhere = join(dir, "nowhere.json");
    const unitless = await runProgram(await worker({ UNIT_PUBLIC: nowhere }));
    expect(unitless.code).toBe(1);
    expect(unitless.said).toContain(`UNIT_PUBLIC: ${nowhere} does not exist`);

    const url = new URL(world.workerUrl);
    url.pathname = "/colibri";
    const homeless = await runProgram(await worker({ DATABASE_URL: url.toString() }));
    expect(homeless.code).toBe(1);
    expect(homeless.said).toContain("database_unusable");
    expect(homeless.said).not.toMatch(/listening|colibri/);
  });
});

/**
 * Does what the README says, in a copy of the project without anything installed: every command of it is run here, or is
 * one that this run itself is made of, or needs Docker and is held against docker-compose.yml.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseCompose, readComposeText } from "../compose/composeFile.ts";
import { projectDir } from "../tools/cache.ts";
import { freePort } from "../tools/childProcess.ts";
import { admissionOf, makeOfficer, requestOf } from "../tools/unit.ts";
import {
  fromHex,
  leadFingerprint,
  leadKeyPair,
  officerFingerprint,
  parseUnitPublic,
  type Primitives,
  recoveryFileText,
  signLeadRequest,
  type UnitPublic,
} from "../../security/index.ts";
import { loadPublishedUnit, loadSodium } from "../../security/node.ts";
import { commandsOf, wordsOf } from "./commands.ts";

const LIMIT_MS = 300_000;
const LEFT_OUT = new Set(["node_modules", ".git", ".data", "dist", "unit", "secrets"]);
const commands = commandsOf(readFileSync(join(projectDir, "README.md"), "utf8"));
/** Commands that a test below has run or checked; the last test compares them with the README. */
const covered = new Set<string>();

let dir: string;
let env: Record<string, string>;

interface Outcome {
  readonly code: number | null;
  readonly said: string;
}

async function run(words: readonly string[]): Promise<Outcome> {
  const [program = "", ...args] = words;
  const child = spawn(program, args, { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

/** Runs a command of the README as it stands there; `instead` replaces words that only a person knows. */
async function runCommand(command: string, instead: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  expect(commands).toContain(command);
  const outcome = await run(wordsOf(command).map((word) => instead[word] ?? word));
  covered.add(command);
  return outcome;
}

const the = (start: string): string => commands.find((command) => command.startsWith(start)) ?? start;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "abri-readme-"));
  cpSync(projectDir, dir, {
    recursive: true,
    filter: (from) => !LEFT_OUT.has(relative(projectDir, from)) && !from.endsWith("prisma/generated"),
  });
  env = {
    ...(process.env as Record<string, string>),
    PORT: String(await freePort()),
    OFFICER_PORT: String(await freePort()),
    DATA_DIR: join(dir, ".data"),
  };
  // jest's own flags and npm's own settings are not a newcomer's.
  for (const name of Object.keys(env))
    if (/^(npm_|JEST_|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$)/.test(name)) delete env[name];
});

afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe("the README, followed from a fresh copy", () => {
  it(
    "installs with npm ci, starts, and prints the officer's digits",
    async () => {
      const installed = await runCommand("npm ci");
      expect([installed.code, installed.code === 0 ? "" : installed.said]).toEqual([0, ""]);
      // A newcomer's first command has nothing to say about their Node.
      expect(installed.said).not.toContain("EBADENGINE");

      const started = spawn("npm", ["start"], { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
      covered.add("npm start");
      try {
        const said = await saidUntil(started, "Abri is running");
        expect(said).toContain(`http://127.0.0.1:${env["PORT"]}/`);
        expect((await fetch(`http://127.0.0.1:${env["PORT"]}/`)).status).toBe(200);
        expect((await fetch(`http://127.0.0.1:${env["OFFICER_PORT"]}/`)).status).toBe(200);
        expect((await runCommand("npm run digits")).said).toMatch(/^\d{6} /m);
        expect((await runCommand(the("npm run invite"))).said).toContain("One-time code");
      } finally {
        started.kill("SIGTERM");
        if (started.exitCode === null) await once(started, "exit");
      }
    },
    LIMIT_MS,
  );

  it(
    "makes a unit, verifies it, admits an officer, certifies a lead, raises a floor and explains",
    async () => {
      const p = await loadSodium();
      const officer = makeOfficer(p, "Name on the roster");
      for (const start of ["npm run unit -- init", "npm run unit -- verify", "npm run unit -- fingerprint"]) {
        expect([start, (await runCommand(the(start))).code]).toEqual([start, 0]);
      }
      const unit = parseUnitPublic(JSON.parse(readFileSync(join(dir, "unit", "server", "unit.public.json"), "utf8")));

      writeFileSync(join(dir, "request.txt"), requestOf(p, officer, unit));
      const fingerprint = await officerFingerprint(p, admissionOf(p, officer, unit));
      const [ask, admit] = commands.filter((command) => command.startsWith("npm run unit -- admit"));
      const asked = await runCommand(ask ?? "");
      expect(asked.said).toContain(fingerprint);
      expect(existsSync(join(dir, "unit", "server", "directory", "0002.statement"))).toBe(false);
      expect((await runCommand(admit ?? "", { "read aloud": fingerprint })).code).toBe(0);
      expect(existsSync(join(dir, "unit", "server", "directory", "0002.statement"))).toBe(true);

      await recover(p, unit);
      const lead = await leadKeyPair(p, officer.signingSeed);
      const fields = { unitId: fromHex(unit.unitId), officerId: officer.id, name: officer.name };
      writeFileSync(join(dir, "request.txt"), signLeadRequest(p, fields, lead));
      const leadPrint = await leadFingerprint(p, { ...fields, leadKey: lead.publicKey });
      const [askLead, certify] = commands.filter((command) => command.startsWith("npm run unit -- certify"));
      expect((await runCommand(askLead ?? "")).said).toContain(leadPrint);
      expect((await runCommand(certify ?? "", { "read aloud": leadPrint })).said).toContain("Certificate: ");
      expect((await runCommand(the("npm run unit -- floor"))).code).toBe(0);
      // The unit is a minute old: the epoch that the README names is one that it has not had yet.
      expect((await runCommand(the("npm run unit -- forget"))).said).toContain("unknown_epoch");
      expect((await runCommand(the("npm run unit -- explain-level"))).said).toContain("P0");

      const triageSecret = (): number => readFileSync(join(dir, "unit", "server", "triage.secret"), "utf8").length;
      const [one, made] = [triageSecret(), await runCommand(the("npm run unit -- triage-key --make"))];
      expect([made.code, triageSecret() > one]).toEqual([0, true]);
      expect((await runCommand(the("npm run unit -- triage-key --forget-previous"))).code).toBe(0);
      expect(triageSecret()).toBe(one);
    },
    LIMIT_MS,
  );

  it("makes the secrets that docker-compose.yml mounts", async () => {
    expect((await runCommand("npm run make-secrets -- --dir secrets")).code).toBe(0);
    for (const [name, { file }] of Object.entries(parseCompose(readComposeText()).secrets)) {
      expect([name, existsSync(join(dir, file ?? ""))]).toEqual([name, true]);
    }
  });

  it("names services and programs that are there in its Docker commands", () => {
    const { services } = parseCompose(readComposeText());
    for (const command of commands.filter((each) => each.startsWith("docker compose "))) {
      const [, , verb, ...rest] = wordsOf(command);
      const plain = rest.filter((word) => !word.startsWith("-"));
      if (verb === "run") {
        expect([command, Object.keys(services).includes(plain[0] ?? "")]).toEqual([command, true]);
        const program = plain.find((word) => word.startsWith("dist/"));
        const source = program?.replace(/^dist\//, "").replace(/\.js$/, ".ts");
        expect([command, source === undefined || existsSync(join(projectDir, source))]).toEqual([command, true]);
      } else {
        expect([command, verb]).toEqual([command, "up"]);
      }
      covered.add(command);
    }
  });

  it(
    "tests, and notices a break that is made on purpose",
    async () => {
      // Whole runs inside a whole run would never end: one kind, one break.
      expect((await run(["npm", "test", "--", "vector"])).said.trimEnd()).toMatch(/\d+ passed, 0 failed$/);
      covered.add("npm test");
      expect((await run(["npm", "run", "test:long", "--", "--list"])).said).toContain("chaos");
      covered.add("npm run test:long");
      expect((await run(["npm", "run", "mutate", "--", "skip-signature"])).said.trimEnd()).toMatch(
        /1 passed, 0 failed$/,
      );
      covered.add("npm run mutate");
    },
    LIMIT_MS,
  );

  it("has its pictures", () => {
    const markdown = readFileSync(join(projectDir, "README.md"), "utf8");
    const pictures = [...markdown.matchAll(/src="([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures) expect([picture, existsSync(join(projectDir, picture))]).toEqual([picture, true]);
    covered.add("npm run screenshots");
  });

  it("leaves to .ci/run only what .ci/run does", () => {
    const ci = readFileSync(join(projectDir, ".ci", "run"), "utf8");
    for (const name of ["types", "lint", "format:check", "boundaries", "build"]) {
      expect(ci).toContain(`npm run --silent ${name}`);
      covered.add(`npm run ${name}`);
    }
  });

  it("says nothing that was not tried here", () => {
    expect(commands.filter((command) => !covered.has(command))).toEqual([]);
    expect(commands.length).toBeGreaterThan(15);
  });
});

/** Makes a recovery key, loses everybody, and has two new people, by the README's own commands. */
async function recover(p: Primitives, unit: UnitPublic): Promise<void> {
  expect((await runCommand(the("npm run unit -- recovery"))).code).toBe(0);
  const enter = ["npm", "run", "unit", "--", "recovery", "--enter", "@recovery/recovery-key.txt"];
  expect((await run(enter)).code).toBe(0);
  for (const number of [1, 3]) {
    cpSync(join(dir, "recovery", `recovery-share-${number}.txt`), join(dir, `share-${number}.txt`));
  }
  const { directory, grants } = await loadPublishedUnit(join(dir, "unit"));
  // As the shell writes what Docker prints.
  expect((await run(["sh", "-c", `${the("umask")}; : > recovery.json`])).code).toBe(0);
  expect(statSync(join(dir, "recovery.json")).mode & 0o777).toBe(0o600);
  covered.add(the("umask"));
  writeFileSync(
    join(dir, "recovery.json"),
    recoveryFileText(unit, { directory, grants: grants.flat(), certificates: [] }),
  );
  const said: Record<string, string> = {};
  for (const name of ["one", "two"]) {
    const officer = makeOfficer(p, `Newcomer ${name}`);
    writeFileSync(join(dir, `${name}.txt`), requestOf(p, officer, unit));
    said[`${name} reads aloud`] = await officerFingerprint(p, admissionOf(p, officer, unit));
  }
  expect((await runCommand(the("npm run unit -- recover --file"), said)).said).toContain(
    "Leads on every desk: Newcomer one, Newcomer two.",
  );
}

async function saidUntil(child: ChildProcess, word: string): Promise<string> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const deadline = Date.now() + 120_000;
  while (!said.includes(word)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start:\n${said}`);
    await wait(50);
  }
  return said;
}

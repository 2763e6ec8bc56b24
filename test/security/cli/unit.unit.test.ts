import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes, fromBase64Url, fromHex, uuidOf } from "../../../security/bytes.ts";
import { verifyCertificate } from "../../../security/certificate.ts";
import { parseIsoDay } from "../../../security/days.ts";
import { verifyChain } from "../../../security/directory.ts";
import { leadFingerprint, officerFingerprint, unitFingerprint } from "../../../security/fingerprint.ts";
import { openGrant } from "../../../security/grants.ts";
import { leadKeyPair } from "../../../security/leadKey.ts";
import { signLeadRequest } from "../../../security/leadRequest.ts";
import { loadSodium } from "../../../security/primitives/loadNode.ts";
import { loadPublishedUnit, loadUnitFiles } from "../../../security/unitFiles.ts";
import { makeOfficer, makeUnit, requestOf as admissionText, type TestOfficer } from "../../tools/unit.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const p = await loadSodium();
const DAY = "2026-03-10";

let root: string;
let template: string;
let said = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-unit-"));
  template = join(root, "template");
  const made = await unit(template, "init", "--name-fr", "Unité d’essai", "--name-en", "Test unit", "--today", DAY);
  expect(made.code).toBe(0);
});
afterAll(() => rm(root, { recursive: true }));

/** Runs a command on a directory; everything it says is kept, to look for secrets in at the end. */
async function unit(dir: string, command: string, ...args: string[]): Promise<Run> {
  const run = await runUnit([command, "--dir", dir, ...args]);
  said += run.stdout + run.stderr;
  return run;
}

/** A unit of its own for one test. */
async function copyOf(name: string): Promise<string> {
  const dir = join(root, name);
  await cp(template, dir, { recursive: true });
  return dir;
}

/** As the console of this test's unit makes it. */
async function requestOf(officer: TestOfficer): Promise<string> {
  return admissionText(p, officer, (await loadPublishedUnit(template)).publicJson);
}

function printOf({ id, sealing, signing }: TestOfficer): Promise<string> {
  return officerFingerprint(p, { officerId: id, sealingKey: sealing.publicKey, signingKey: signing.publicKey });
}

async function admit(dir: string, officer: TestOfficer, ...more: string[]): Promise<Run> {
  const request = ["--request", await requestOf(officer), "--fingerprint", await printOf(officer)];
  return unit(dir, "admit", ...request, "--today", DAY, ...more);
}

function refused(run: Run, code: string, status = 1): void {
  expect(run.stderr).toMatch(new RegExp(`^unit: ${code}: `));
  expect(run.code).toBe(status);
}

describe("unit init", () => {
  it("makes a unit that verifies, its secrets readable by their owner alone", async () => {
    const { publicJson, directory } = await loadPublishedUnit(template);
    await verifyChain(p, directory, publicJson, parseIsoDay(DAY));
    expect(publicJson).toMatchObject({ unitName: { fr: "Unité d’essai", en: "Test unit" }, demonstration: false });
    const secrets = ["root.secret.json", "lead.secret.json", "desks.secret.json"].map((name) => `offline/${name}`);
    for (const path of [...secrets, "server/triage.secret"]) {
      expect([path, (await stat(join(template, path))).mode & 0o777]).toEqual([path, 0o600]);
    }
    expect((await stat(join(template, "offline"))).mode & 0o077).toBe(0);
    expect((await readdir(root)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("never writes over an existing unit, nor into a directory with anything in it", async () => {
    const before = await readFile(join(template, "offline/root.secret.json"));
    refused(await unit(template, "init", "--name-fr", "x", "--name-en", "x"), "unit_exists");
    expect(await readFile(join(template, "offline/root.secret.json"))).toEqual(before);
  });

  it("refuses what it cannot use, and leaves nothing behind", async () => {
    const dir = join(root, "never");
    refused(await unit(dir, "init", "--name-fr", "x"), "usage", 2);
    refused(await unit(dir, "init", "--name-fr", "x", "--name-en", "x", "--exit-url", "http://x.org/"), "usage", 2);
    refused(await unit(dir, "init", "--name-fr", "x", "--name-en", "x", "--emergency", "911"), "usage", 2);
    expect(await readdir(root)).not.toContain("never");
  });
});

describe("unit admit", () => {
  it("changes nothing before the fingerprint was compared, and prints it", async () => {
    const dir = await copyOf("uncompared");
    const officer = makeOfficer(p, "Ève Tremblay");
    const run = await unit(dir, "admit", "--request", await requestOf(officer), "--today", DAY);
    refused(run, "fingerprint_needed");
    expect(run.stdout).toContain("Ève Tremblay");
    expect(run.stdout).toContain(await printOf(officer));
    refused(
      await unit(dir, "admit", "--request", await requestOf(officer), "--fingerprint", await printOf(makeOfficer(p))),
      "fingerprint_mismatch",
    );
    expect((await loadPublishedUnit(dir)).directory).toHaveLength(1);
  });

  it("refuses a request to another unit at once, before anybody compares anything", async () => {
    const dir = await copyOf("another");
    const officer = makeOfficer(p, "Ève Tremblay");
    const request = admissionText(p, officer, (await makeUnit()).unit);
    const run = await unit(dir, "admit", "--request", request, "--today", DAY);
    refused(run, "wrong_unit");
    expect(run.stderr).toContain((await loadPublishedUnit(template)).publicJson.unitId);
    expect(run.stdout).not.toContain("Fingerprint");
    const sure = ["--fingerprint", await printOf(officer)];
    refused(await unit(dir, "admit", "--request", request, ...sure, "--today", DAY), "wrong_unit");
    expect((await loadPublishedUnit(dir)).directory).toHaveLength(1);
  });

  it("admits an officer whose grants open with the officer's keys alone", async () => {
    const dir = await copyOf("admitted");
    const officer = makeOfficer(p, "Ève Tremblay");
    const run = await admit(dir, officer, "--desk", "restricted", "--role", "lead");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("Admitted Ève Tremblay as lead. Desks: general, restricted.");
    const { directory, publicJson, grants } = await loadPublishedUnit(dir);
    const { newest } = await verifyChain(p, directory, publicJson, parseIsoDay(DAY));
    expect(newest.roster.officers).toMatchObject([{ name: "Ève Tremblay", role: "lead", desks: [1, 2] }]);
    expect(grants[1]).toHaveLength(4);
    const { offline } = await loadUnitFiles(dir);
    for (const grant of grants[1] ?? []) {
      expect(equalBytes(grant.officerId, officer.id)).toBe(true);
      const secret = await openGrant(p, grant.inner, { ...grant, recipient: officer.sealing });
      const desk = offline.desks.find(({ id }) => id === grant.deskId);
      expect(secret).toEqual(grant.epoch === 0 ? desk?.matchingKey : desk?.epochs[0]?.seed);
    }
  });

  it("reads a request that begins with a dash, or with two, like all others", async () => {
    const dir = await copyOf("dashed");
    const { publicJson } = await loadPublishedUnit(template);
    const officer = makeOfficer(p);
    // A signature comes first, which is another for each name.
    const asks = Array.from(
      { length: 100_000 },
      (_, n) => () => admissionText(p, { ...officer, name: `N ${n}` }, publicJson),
    );
    for (const dashes of ["-", "--"]) {
      let request = "";
      for (const ask of asks) if ((request = ask()).startsWith(dashes)) break;
      expect(request.slice(0, dashes.length)).toBe(dashes);
      const run = await unit(dir, "admit", "--request", request, "--today", DAY);
      refused(run, "fingerprint_needed");
      expect(run.stdout).toContain(await printOf(officer));
    }
    refused(await unit(dir, "admit", "--request", "--role", "lead"), "usage", 2);
    refused(await unit(dir, "admit", "--request"), "usage", 2);
    refused(await unit(dir, "admit", "--strange", "-x"), "usage", 2);
  });

  it("reads the request from a file and from standard input too", async () => {
    const dir = await copyOf("sources");
    const officer = makeOfficer(p, "From Stdin");
    const print = await printOf(officer);
    const args = ["admit", "--dir", dir, "--fingerprint", print.toUpperCase().replaceAll(" ", ""), "--today", DAY];
    expect((await runUnit([...args, "--request", "-"], `${await requestOf(officer)}\n`)).code).toBe(0);
    const file = join(root, "request.txt");
    await writeFile(file, await requestOf(officer));
    refused(await runUnit([...args, "--request", `@${file}`]), "out_of_range"); // read, and on the roster already
    refused(await runUnit([...args, "--request", "@/no/such/file"]), "usage", 2);
    refused(await runUnit([...args, "--request", "nonsense"]), "malformed");
  });
});

describe("unit renew", () => {
  it("36 days on makes new keys and grants them; --if-needed then has nothing to do", async () => {
    const dir = await copyOf("renewed");
    const officer = makeOfficer(p);
    await admit(dir, officer);
    const later = ["--today", "2026-04-15"];
    refused(await unit(dir, "verify", ...later), "statement_expired");
    const run = await unit(dir, "renew", ...later);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("general: epoch 2 until 2026-04-30, new keys");
    expect(run.stdout).toContain("1 new grant");
    expect((await unit(dir, "verify", ...later)).code).toBe(0);
    const idle = await unit(dir, "renew", "--if-needed", ...later);
    expect([idle.code, idle.stdout]).toEqual([0, expect.stringContaining("Nothing to do")]);
    expect((await loadPublishedUnit(dir)).directory).toHaveLength(3);
  });

  it("refuses a clock that went back, and a unit whose offline half is elsewhere", async () => {
    const dir = await copyOf("server-only");
    refused(await unit(dir, "renew", "--today", "2026-03-09"), "out_of_range");
    await rm(join(dir, "offline"), { recursive: true });
    refused(await unit(dir, "renew", "--today", DAY), "secret_missing");
    expect((await unit(dir, "verify", "--today", DAY)).code).toBe(0);
    expect((await unit(dir, "show", "--today", DAY)).code).toBe(0);
  });

  it("works while the root lies in its safe", async () => {
    const dir = await copyOf("rootless");
    await rename(join(dir, "offline/root.secret.json"), join(root, "safe.json"));
    expect((await unit(dir, "renew", "--today", DAY)).code).toBe(0);
    expect(await readdir(join(dir, "offline"))).not.toContain("root.secret.json");
  });

  it("refuses to run beside another run", async () => {
    const dir = await copyOf("busy");
    await writeFile(join(dir, ".lock"), "");
    refused(await unit(dir, "renew", "--today", DAY), "unit_busy");
    await rm(join(dir, ".lock"));
    const runs = await Promise.all([1, 2].map(() => unit(dir, "renew", "--today", DAY)));
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    const { directory, publicJson } = await loadPublishedUnit(dir);
    await verifyChain(p, directory, publicJson, parseIsoDay(DAY));
    expect(await readdir(dir)).not.toContain(".lock");
  });
});

describe("unit remove", () => {
  it("takes the officer off, makes new keys that the officer cannot open, and raises the floor", async () => {
    const dir = await copyOf("removed");
    const [stays, leaves] = [makeOfficer(p, "Stays"), makeOfficer(p, "Leaves")];
    await admit(dir, stays);
    await admit(dir, leaves);
    refused(await unit(dir, "remove", "--officer", "Nobody", "--today", DAY), "unknown_officer");
    const run = await unit(dir, "remove", "--officer", uuidOf(leaves.id), "--today", DAY);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("Removed Leaves. New keys for: general.");
    const { publicJson, grants, directory } = await loadPublishedUnit(dir);
    expect(publicJson.floors.statementVersion).toBe(4);
    expect(grants[3]?.map(({ epoch }) => epoch)).toEqual([2]);
    expect(grants[3]?.every(({ officerId }) => equalBytes(officerId, stays.id))).toBe(true);
    await verifyChain(p, directory, publicJson, parseIsoDay(DAY));
  });
});

describe("unit certify", () => {
  const requestFrom = async (officer: TestOfficer) => {
    const { publicJson } = await loadPublishedUnit(template);
    const fields = { unitId: fromHex(publicJson.unitId), officerId: officer.id, name: officer.name };
    const lead = await leadKeyPair(p, officer.signingSeed);
    const fingerprint = await leadFingerprint(p, { ...fields, leadKey: lead.publicKey });
    return { lead, fingerprint, args: ["--request", signLeadRequest(p, fields, lead), "--today", DAY] };
  };

  it("prints a certificate for the key that asked, once the fingerprint was compared, with a serial of its own", async () => {
    const dir = await copyOf("certified");
    const { publicJson } = await loadPublishedUnit(dir);
    for (const serial of [2, 3]) {
      const { lead, fingerprint, args } = await requestFrom(makeOfficer(p, "Ève Tremblay"));
      const asked = await unit(dir, "certify", ...args);
      refused(asked, "fingerprint_needed");
      expect(asked.stdout).toContain(fingerprint);
      refused(await unit(dir, "certify", ...args, "--fingerprint", "0000"), "fingerprint_mismatch");
      expect((await loadUnitFiles(dir)).offline.certificates).toHaveLength(serial - 2);
      const run = await unit(dir, "certify", ...args, "--fingerprint", fingerprint);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      const [, text = ""] = /Certificate: (\S+)/.exec(run.stdout) ?? [];
      expect(verifyCertificate(p, fromBase64Url(text), publicJson)).toMatchObject({ serial, key: lead.publicKey });
    }
  });

  it("refuses while the root lies in its safe", async () => {
    const dir = await copyOf("without-root");
    await rm(join(dir, "offline/root.secret.json"));
    const { fingerprint, args } = await requestFrom(makeOfficer(p));
    refused(await unit(dir, "certify", ...args, "--fingerprint", fingerprint), "out_of_range");
  });
});

describe("unit verify", () => {
  it("shows every version and the fingerprint on paper", async () => {
    const run = await unit(template, "verify", "--today", DAY);
    expect(run.stdout).toContain("In order: 1 version, 14 days left.");
    const { publicJson } = await loadPublishedUnit(template);
    const print = await unitFingerprint(p, publicJson);
    expect(run.stdout).toContain(print);
    expect((await unit(template, "fingerprint")).stdout).toBe(`${print}\n`);
  });

  it("shows the fingerprint of a request, typed or in a file, as admit compares it", async () => {
    const officer = makeOfficer(p, "Ève Tremblay");
    const file = join(root, "request.txt");
    await writeFile(file, await requestOf(officer));
    const shown = { code: 0, stdout: `${await printOf(officer)}  Ève Tremblay\n` };
    expect(await runUnit(["fingerprint", "--request", await requestOf(officer)])).toMatchObject(shown);
    expect(await runUnit(["fingerprint", "--request", `@${file}`])).toMatchObject(shown);
  });

  it("refuses a changed byte, a missing version and a swapped root", async () => {
    const dir = await copyOf("broken");
    await unit(dir, "renew", "--today", DAY);
    expect((await unit(dir, "verify", "--today", DAY)).code).toBe(0);
    const first = join(dir, "server/directory/0001.statement");
    const bytes = await readFile(first);
    bytes[2000] = (bytes[2000] as number) ^ 1;
    await chmod(first, 0o644);
    await writeFile(first, bytes);
    refused(await unit(dir, "verify", "--today", DAY), "bad_signature");
    await rm(first);
    refused(await unit(dir, "verify", "--today", DAY), "unit_damaged");
    const swapped = await copyOf("swapped");
    const path = join(swapped, "server/unit.public.json");
    const json = JSON.parse(await readFile(path, "utf8")) as { rootKey: string };
    await writeFile(path, JSON.stringify({ ...json, rootKey: "ab".repeat(32) }));
    refused(await unit(swapped, "verify", "--today", DAY), "bad_signature");
    await writeFile(path, "{}");
    refused(await unit(swapped, "verify", "--today", DAY), "unit_damaged");
    refused(await unit(join(root, "nothing-here"), "verify"), "unit_not_found");
    refused(await unit(join(root, "nothing-here"), "renew"), "unit_not_found");
  });
});

describe("unit show", () => {
  it("names officers with roles and desks", async () => {
    const dir = await copyOf("shown");
    const officer = makeOfficer(p, "Ève Tremblay");
    await admit(dir, officer, "--desk", "general", "--desk", "restricted");
    const { stdout } = await unit(dir, "show", "--today", DAY);
    expect(stdout).toMatch(/Ève Tremblay {2}officer {2}general, restricted {2}/);
    expect(stdout).toContain(uuidOf(officer.id));
    expect((await unit(dir, "show", "--today", "2026-06-01")).stdout).toContain("EXPIRED");
  });
});

describe("unit explain-level", () => {
  it("prints level, time, desk and reasons, from options or JSON", async () => {
    const options = await runUnit(["explain-level", "--danger", "now", "--accused", "police", "--kind", "hate"]);
    expect(options).toMatchObject({ code: 0, stderr: "" });
    expect(options.stdout).toBe("P0  first answer within 1 hour, restricted desk\n  because: danger_now\n");
    const json = await runUnit(["explain-level", "--json", '{"danger":"no","kinds":["pay"],"still":"yes"}']);
    expect(json.stdout).toMatch(/^P2 .*general desk\n {2}because: still_happening\n$/);
  });

  it("refuses words that no form could have sent", async () => {
    refused(await runUnit(["explain-level", "--danger", "maybe"]), "usage", 2);
    refused(await runUnit(["explain-level", "--json", '{"dangr":"now"}']), "usage", 2);
    refused(await runUnit(["explain-level", "--json", "{"]), "usage", 2);
    refused(await runUnit(["explain-level", "--json", "{}", "--danger", "no"]), "usage", 2);
  });
});

describe("the unit tool", () => {
  it("lists its commands, and explains each", async () => {
    const { stdout, code } = await runUnit(["--help"]);
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name as string);
    expect(commands).toEqual(expect.arrayContaining(["init", "admit", "certify", "floor", "explain-level"]));
    const helps = await Promise.all(commands.map((command) => runUnit([command, "--help"])));
    for (const [i, help] of helps.entries()) {
      expect(help).toMatchObject({ code: 0, stderr: "" });
      expect(help.stdout).toContain(`npm run unit -- ${commands[i] as string}`);
      for (const line of help.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(125);
    }
  });

  it("refuses an unknown command, option or stray word, and none at all", async () => {
    refused(await runUnit([]), "usage", 2);
    refused(await runUnit(["destroy"]), "usage", 2);
    refused(await runUnit(["show", "--everything"]), "usage", 2);
    refused(await runUnit(["show", "unit"]), "usage", 2);
    refused(await runUnit(["show", "--today", "yesterday"]), "usage", 2);
  });

  it("has printed no secret in anything above", async () => {
    const { offline, triageSecret } = await loadUnitFiles(template);
    const seeds = offline.desks.flatMap(({ matchingKey, epochs }) => [matchingKey, ...epochs.map(({ seed }) => seed)]);
    const secrets = [offline.root as Uint8Array, offline.lead.seed, triageSecret, ...seeds].map((secret) =>
      Buffer.from(secret),
    );
    const found = (text: string) =>
      secrets.filter((secret) => text.includes(secret.toString("hex")) || text.includes(secret.toString("base64url")));
    expect(said).toContain("Test unit");
    expect(found(said + secrets[1]?.toString("hex"))).toHaveLength(1); // the search finds what is there
    expect(found(said)).toEqual([]);
  });
});

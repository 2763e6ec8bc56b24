import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { newestOf } from "../../../security/ceremony.ts";
import { officerFingerprint } from "../../../security/fingerprint.ts";
import { loadSodium } from "../../../security/primitives/loadNode.ts";
import { loadUnitFiles } from "../../../security/unitFiles.ts";
import { admissionOf, makeOfficer, requestOf } from "../../tools/unit.ts";
import { runUnit, type Run } from "../../tools/unitCommand.ts";

const p = await loadSodium();
let root: string;
let dir: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-desk-"));
  dir = join(root, "unit");
});
afterAll(() => rm(root, { recursive: true }));

const unit = (command: string, ...args: string[]): Promise<Run> => runUnit([command, "--dir", dir, ...args]);
const names = (fr: string, en: string): string[] => ["--name-fr", fr, "--name-en", en];

describe("unit desk", () => {
  it("opens desks at the beginning and later, gives them names, and officers are admitted to them by name", async () => {
    const made = await unit("init", ...names("Unité d’essai", "Test unit"), "--desk", "Mineurs | Minors");
    expect([made.code, made.stderr]).toEqual([0, ""]);
    const opened = await unit("desk", ...names("Traite", "Trafficking"));
    expect([opened.code, opened.stdout]).toEqual([0, expect.stringContaining("Opened desk 4: Trafficking.")]);
    const renamed = await unit("desk", "--rename", "Minors", ...names("Enfants", "Children"));
    expect(renamed.stdout).toContain("Desk 3 was Minors, and is Children.");

    const state = await loadUnitFiles(dir);
    const officer = makeOfficer(p);
    const request = requestOf(p, officer, state.publicJson);
    const print = await officerFingerprint(p, admissionOf(p, officer, state.publicJson));
    const asked = ["--request", request, "--fingerprint", print];
    const wrong = await unit("admit", ...asked, "--desk", "Minors");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("3 (Children), 4 (Trafficking)")]);
    const admitted = await unit("admit", ...asked, "--desk", "Enfants");
    expect(admitted.stdout).toContain("as officer. Desks: Children.");
    const shown = await unit("show");
    expect(shown.stdout).toMatch(/^ {2}Children \(3\)\s+1\s+\S+\s+1$/m);
    const { roster } = await newestOf(p, await loadUnitFiles(dir));
    expect(roster.officers.map(({ desks }) => desks)).toEqual([[3]]);
  });

  it("refuses a name that is taken, one desk too many, and to name the desks of every unit", async () => {
    const code = async (...args: string[]) => (await unit("desk", ...args)).stderr.split(":").slice(0, 2).join(":");
    expect(await code("--rename", "4", ...names("Enfants", "Trafficking"))).toBe("unit: desk_name_taken");
    expect(await code("--rename", "restricted", ...names("Police", "Police"))).toBe("unit: unknown_desk");
    expect(await code(...names("Nuit", "Night"))).toBe("unit: too_many_desks");
    expect(await code("--name-fr", "Nuit")).toBe("unit: usage");
    const { roster } = await newestOf(p, await loadUnitFiles(dir));
    expect(roster.deskNames.map(({ name }) => name.en)).toEqual(["Children", "Trafficking"]);
  });
});

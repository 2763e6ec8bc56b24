import { homedir } from "node:os";
import { describe, expect, it } from "@jest/globals";
import { LABELS } from "../../security/labels.ts";
import { projectDir } from "../tools/cache.ts";
import { withoutComments } from "./imports.ts";
import { projectFiles } from "./tree.ts";
import type { SourceFile } from "./tree.ts";

/** Paths of the files whose text has a line that matches. */
function filesWith(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

const CODE = /^(api|web|workers|prisma|security|test)\/.*\.(tsx?|mjs)$/;
const SERVED_CODE = /^(api|web|workers|prisma|security)\/.*\.(tsx?|mjs)$/;
const MAX_LINES = 400;

const code = projectFiles(CODE);
/** Documents beside code may name a label, and say "as any officer would". */
const codeAlone = code.map(({ path, text }) => ({ path, text: withoutComments(text) }));
const servedCode = codeAlone.filter(({ path }) => SERVED_CODE.test(path));
const everything = projectFiles(/./);

/** Joins: so that this file does not hold what it looks for. */
const split = (...parts: string[]): string => parts.join("");

/** Each of these would be easy to write by habit, and costs a reporter something or a reader much. */
describe("the sources", () => {
  const LABEL = new RegExp(split("[\"'`]ab", "ri/v\\d+/"));
  const CONSOLE = new RegExp(split("\\bcon", "sole\\.(log|error|warn|info|debug|trace)\\b"));
  const SILENCED = new RegExp(split("(@ts-(ign", "ore|noch", "eck)|(es|ox)lint-dis", "able)"));
  const ANY = new RegExp(split("(\\bas|:|<) ?a", "ny\\b"));
  const SKIPPED = new RegExp(split("\\b((it|test|describe)\\.(sk", "ip|on", "ly|to", "do)|x(it|describe|test)\\()"));

  it("spell a label of the protocol in security/labels.ts alone", () => {
    expect(filesWith([{ path: "planted", text: split('const info = "ab', 'ri/v1/slip";') }], LABEL)).toHaveLength(1);
    expect(filesWith(servedCode, LABEL)).toEqual(["security/labels.ts"]);
  });

  it("use each label of the protocol once", () => {
    const labels = Object.values(LABELS);
    expect(new Set(labels).size).toBe(labels.length);
    const inFile = projectFiles(/^security\/labels\.ts$/)[0]?.text.match(/"abri\/v1\/[^"]+"/g) ?? [];
    expect(inFile).toHaveLength(labels.length);
  });

  it("write nothing to the console: what a process says goes through the log's allow-list", () => {
    expect(filesWith([{ path: "planted", text: split("con", "sole.log(report)") }], CONSOLE)).toHaveLength(1);
    expect(filesWith(servedCode, CONSOLE)).toEqual([]);
  });

  it("silence neither the compiler nor the linter, and leave no test out", () => {
    expect(filesWith([{ path: "planted", text: split("// @ts-ign", "ore") }], SILENCED)).toHaveLength(1);
    expect(filesWith(code, SILENCED)).toEqual([]);
    expect(filesWith([{ path: "planted", text: split("x as a", "ny") }], ANY)).toHaveLength(1);
    expect(filesWith(codeAlone, ANY)).toEqual([]);
    expect(filesWith([{ path: "planted", text: split("it.on", 'ly("x")') }], SKIPPED)).toHaveLength(1);
    expect(filesWith(code, SKIPPED)).toEqual([]);
  });

  it(`have no file over ${MAX_LINES} lines`, () => {
    // A catalog is as long as what the page says, and the database's one schema as what is kept: one line for each.
    const catalog = /^(web\/locales\/form\/[a-z]{2}(-[A-Z][a-z]+)?\.ts|prisma\/schema\.prisma)$/;
    const long = projectFiles(/\.(tsx?|mjs|css|html|prisma)$/)
      .filter(({ path }) => !catalog.test(path))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it("name every file of tests for the suite that runs it", () => {
    const kinds = /\.(unit|vector|db|redis|dom|chaos|e2e)\.test\.tsx?$/;
    const tests = code.map(({ path }) => path).filter((path) => /\.test\./.test(path));
    expect(tests.length).toBeGreaterThan(1);
    expect(tests.filter((path) => !kinds.test(path))).toEqual([]);
  });
});

describe("the repository", () => {
  it("names no package registry in the lock file: each machine brings its own", () => {
    const lock = projectFiles(/^package-lock\.json$/)[0]?.text ?? "";
    expect(lock).toContain('"integrity"');
    expect(lock).not.toContain('"resolved"');
    expect(lock).not.toMatch(/https?:\/\/[^"]*(registry|npmjs)/);
  });

  it("pins every dependency to one version", () => {
    const manifest = JSON.parse(projectFiles(/^package\.json$/)[0]?.text ?? "{}") as Record<string, unknown>;
    const groups = ["dependencies", "devDependencies", "optionalDependencies"].map((name) => manifest[name] ?? {});
    const versions = groups.flatMap((group) => Object.entries(group as Record<string, string>));
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("holds no path of the machine it was written on", () => {
    const here = [projectDir, homedir()].filter((path) => path.split("/").length > 2 || path.length > 8);
    const found = everything.filter(({ text }) => here.some((path) => text.includes(`${path}/`)));
    expect(found.map(({ path }) => path)).toEqual([]);
    const usual = new RegExp(split("(/ho", "me/\\w+/|/Us", "ers/\\w+/|/ro", "ot/\\.|/wo", "rk/\\w+/)"));
    expect(filesWith(everything, usual)).toEqual([]);
  });
});

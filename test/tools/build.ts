/**
 * `npm run build`: what production runs. Compiles api/, workers/, prisma/, security/ and the builder of the web pages
 * to dist/, copies the files they read at run time, and then tries the result: every program starts as far as its
 * settings, and a unit made with the built command line gets both its web pages.
 *
 * The web pages themselves carry their unit's keys, so each installation builds its own: `node dist/web/build.js`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectDir } from "./cache.ts";

const DIST = join(projectDir, "dist");
const COMPILED = ["api", "workers", "prisma", "security"];
/** What programs read beside code: migrations, word lists, data. Not documents. */
const ASSET = /\.(sql|toml|prisma|json|txt)$/;

/** Programs of production. Without settings each must end with a named configuration error, not with a broken import. */
const PROGRAMS = [
  ["api/main.js", "reporter"],
  ["api/main.js", "officer"],
  ["workers/main.js"],
  ["prisma/migrate.js"],
  ["api/publish.js"],
  ["api/exportRecovery.js"],
  ["api/invite.js"],
  ["api/shred.js"],
] as const;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): { status: number | null; said: string } {
  const done = spawnSync(process.execPath, args, { cwd: projectDir, env, encoding: "utf8", timeout: 180_000 });
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

function must(what: string, args: readonly string[]): void {
  const { status, said } = run(args);
  if (status !== 0) throw new Error(`${what} failed:\n${said}`);
}

function copyAssets(under: string): number {
  return readdirSync(join(projectDir, under), { withFileTypes: true }).reduce((count, entry) => {
    const path = join(under, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? count : count + copyAssets(path);
    if (!ASSET.test(entry.name)) return count;
    mkdirSync(join(DIST, dirname(path)), { recursive: true });
    cpSync(join(projectDir, path), join(DIST, path));
    return count + 1;
  }, 0);
}

/** A program that lacks its settings says so by the code of that error; anything else means that it is not whole. */
function tryProgram(program: readonly string[]): void {
  const { status, said } = run([join(DIST, program[0] ?? ""), ...program.slice(1)], { PATH: process.env["PATH"] });
  const named = /config_invalid|usage/.test(said);
  if (status === 0 || !named || /ERR_MODULE_NOT_FOUND|SyntaxError/.test(said)) {
    throw new Error(`dist/${program.join(" ")} without settings ended with ${String(status)}:\n${said}`);
  }
}

/** Makes a unit with the built command line, then its pages with the built builder. */
function tryWebPages(): number {
  const dir = mkdtempSync(join(tmpdir(), "abri-build-"));
  try {
    const unit = join(dir, "unit");
    const init = ["init", "--dir", unit, "--name-fr", "Unité d’essai", "--name-en", "Trial unit"];
    must("making a unit", [join(DIST, "security/cli/main.js"), ...init]);
    const publicJson = join(unit, "server", "unit.public.json");
    const out = join(dir, "web");
    must("building its web pages", [join(DIST, "web/build.js"), "--unit", publicJson, "--out", out]);
    return ["form", "console"].reduce((count, site) => count + servedFiles(join(out, site)), 0);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function servedFiles(site: string): number {
  const manifest = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8")) as { files: { file: string }[] };
  const absent = manifest.files.filter(({ file }) => !existsSync(join(site, file)));
  if (manifest.files.length < 2 || absent.length > 0) throw new Error(`${site} is not whole`);
  return manifest.files.length;
}

rmSync(DIST, { recursive: true, force: true });
must("tsc", [join(projectDir, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"]);
const assets = COMPILED.reduce((count, folder) => count + copyAssets(folder), 0);
say(`compiled to dist/, with ${assets} files that are no code`);
for (const program of PROGRAMS) tryProgram(program);
say(`${PROGRAMS.length} programs start as far as their settings`);
say(`${tryWebPages()} files of the web pages of a trial unit`);

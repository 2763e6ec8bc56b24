/**
 * Builds both web pages for one unit: `tsx web/build.ts --unit unit.public.json --out .data/web`. With `--quick` they are
 * compressed less: for a look at them on one's own machine.
 *
 * The unit's public constants (root key, floors, names, exit address) are part of the scripts, so that a page trusts
 * nothing that the server says later. The same sources and the same unit give the same bytes.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { parseUnitPublic, type UnitPublic } from "../security/index.ts";
import { buildConsole } from "./build/console.ts";
import { findRoot } from "./build/esbuild.ts";
import { buildForm, type FormBuild } from "./build/form.ts";
import type { Compression, Manifest } from "./build/site.ts";

export interface WebBuild {
  readonly form: FormBuild;
  readonly console: Manifest;
}

/** Writes `outDir/form` and `outDir/console`, each with a `manifest.json` that lists what may be served. */
export async function buildWeb(unit: UnitPublic, outDir: string, compression: Compression): Promise<WebBuild> {
  const root = findRoot();
  const form = await buildForm(root, unit, join(outDir, "form"), compression);
  return { form, console: await buildConsole(root, unit, join(outDir, "console"), compression) };
}

/** @returns null when there is no such unit, after saying so: that is for whoever runs this, and no fault of the build */
async function readUnit(file: string): Promise<UnitPublic | null> {
  try {
    return parseUnitPublic(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    process.stderr.write(`--unit: ${file} has to be the unit.public.json that \`npm run unit -- init\` made: ${why}\n`);
    process.exitCode = 1;
    return null;
  }
}

async function main(): Promise<void> {
  const options = { unit: { type: "string" }, out: { type: "string" }, quick: { type: "boolean" } } as const;
  const { values } = parseArgs({ options });
  if (values.unit === undefined || values.out === undefined) {
    throw new Error("usage: tsx web/build.ts --unit unit.public.json --out directory [--quick]");
  }
  const unit = await readUnit(values.unit);
  if (unit === null) return;
  const outDir = resolve(values.out);
  const built = await buildWeb(unit, outDir, values.quick === true ? "quick" : "smallest");
  const count = built.form.manifest.files.length + built.console.files.length;
  process.stdout.write(`${count} files in ${outDir}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();

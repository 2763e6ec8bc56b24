/** The officers' console: index.html with its style, the first script, what that loads later, and the viewer of files. */
import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { build } from "esbuild";
import type { Language, UnitPublic } from "../../security/index.ts";
import type { Catalog } from "../locales/form/en.ts";
import { CATALOGS } from "../locales/form/index.ts";
import type { MailboxWords } from "../shared/mailboxWords.ts";
import { bundleOptions } from "./esbuild.ts";
import { fillPage, pageValues } from "./page.ts";
import { Site, type Compression, type Manifest } from "./site.ts";

export async function buildConsole(
  root: string,
  unit: UnitPublic,
  outDir: string,
  compression?: Compression,
): Promise<Manifest> {
  const folder = join(root, "web/console");
  const site = new Site();
  const opener = await addOpener(root, site);
  const options = bundleOptions(root, {
    ABRI_UNIT: JSON.stringify(unit),
    ABRI_OPENER: JSON.stringify(opener),
    ABRI_MAILBOX_WORDS: JSON.stringify(mailboxWords()),
    "process.env.NODE_ENV": '"production"',
  });
  const scripts = await build({
    ...options,
    entryPoints: [join(folder, "main.tsx")],
    splitting: true,
    outdir: join(root, "assets"),
    entryNames: "console-[hash]",
    chunkNames: "part-[hash]",
    external: [...NODE_ONLY],
  });
  const styles = await build({ ...options, entryPoints: [join(folder, "console.css")] });
  const style = (styles.outputFiles?.[0]?.text ?? "").trim();

  let first: string | undefined;
  for (const file of scripts.outputFiles ?? []) {
    if (extname(file.path) !== ".js") throw new Error(`the console must be scripts and one style: ${file.path}`);
    const path = site.add(`assets/${basename(file.path)}`, file.contents, "immutable");
    if (basename(file.path).startsWith("console-")) first = path;
  }
  if (first === undefined) throw new Error("the console has no first script");
  const template = await readFile(join(folder, "index.html"), "utf8");
  site.addPage(fillPage(template, pageValues(unit), { style, scriptAddress: first }), { style });
  await addViewer(root, site);
  const asks = ["publickey-credentials-create", "publickey-credentials-get"] as const;
  return site.write(outDir, { scriptEval: "wasm", blobs: [], asks, unit }, compression);
}

/** Of every language at once: asking for that of a report would tell the officer host which one it is. */
function mailboxWords(): Record<string, MailboxWords> {
  const words = (Object.entries(CATALOGS) as [Language, Catalog][]).map(([language, texts]) => {
    const { "mailbox.verified": verified, "mailbox.reply": reply } = texts;
    return [language, { verified, reply }] as const;
  });
  return Object.fromEntries(words);
}

/** libsodium reaches for these only outside a browser. */
const NODE_ONLY = ["node:*", "module", "fs", "path", "url", "crypto"] as const;

/** The worker that opens summaries: one script of its own, which fetches nothing. */
async function addOpener(root: string, site: Site): Promise<string> {
  const result = await build({
    ...bundleOptions(root, {}),
    entryPoints: [join(root, "web/console/opener/main.ts")],
    outdir: join(root, "assets"),
    entryNames: "opener-[hash]",
    external: [...NODE_ONLY],
  });
  const [file] = result.outputFiles ?? [];
  if (file === undefined) throw new Error("the worker has no script");
  return site.addWorker(`assets/${basename(file.path)}`, file.contents);
}

/** The page in whose frame files from reporters are shown: all of it in one answer, since it may fetch nothing. */
async function addViewer(root: string, site: Site): Promise<void> {
  const folder = join(root, "web/console/viewer");
  const textOf = async (entry: string): Promise<string> => {
    const result = await build({ ...bundleOptions(root, {}), entryPoints: [join(folder, entry)] });
    return (result.outputFiles?.[0]?.text ?? "").trim();
  };
  const [style, script] = [await textOf("viewer.css"), await textOf("main.ts")];
  const template = await readFile(join(folder, "index.html"), "utf8");
  site.addViewer(fillPage(template, {}, { style, scriptText: script }), { style, script });
}

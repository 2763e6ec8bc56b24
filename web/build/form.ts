/**
 * The reporter's page: index.html with its style and its first script, and later scripts that are each one self-contained
 * file. Nothing is shared between the files, because browsers remember a module whose fetch failed: a file that needs no
 * other can be asked for again with a new query, see web/form/load.ts.
 *
 * The first script stands in the page, allowed by its hash: a button that can be seen can be pressed, and a language is one
 * round trip away, whichever is chosen. See security/decisions/0012-first-script-in-the-page.md.
 *
 * All of it is `no-store`: a cached part would show whoever takes the device that the journey happened. Chromium writes
 * the addresses of scripts down all the same, beside what it compiled of them: so they say neither what a script is for nor
 * which language somebody reads.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import type { Language, UnitPublic } from "../../security/index.ts";
import { DEVICES } from "../form/device.ts";
import { CATALOGS } from "../locales/form/index.ts";
import { addCatalog, checkCatalogs, reviewsOf, type Texts } from "./catalogs.ts";
import { bundleOptions } from "./esbuild.ts";
import { fillPage, languageButtons, pageValues } from "./page.ts";
import { Site, type Compression, type Manifest } from "./site.ts";

/** Everything but the first script, which is told where these are. */
const LATER_SCRIPTS = {
  journey: "web/form/journey.ts",
  returning: "web/form/returning.ts",
  sealing: "web/form/sealing.ts",
} as const;
/** What few people need; the journey is told where these are. */
const RARE_SCRIPTS = {
  listen: "web/form/listen/listen.ts",
  voice: "web/form/voice/script.ts",
  attachments: "web/form/attachments/script.ts",
} as const;

async function script(
  root: string,
  entry: string,
  define: Record<string, string>,
): Promise<{ code: Uint8Array; metafile: Metafile }> {
  const result = await build({ ...bundleOptions(root, define), entryPoints: [join(root, entry)] });
  const file = result.outputFiles?.[0];
  if (file === undefined || result.outputFiles?.length !== 1) throw new Error(`${entry} must give one file`);
  return { code: file.contents, metafile: result.metafile as Metafile };
}

async function styleOf(root: string, entry: string): Promise<string> {
  const result = await build({ ...bundleOptions(root, {}), entryPoints: [join(root, entry)] });
  return (result.outputFiles?.[0]?.text ?? "").trim();
}

export interface FormBuild {
  readonly manifest: Manifest;
  /** What a browser asks for to get each later script, by the script's name. */
  readonly scripts: Readonly<Record<string, string>>;
  /** What went into each script, by its name: a test looks for what must not be there. */
  readonly metafiles: Readonly<Record<string, Metafile>>;
}

export async function buildForm(
  root: string,
  unit: UnitPublic,
  outDir: string,
  compression?: Compression,
): Promise<FormBuild> {
  checkCatalogs();
  const offered = Object.entries(CATALOGS) as [Language, Texts][];
  const site = new Site();
  const metafiles: Record<string, Metafile> = {};
  const firsts: Record<string, string> = {};
  const texts: Record<string, string> = {};
  const rare: Record<string, string> = {};
  const later: Record<string, string> = {};
  const addScript = (code: string | Uint8Array): string => site.addHashed("js", code, "no-store");
  const laterStyle = await styleOf(root, "web/form/journey.css");
  const define = { ABRI_UNIT: JSON.stringify(unit), ABRI_LATER_STYLE: JSON.stringify(laterStyle) };
  for (const [language, catalog] of offered) {
    const added = addCatalog(language, catalog, reviewsOf(root, language), addScript);
    firsts[language] = added.first;
    texts[`more-${language}`] = added.more;
    for (const [name, address] of Object.entries(added.rare)) texts[`${name}-${language}`] = address;
  }
  const groups = [
    { to: rare, scripts: RARE_SCRIPTS },
    { to: later, scripts: LATER_SCRIPTS },
  ];
  for (const { to, scripts } of groups) {
    for (const [name, entry] of Object.entries(scripts)) {
      // Each is told of those that were built before it.
      const { code, metafile } = await script(root, entry, { ...define, ABRI_RARE_SCRIPTS: JSON.stringify(rare) });
      metafiles[name] = metafile;
      to[name] = addScript(code);
    }
  }
  const first = await script(root, "web/form/start.ts", {
    ...define,
    ABRI_SCRIPTS: JSON.stringify(later),
    ABRI_CATALOGS: JSON.stringify(firsts),
  });
  metafiles["start"] = first.metafile;
  const style = await styleOf(root, "web/form/form.css");
  const template = await readFile(join(root, "web/form/index.html"), "utf8");
  const scriptText = Buffer.from(first.code).toString().trim();
  const languages = offered.map(([language]) => language);
  const values = {
    ...pageValues(unit),
    languages: languageButtons(languages),
    doors: languageButtons(languages, "code"),
  };
  const page = fillPage(template, values, { style, scriptText });
  site.addPage(page, { style, script: scriptText }, Object.keys(DEVICES));
  const about = {
    scriptEval: "none",
    blobs: ["img-src", "media-src"],
    asks: ["microphone"],
    unit,
  } as const;
  const manifest = await site.write(outDir, about, compression);
  return { manifest, metafiles, scripts: { ...later, ...rare, ...firsts, ...texts } };
}

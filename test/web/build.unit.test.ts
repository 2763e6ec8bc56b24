import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { fillPage } from "../../web/build/page.ts";
import { buildForm, type FormBuild } from "../../web/build/form.ts";
import { findRoot } from "../../web/build/esbuild.ts";
import { DEVICES } from "../../web/form/device.ts";
import { catalog as en } from "../../web/locales/form/en.ts";
import { comesFirst } from "../../web/locales/form/first.ts";
import { FORM_LANGUAGES } from "../../web/locales/form/languages.ts";
import { CERTIFICATE_MAX_BYTES, DESKS_OPEN_MAX, SIGNATURE_BYTES } from "../../security/index.ts";
import { encodeStatement } from "../../security/statementContent.ts";
import { makeUnit } from "../tools/unit.ts";

/** In bytes, compressed: what a phone fetches. */
const FIRST_SCREEN_MAX = 14 * 1024;
const JOURNEY_MAX = 75 * 1024;

let outDir: string;
let form: FormBuild;
let unitId: string;
beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "abri-build-"));
  const { unit } = await makeUnit();
  unitId = unit.unitId;
  form = await buildForm(findRoot(), unit, outDir);
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

const read = (file: string): Promise<Buffer> => readFile(join(outDir, file));
const named = (name: string): string => {
  const file = form.manifest.files.find((each) => each.file === name || each.path === form.scripts[name]);
  if (!file) throw new Error(`${name} was not built`);
  return file.file;
};
const size = async (suffix: string, ...names: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(names.map(async (name) => (await read(named(name) + suffix)).length));
  return sizes.reduce((sum, each) => sum + each, 0);
};

describe("the form's manifest", () => {
  it("lists every file with its hash and its compressed forms, and stores none of them", async () => {
    expect(form.manifest.files.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(DEVICES)));
    expect(form.manifest.files.length).toBe(6 + Object.keys(DEVICES).length + 5 * FORM_LANGUAGES.length);
    for (const { file, path, sha256, cache, encodings } of form.manifest.files) {
      const content = await read(file);
      expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
      expect(brotliDecompressSync(await read(`${file}.br`)).equals(content)).toBe(true);
      expect(gunzipSync(await read(`${file}.gz`)).equals(content)).toBe(true);
      expect(encodings).toEqual(["br", "gzip"]);
      // A cached script would show that the journey happened.
      expect(cache).toBe("no-store");
      if (file === "index.html") expect(Object.keys(DEVICES)).toContain(path);
      else expect(path).toBe(`/${file}`);
    }
    expect(JSON.parse((await read("manifest.json")).toString())).toEqual(form.manifest);
  });

  it("allows exactly the one style block and the one script that are there", async () => {
    const html = (await read("index.html")).toString();
    const hashesOf = (inline: RegExp): string[] =>
      [...html.matchAll(inline)].map(([, text = ""]) => `sha256-${createHash("sha256").update(text).digest("base64")}`);
    expect(form.manifest.styleHashes).toEqual(hashesOf(/<style>([^]*?)<\/style>/g));
    expect(form.manifest.scriptHashes).toEqual(hashesOf(/<script type="module">([^]*?)<\/script>/g));
    expect([form.manifest.styleHashes.length, form.manifest.scriptHashes.length]).toEqual([1, 1]);
    expect(form.manifest.scriptEval).toBe("none");
    // Chosen pictures and a recorded voice, as the browser's own objects in memory; one thing of the device is asked for.
    expect(form.manifest.blobs).toEqual(["img-src", "media-src"]);
    expect(form.manifest.asks).toEqual(["microphone"]);
  });
});

describe("the form's page", () => {
  it("has one script at its end, no style attribute, no handler, no address of another host and no telephone link", async () => {
    const html = (await read("index.html")).toString();
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toMatch(/<\/template>\s*<script type="module">[^]*<\/script><\/body>\s*<\/html>\s*$/);
    const markup = html.replace(/<style>[^]*<\/style>/, "").replace(/<script [^]*<\/script>/, "");
    expect(markup).not.toMatch(/\sstyle=|\son\w+=|https?:|href="tel:|\{\{/);
    expect(html).toContain("<title>Information</title>");
    expect(html).not.toContain('rel="manifest"');
  });

  it("is read in one request, within the budget, with all languages on it", async () => {
    expect(await size(".gz", "index.html")).toBeLessThanOrEqual(FIRST_SCREEN_MAX);
  });

  it.each(FORM_LANGUAGES)("takes what comes before the first question within the budget, in %s", async (language) => {
    expect(await size(".br", "index.html", language)).toBeLessThanOrEqual(FIRST_SCREEN_MAX);
  });

  // A report; and coming back, with all that can be done from a mailbox. Every browser that shows the page takes Brotli on a line with TLS.
  it.each(FORM_LANGUAGES)("takes the whole journey within the budget, in %s, a draft or not", async (language) => {
    const texts = ["index.html", "sealing", language, `more-${language}`];
    expect(await size(".br", ...texts, "journey")).toBeLessThanOrEqual(JOURNEY_MAX);
    expect(await size(".br", ...texts, "returning", `returning-${language}`)).toBeLessThanOrEqual(JOURNEY_MAX);
  });

  // The key directory is fetched once, before anything is sealed; no key in it can be compressed.
  it.each(["fr", "en"])("has room in %s for the directory of a unit with all its desks, a year old", async (source) => {
    const key = (length: number): Uint8Array => new Uint8Array(length).fill(7);
    const directory = encodeStatement({
      unitId: key(16),
      version: 70,
      previousHash: key(32),
      issueDay: 20_778,
      expiryDay: 20_792,
      desks: Array.from({ length: DESKS_OPEN_MAX }, (_, i) => ({
        id: i + 1,
        epoch: 13,
        epochLastDay: 20_787,
        sealingKey: key(1216),
        signingKey: key(32),
        earlierSigningKeys: Array.from({ length: 12 }, (_each, epoch) => ({ epoch: epoch + 1, key: key(32) })),
      })),
      triageKey: key(1216),
      certificate: key(CERTIFICATE_MAX_BYTES),
      rosterHash: key(32),
    });
    const texts = ["index.html", "sealing", source, `more-${source}`];
    const page = await size(".br", ...texts, "journey");
    expect(page + SIGNATURE_BYTES + directory.length).toBeLessThanOrEqual(JOURNEY_MAX);
  });

  it.each(["fr", "en"])(
    "stays within the budgets in %s where only gzip is taken, and with what few need",
    async (source) => {
      const texts = ["index.html", "sealing", source, `more-${source}`];
      expect(await size(".gz", "index.html", source)).toBeLessThanOrEqual(FIRST_SCREEN_MAX);
      expect(await size(".gz", ...texts, "journey")).toBeLessThanOrEqual(JOURNEY_MAX);
      expect(await size(".gz", ...texts, "returning", `returning-${source}`)).toBeLessThanOrEqual(JOURNEY_MAX);
      for (const rare of ["attachments", "voice"]) {
        expect(await size(".br", ...texts, "journey", rare, `${rare}-${source}`)).toBeLessThanOrEqual(JOURNEY_MAX);
      }
    },
  );
});

/** The sources that a script carries something of. */
const inputs = (name: string): string[] => {
  const [output] = Object.values(form.metafiles[name]?.outputs ?? {});
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
};

describe("the form's scripts", () => {
  it("carry no libsodium, and nothing of officers: roster, grants, vault, ceremony, opening of reports", () => {
    const officers =
      /libsodium|sodium\.ts|security\/(roster|grants|vault|ceremony|issue|admission|epochs|matching|officer|openEnvelope|summary|entries|passphrase|directory)/;
    const everything = Object.keys(form.metafiles).flatMap(inputs);
    expect(everything).toContain("security/sealEnvelope.ts");
    expect(everything.filter((file) => officers.test(file))).toEqual([]);
  });

  it("keep keys in the sealing script alone", () => {
    const keys = /@noble|cborg|primitives\/(?!types)|sealEnvelope|codeKeys|statement\.ts/;
    expect(inputs("sealing").some((file) => keys.test(file))).toBe(true);
    for (const name of ["start", "journey", "attachments", "voice", "returning", ...FORM_LANGUAGES]) {
      expect(inputs(name).filter((file) => keys.test(file))).toEqual([]);
    }
  });

  it("bring everybody who comes back what changes a code and takes a report back: no fetch tells who does", () => {
    const changes = ["web/form/changes/rekey.ts", "web/form/changes/withdraw.ts"];
    expect(inputs("returning")).toEqual(expect.arrayContaining(changes));
    for (const name of ["start", "journey"]) expect(inputs(name).filter((file) => changes.includes(file))).toEqual([]);
  });

  it("keep the cleaning of pictures out of what everybody fetches", () => {
    const cleaning = "web/form/clean/jpeg.ts";
    expect(inputs("attachments")).toContain(cleaning);
    for (const name of ["start", "journey", "returning", "sealing"]) expect(inputs(name)).not.toContain(cleaning);
  });

  it("keep the drawings of the questions out of what comes before the first, and from who comes back", () => {
    const drawings = "web/form/icons/drawings.ts";
    expect(inputs("journey")).toContain(drawings);
    for (const name of ["start", "returning"]) expect(inputs(name)).not.toContain(drawings);
  });

  it("are one file each, so that a fetch that failed can be tried again", async () => {
    for (const { file } of form.manifest.files.filter(({ file }) => file.endsWith(".js"))) {
      expect((await read(file)).toString()).not.toMatch(/^import[ {"']|;import[ {"']|from"\.\//);
    }
  });

  it("have addresses that say neither what they are for nor who reads which language", () => {
    expect(Object.keys(form.scripts)).toEqual(expect.arrayContaining(["journey", "sealing", "fr", "more-fr"]));
    for (const address of Object.values(form.scripts)) expect(address).toMatch(/^\/assets\/[0-9a-f]{12}\.js$/);
  });

  it("bring every text that the first script shows with the first texts", async () => {
    const code = (await read("index.html")).toString().replace(/^[^]*<script /, "");
    const shown = Object.keys(en).filter((key) => new RegExp(`["'\`]${key.replaceAll(".", "\\.")}["'\`]`).test(code));
    expect(shown).toEqual(expect.arrayContaining(["intro.title", "idle.title", "exit.label", "wait"]));
    expect(shown.filter((key) => !comesFirst(key))).toEqual([]);
  });

  it("never turn text into markup or code", async () => {
    for (const { file } of form.manifest.files) {
      expect((await read(file)).toString()).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|history\.(push|replace|go|back)|location\.(href|hash|assign)|beforeunload|console\./,
      );
    }
  });

  it("trust the unit they were built for", async () => {
    expect((await read(named("sealing"))).toString()).toContain(unitId);
  });
});

describe("buildForm()", () => {
  it("gives the same bytes for the same sources and unit", async () => {
    const { unit } = await makeUnit();
    const other = await mkdtemp(join(tmpdir(), "abri-build-"));
    const again = (): Promise<FormBuild> => buildForm(findRoot(), unit, other, "quick");
    const [one, two] = [await again(), await again()];
    expect(two.manifest).toEqual(one.manifest);
    expect(one.manifest).not.toEqual(form.manifest);
    await rm(other, { recursive: true, force: true });
  });
});

describe("fillPage()", () => {
  const parts = { style: "p{}", scriptAddress: "/a.js" };
  const page = "<head></head><body>{{a}}</body>";

  it("fills what the template names", () => {
    expect(fillPage(page, { a: "1" }, parts)).toBe(
      '<head><style>p{}</style><script type="module" src="/a.js"></script></head><body>1</body>',
    );
    expect(fillPage(page, { a: "1" }, { style: "p{}", scriptText: "let a='$&{{b}}'" })).toBe(
      "<head><style>p{}</style></head><body>1<script type=\"module\">let a='$&{{b}}'</script></body>",
    );
  });

  it("refuses a name it does not know, a page without a head, and a script that ends its element", () => {
    expect(() => fillPage(page, { b: "1" }, parts)).toThrow("unknown value: a");
    expect(() => fillPage("<p>", {}, parts)).toThrow("no </head>");
    for (const scriptText of ["'</script>'", "'</SCRIPT '", "'<!--'"])
      expect(() => fillPage(page, { a: "1" }, { style: "", scriptText })).toThrow("stay in its element");
  });
});

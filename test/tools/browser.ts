/**
 * The browser that tests drive: playwright-core on the first Chromium found of
 *  1. ABRI_CHROMIUM, a path, or the word "package" for number 3;
 *  2. an installed headless shell: what draws pages and nothing around them, with two thirds of the work;
 *  3. the one that `@sparticuz/chromium` carries inside its npm tarball (Linux x64), with the libraries it needs;
 *  4. an installed Chromium or Chrome;
 *  5. Debian's, installed with apt (root only).
 * A profile like a person's is kept by a whole browser alone: for those number 4 comes before 2, and ABRI_CHROMIUM_PROFILE
 * first.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { aptInstall, hasApt, which } from "./apt.ts";
import { cached, projectDir } from "./cache.ts";

export interface Chromium {
  path: string;
  /** What must be in the environment for it to start. */
  env: Record<string, string>;
  from: "wanted" | "installed" | "package" | "apt";
}

const WHOLE_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SHELL_NAMES = ["chromium-headless-shell", "chrome-headless-shell"];

type Way = () => Chromium | Promise<Chromium>;
const installedShell: Way = () => installedChromium(SHELL_NAMES);
const installedWhole: Way = () => installedChromium(WHOLE_NAMES);

/**
 * Finds a Chromium that starts, unpacking or installing one if it must.
 * @param use of a `profile` it keeps what a person's browser keeps, where this machine has a whole one
 * @throws Error naming what was tried.
 */
export async function findChromium(use: "pages" | "profile" = "pages"): Promise<Chromium> {
  const { ABRI_CHROMIUM: forPages, ABRI_CHROMIUM_PROFILE: forProfile } = process.env;
  const wanted = (use === "profile" && forProfile) || forPages;
  if (wanted === "package") return packagedChromium();
  if (wanted !== undefined && wanted !== "") return started({ path: wanted, env: {}, from: "wanted" });
  const tried: string[] = [];
  const ways: readonly Way[] =
    use === "pages"
      ? [installedShell, packagedChromium, installedWhole, aptChromium]
      : [installedWhole, installedShell, packagedChromium, aptChromium];
  for (const way of ways) {
    try {
      return await way();
    } catch (cause) {
      tried.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  throw new Error(
    `Chromium not found. Install "chromium", or set ABRI_CHROMIUM to its path. Tried:\n - ${tried.join("\n - ")}`,
  );
}

/** A headless shell remembers less of where one was than a person's browser: no history, no session, no settings of sites. */
export function isWhole({ from, path }: Chromium): boolean {
  return from !== "package" && !/headless[-_]shell/.test(path);
}

function installedChromium(names: readonly string[]): Chromium {
  const path = which(...names);
  if (path === null) throw new Error(`none installed (${names.join(", ")})`);
  return started({ path, env: {}, from: "installed" });
}

async function packagedChromium(): Promise<Chromium> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("the npm package @sparticuz/chromium carries one for Linux x64 only");
  }
  const dir = await cached("chromium-package", unpackChromium);
  const libraries = [join(dir, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(delimiter);
  const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(dir, "fonts.conf") };
  return started({ path: join(dir, "chromium"), env, from: "package" });
}

/** A machine may have no font at all, and a page without one has no text: the package's is added to the machine's. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The package inflates itself into TMPDIR, its libraries only when it believes to be on the platform it was made for;
 * hence a child process with both set.
 */
function unpackChromium(dir: string): void {
  writeFileSync(join(dir, "fonts.conf"), FONTS);
  const script = join(dir, "unpack.mjs");
  const entry = import.meta.resolve("@sparticuz/chromium");
  writeFileSync(script, `import chromium from ${JSON.stringify(entry)};\nawait chromium.executablePath();\n`);
  execFileSync(process.execPath, [script], {
    cwd: projectDir,
    env: {
      ...process.env,
      TMPDIR: dir,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x",
      AWS_LAMBDA_JS_RUNTIME: "nodejs20.x",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function aptChromium(): Chromium {
  if (process.getuid?.() !== 0 || !hasApt()) throw new Error("apt can install it for root on Debian only");
  aptInstall(["chromium"]);
  const path = which("chromium");
  if (path === null) throw new Error("apt installed no chromium");
  return started({ path, env: {}, from: "apt" });
}

/** A program that is there may still lack a library; ask it its version before relying on it. */
function started(found: Chromium): Chromium {
  const asked = spawnSync(found.path, ["--version", "--no-sandbox"], {
    env: { ...process.env, ...found.env },
    encoding: "utf8",
    timeout: 60_000,
  });
  if (asked.status !== 0) {
    throw new Error(`${found.path} does not start: ${(asked.error?.message ?? asked.stderr).trim().slice(0, 300)}`);
  }
  return found;
}

/** What does not come by then never comes, on the slowest machine. Milliseconds. */
const HANG_MS = 60_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a headless browser. `args` are added to the flags every test runs with. Close it with `browser.close()`. */
export async function launchBrowser(options: { args?: string[]; proxy?: string } = {}): Promise<Browser> {
  const found = await findChromium();
  return chromium.launch({
    executablePath: found.path,
    args: [...FLAGS, ...(options.args ?? [])],
    // Chromium leaves loopback addresses out of a proxy unless told otherwise.
    ...(options.proxy === undefined ? {} : { proxy: { server: options.proxy, bypass: "<-loopback>" } }),
    env: { ...definedEnvironment(), ...found.env },
  });
}

/**
 * Starts a headless browser on a profile directory, as a person's own is: what it writes there can be searched after
 * `context.close()`, which ends the browser.
 */
export async function launchProfile(
  directory: string,
  options: BrowserContextOptions = {},
  args: readonly string[] = [],
): Promise<BrowserContext> {
  const found = await findChromium("profile");
  const context = await chromium.launchPersistentContext(directory, {
    executablePath: found.path,
    args: [...FLAGS, ...args],
    env: { ...definedEnvironment(), ...found.env },
    locale: "fr-CA",
    ...options,
  });
  context.setDefaultTimeout(HANG_MS);
  return context;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
}

export interface NewPage {
  page: Page;
  context: BrowserContext;
  /** Messages of the console and uncaught errors, as they come: a test that ends well expects none. */
  complaints: string[];
}

/** A page in a context of its own: nothing is shared with another one. French is what the service speaks first. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<NewPage> {
  const context = await browser.newContext({ locale: "fr-CA", serviceWorkers: "allow", ...options });
  context.setDefaultTimeout(HANG_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return { page, context, complaints };
}

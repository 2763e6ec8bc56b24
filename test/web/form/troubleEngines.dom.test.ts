/**
 * Browsers that lack something: WebAssembly, a compiler, any storage, a voice. The whole report and the way back to its mailbox,
 * in each, with a service that is busy at first.
 */
import { writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser, newPage } from "../../tools/browser.ts";
import { startFormServer, type FormServer } from "./support/formServer.ts";
import { keepsHistory, openProfile } from "./support/profile.ts";
import { BUSY, ENVELOPES, expectOneReport, writeReport } from "./support/trouble.ts";
import { Walker } from "./support/walk.ts";

let server: FormServer;
beforeAll(async () => {
  server = await startFormServer();
});
afterAll(() => server?.close());
afterEach(() => server.reset());

/** A report, delivered at the second try, and its mailbox opened. */
async function journey(page: Page): Promise<void> {
  server.instead.push({ path: ENVELOPES, answer: BUSY });
  const walk = new Walker(page, "fr");
  const code = await writeReport(walk, server);
  await walk.on("done");
  await expectOneReport(server, 2);
  await walk.press("done.erase");
  await walk.on("language");
  await walk.open(server.origin, "code");
  await walk.write("enter.label", code);
  await walk.press("enter.open");
  await walk.on("mailbox");
}

/** What a page can be asked about an engine, for a test that it is as poor as it is meant to be. */
const has = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);

/** What a page is answered when it reaches for something stored. */
function refuseToStore(): void {
  const refuse = (): never => {
    throw new DOMException("Access is denied for this document.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
    Object.defineProperty(globalThis, name, { get: refuse });
}

describe("the journey in a browser", () => {
  let browser: Browser;
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await context?.close();
  });
  afterAll(() => browser?.close());

  it("without WebAssembly", async () => {
    let complaints: string[];
    let page: Page;
    ({ page, context, complaints } = await newPage(browser));
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
    await journey(page);
    expect(await has(page, "typeof WebAssembly")).toBe("undefined");
    expect(complaints.filter((text) => !text.includes("503"))).toEqual([]);
  });

  it("without any voice, spoken or recorded", async () => {
    let complaints: string[];
    let page: Page;
    ({ page, context, complaints } = await newPage(browser));
    await page.addInitScript(() => {
      for (const name of ["speechSynthesis", "SpeechSynthesisUtterance", "MediaRecorder", "AudioContext"])
        Reflect.deleteProperty(globalThis, name);
      Reflect.deleteProperty(Navigator.prototype, "mediaDevices");
    });
    await journey(page);
    expect(await has(page, "[typeof speechSynthesis, typeof MediaRecorder, typeof navigator.mediaDevices]")).toEqual(
      Array(3).fill("undefined"),
    );
    expect(complaints.filter((text) => !text.includes("503"))).toEqual([]);
  });

  it("whose engine only interprets", async () => {
    const slow = await launchBrowser({ args: ["--js-flags=--jitless"] });
    try {
      const { page } = await newPage(slow);
      await journey(page);
      // Chromium takes WebAssembly away together with its compiler.
      expect(await has(page, "typeof WebAssembly")).toBe("undefined");
    } finally {
      await slow.close();
    }
  });

  it("that lets no site store anything", async () => {
    const profile = await openProfile(async (directory) => {
      await mkdir(join(directory, "Default"), { recursive: true });
      const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
      await writeFile(join(directory, "Default", "Preferences"), JSON.stringify(blocked));
    });
    try {
      const page = await profile.context.newPage();
      // A headless shell has no settings of sites: there the doors to what is stored are closed as they would close them.
      if (!(await keepsHistory())) await page.addInitScript(refuseToStore);
      await journey(page);
      expect(
        await page.evaluate(() => {
          try {
            return localStorage.length;
          } catch (error) {
            return (error as Error).name;
          }
        }),
      ).toBe("SecurityError");
    } finally {
      await profile.close();
      await profile.remove();
    }
  });
});

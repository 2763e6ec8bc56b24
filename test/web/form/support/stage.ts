/**
 * What tests of the form in a browser stand on. A file imports the names below, and calls `startForm` once; where each of
 * its tests begins on a page of its own, `freshPages` as well. The names have their values once the tests run.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { Language } from "../../../../security/index.ts";
import { launchBrowser, newPage } from "../../../tools/browser.ts";
import { startFormServer, type FormServer } from "./formServer.ts";
import { Walker } from "./walk.ts";

export let server: FormServer;
export let browser: Browser;

/**
 * Before the tests a service and a browser; after each of them the service has forgotten what was asked and told.
 * @param args of the browser, beside those that every test runs with
 */
export function startForm({ args = [] }: { args?: string[] } = {}): void {
  beforeAll(async () => {
    server = await startFormServer();
    browser = await launchBrowser({ args });
  });
  afterEach(() => server.reset());
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
}

export let page: Page;
export let context: BrowserContext;
/** What the page complained of: see `NewPage`. */
export let complaints: string[];
export let walk: Walker;

/** Before each test a page that shares nothing with another, and somebody who walks it. */
export function freshPages(language: Language, options: BrowserContextOptions = {}): void {
  beforeEach(async () => {
    ({ page, context, complaints } = await newPage(browser, options));
    walkIn(language);
  });
  afterEach(() => context.close());
}

/** From here on somebody with another language walks the page. */
export function walkIn(language: Language): void {
  walk = new Walker(page, language);
}

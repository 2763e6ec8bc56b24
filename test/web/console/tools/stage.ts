/** What tests of the console in a browser stand on: both names have their values once the tests run. */
import { afterAll, beforeAll } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, newPage, type NewPage } from "../../../tools/browser.ts";
import { makeScene, type Scene } from "./scene.ts";

export let scene: Scene;
export let browser: Browser;

/** Before the tests of a file a unit at work and a browser. */
export function startConsole(): void {
  beforeAll(async () => {
    scene = await makeScene();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.stop();
  });
}

/** Gives a page of its own on an officer's screen, and nobody is signed in afterwards. */
export async function inPage(act: (page: Page, tools: NewPage) => Promise<void>): Promise<void> {
  const tools = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  try {
    await act(tools.page, tools);
  } finally {
    await tools.context.close();
    scene.host.state.session = null;
  }
}

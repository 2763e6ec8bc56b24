/** What tests of the console in a browser stand on: both names have their values once the tests run. */
import { afterAll, beforeAll } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../../tools/browser.ts";
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

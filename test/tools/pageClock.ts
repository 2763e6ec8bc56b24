/** Time on a page whose clock is installed. */
import type { Page } from "playwright-core";

/**
 * Lets time pass, in milliseconds. A page that has just scrolled tells its scripts with its next picture, which a busy
 * machine may draw only later: taken first, so that the event does not count as somebody's touch minutes afterwards.
 */
export async function letPass(page: Page, ms: number): Promise<void> {
  await page.screenshot();
  await page.clock.runFor(ms);
}

/** How far `stopTime` jumps: more than a busy machine takes between asking for the time and stopping it. Milliseconds. */
const JUMP_MS = 10_000;

/**
 * Stops time on the page, a little later than now: an installed clock runs on by itself otherwise, and what a machine
 * takes to look would count. From here only `letPass` and `page.clock.runFor` move it, until `page.clock.resume`.
 */
export async function stopTime(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + JUMP_MS);
}

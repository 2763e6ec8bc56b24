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

/** What every screen of the form is held to, in every language. FORM_SHOTS=directory keeps pictures. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { Language } from "../../../../security/index.ts";
import { newPage } from "../../../tools/browser.ts";
import { LONG } from "../../../tools/depth.ts";
import { atDoubleText, atWidth, axeViolations, sidewaysScroll, smallTargets } from "../../../tools/screens.ts";
import { besideFaults } from "./beside.ts";
import { Walker, type Look } from "./walk.ts";

const SHOTS = process.env["FORM_SHOTS"];

/** CSS pixels: a usual phone, a desk, and the narrowest window that nothing may scroll sideways in. */
export const PHONE = 360;
const DESK = 1280;
const NARROWEST = 320;
const LEAST_TARGET = 24;
/** What a shaking finger has to hit. */
const LARGE = { selector: "#exit, .choice, .primary, .secondary", least: 48 };

/** Where axe looks. At a desk one language is enough: what differs there from a phone is room, which is measured in each. */
const widthsFor = (language: Language): readonly number[] =>
  LONG ? [NARROWEST, PHONE, 768, DESK] : language === "fr" ? [PHONE, DESK] : [PHONE];

export interface Inspector {
  readonly look: Look;
  readonly wrong: string[];
  readonly seen: Set<string>;
}

/** Collects what is wrong on each screen rather than stopping at the first. */
export function inspector(page: Page, language: Language): Inspector {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const look: Look = async (screen) => {
    // Gone again before they can be looked at; tests of their own hold them still.
    if (screen === "sending" || screen === "opening") return;
    seen.add(screen);
    // What happens to be scrolled half under the bar at the top can be scrolled out again: no fault of a screen.
    await page.evaluate(() => scrollTo(0, 0));
    for (const width of widthsFor(language)) {
      for (const violation of await atWidth(page, width, () => axeViolations(page))) {
        wrong.push(`${screen} at ${width}: ${violation}`);
      }
    }
    for (const target of await smallTargets(page, LEAST_TARGET, LARGE)) wrong.push(`${screen}: small target ${target}`);
    await atWidth(page, NARROWEST, async () => {
      const over = await sidewaysScroll(page);
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      const double = await atDoubleText(page, () => sidewaysScroll(page));
      if (double > 0) wrong.push(`${screen}: ${double} px too wide with text of twice the size`);
    });
    const atDesk = await atWidth(page, DESK, () => sidewaysScroll(page));
    if (atDesk > 0) wrong.push(`${screen}: ${atDesk} px too wide at a desk`);
    const headings = await page.locator("main:visible h1").count();
    if (headings !== 1) wrong.push(`${screen}: ${headings} first headings`);
    for (const fault of await besideFaults(page, language)) wrong.push(`${screen}: ${fault}`);
    await keepPicture(page, `${language}-${screen}`);
  };
  return { look, wrong, seen };
}

export async function keepPicture(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  await mkdir(SHOTS, { recursive: true });
  for (const width of [PHONE, DESK]) {
    await atWidth(page, width, () => page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true }));
  }
}

/** Goes through a story in a page of its own and gives what was wrong on the way. */
export async function inspect(
  browser: Browser,
  language: Language,
  story: (walk: Walker, look: Look, page: Page) => Promise<void>,
): Promise<{ wrong: string[]; seen: Set<string> }> {
  const { page, context } = await newPage(browser, { viewport: { width: PHONE, height: 740 } });
  const { look, wrong, seen } = inspector(page, language);
  await story(new Walker(page, language, look), look, page);
  await context.close();
  return { wrong, seen };
}

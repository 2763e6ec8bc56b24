/** What every screen of the console is held to. */
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { LONG } from "../../../tools/depth.ts";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../../tools/screens.ts";

/**
 * No accessibility violation in light as wide as the window is, none in dark at any width, no sideways scroll. Colours differ by
 * the scheme, places by the width: each of both is looked at, and in the deep run each with each. Ends in light.
 */
export async function check(page: Page, name: string): Promise<void> {
  expect({ name, axe: await axeViolations(page) }).toEqual({ name, axe: [] });
  for (const colorScheme of LONG ? (["light", "dark"] as const) : (["dark"] as const)) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
      expect({ name, colorScheme, width, found }).toEqual({ name, colorScheme, width, found: [0, []] });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

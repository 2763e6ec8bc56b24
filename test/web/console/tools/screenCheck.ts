/** What every screen of the console is held to. */
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../../tools/screens.ts";

/** No accessibility violation in light and dark, none and no sideways scroll at any width. */
export async function check(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect({ name, colorScheme, axe: await axeViolations(page) }).toEqual({ name, colorScheme, axe: [] });
  }
  for (const width of WIDTHS) {
    const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
    expect({ name, width, found }).toEqual({ name, width, found: [0, []] });
  }
}

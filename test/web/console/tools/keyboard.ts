/** An officer without a mouse: what has the focus, the way there by Tab, and what a screen reader is told on the way. */
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";

/** More stops than any screen has. */
const STOPS_MAX = 60;

interface Stop {
  /** What a person hears of it; empty for the page as a whole. */
  readonly name: string;
  /** Whether it can be made out that the focus is there: a ring, and nothing lies over it. */
  readonly isSeen: boolean;
}

/** Run in the page. @param wanted how its name begins; `null` for whatever has the focus @returns `null` while it is another */
function stopOf(wanted: string | null): Stop | null {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return wanted === null ? { name: "", isSeen: false } : null;
  const label = "labels" in at ? (at as HTMLInputElement).labels?.[0]?.cloneNode(true) : undefined;
  if (label instanceof HTMLElement) for (const each of label.querySelectorAll("select, input")) each.remove();
  const text = at.getAttribute("aria-label") ?? (at.title || (label ?? at).textContent || "");
  const name = text.replace(/\s+/g, " ").trim();
  if (wanted !== null && !name.startsWith(wanted)) return null;
  const { x, y, width, height } = at.getBoundingClientRect();
  const over = document.elementFromPoint(x + Math.min(width / 2, 40), y + Math.min(height / 2, 10));
  const hasRing = getComputedStyle(at).outlineStyle !== "none";
  const isUncovered = over !== null && (at.contains(over) || over.contains(at));
  // Inside of a frame it is the frame's page that shows it.
  return { name, isSeen: at instanceof HTMLIFrameElement || (hasRing && isUncovered) };
}

/** Waits until this has the focus, and can be seen to. @param name how what a person hears of it begins */
export async function focusIs(page: Page, name: string): Promise<void> {
  const come = page.waitForFunction(stopOf, name).then((handle) => handle.jsonValue());
  const at = await come.catch(async (cause: unknown) => {
    const { name: instead } = (await page.evaluate(stopOf, null)) ?? { name: "" };
    throw new Error(`the focus is on "${instead}", and not on "${name}"`, { cause });
  });
  expect(at).toMatchObject({ isSeen: true });
}

/** Steps to it with Tab, or backwards; every stop on the way has to show the focus, and none may be the page as a whole. */
export async function tabTo(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const unseen: string[] = [];
  for (let i = 0; i < STOPS_MAX; i++) {
    await page.keyboard.press(key);
    const at = (await page.evaluate(stopOf, null)) ?? { name: "", isSeen: false };
    if (!at.isSeen) unseen.push(at.name);
    if (at.name.startsWith(name)) return expect({ to: name, unseen }).toEqual({ to: name, unseen: [] });
  }
  throw new Error(`no Tab leads to "${name}"`);
}

/** Presses a button, or follows a link, that Tab leads to. */
export async function pressOn(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await tabTo(page, name, key);
  await page.keyboard.press("Enter");
}

/** Notes from here on what live regions tell. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: string[] = ((globalThis as unknown as Hearing).heard = []);
    const LIVE = "[role=status], [role=alert]";
    const regionsOf = (node: Node): Element[] => {
      const element = node instanceof Element ? node : node.parentElement;
      const around = element?.closest(LIVE);
      return around ? [around] : element === node ? Array.from((node as Element).querySelectorAll(LIVE)) : [];
    };
    new MutationObserver((changes) => {
      const regions = changes.flatMap(({ type, target, addedNodes }) =>
        type === "characterData" ? regionsOf(target) : Array.from(addedNodes).flatMap(regionsOf),
      );
      for (const each of new Set(regions)) if (each.isConnected) heard.push((each.textContent ?? "").trim());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
type Hearing = { heard: string[] };

/** How often this was told since `listen`. */
export const timesHeard = (page: Page, text: string): Promise<number> =>
  page.evaluate(
    (wanted) => (globalThis as unknown as Hearing).heard.filter((each) => each.includes(wanted)).length,
    text,
  );

/** What every screen is held to, whichever page it is on: no accessibility violation, no sideways scroll. */
import axe from "axe-core";
import type { AxeResults, FrameContextObject, PartialResult, RunOptions } from "axe-core";
import type { Frame, Page } from "playwright-core";
import { LONG } from "./depth.ts";

/** The rules of WCAG 2.2 AA and what axe adds as best practice. The one that 2.2 brought has to be asked for. */
const AXE_OPTIONS: RunOptions = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };

type WithAxe = { readonly axe: typeof axe };

/** The page's content policy does not allow a script element; evaluating through the debugger is outside of it. */
async function bringAxe(frame: Page | Frame): Promise<void> {
  if (!(await frame.evaluate(() => "axe" in globalThis))) await frame.evaluate(axe.source);
}

/**
 * What axe finds in one frame, to be joined with what it finds around it. As text: a browser's protocol takes structures
 * apart, and what axe says of a page is large. `within`: as the page around it says.
 */
const runPart = (frame: Page | Frame, within: FrameContextObject | null): Promise<string> =>
  frame.evaluate(
    async (part) =>
      JSON.stringify(await (globalThis as unknown as WithAxe).axe.runPartial(part.within ?? document, part.options)),
    { within, options: AXE_OPTIONS },
  );

async function runWithFrames(page: Page): Promise<string> {
  const frames = await page.evaluate(() => (globalThis as unknown as WithAxe).axe.utils.getFrameContexts());
  const parts = [await runPart(page, null)];
  for (const { frameSelector, frameContext } of frames) {
    const frame = await (await page.$(String(frameSelector)))?.contentFrame();
    if (!frame) throw new Error(`no frame at ${String(frameSelector)}`);
    await bringAxe(frame);
    parts.push(await runPart(frame, frameContext));
  }
  return page.evaluate(
    async ({ found, options }) => {
      const all = found.map((part) => JSON.parse(part) as PartialResult);
      return JSON.stringify((await (globalThis as unknown as WithAxe).axe.finishRun(all, options)).violations);
    },
    { found: parts, options: AXE_OPTIONS },
  );
}

const runWhole = (page: Page): Promise<string> =>
  page.evaluate(
    async (options) => JSON.stringify((await (globalThis as unknown as WithAxe).axe.run(options)).violations),
    AXE_OPTIONS,
  );

/**
 * Runs axe in the page as it stands, and in every frame on it, as one document: what is in a frame is part of the screen.
 * @returns one line per violation: rule, what is wrong, and the elements. Empty when there is none.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  await bringAxe(page);
  // In parts it takes longer.
  const found = page.frames().length === 1 ? await runWhole(page) : await runWithFrames(page);
  return (JSON.parse(found) as AxeResults["violations"]).map(
    (violation) =>
      `${violation.id}: ${violation.help} — ${violation.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join(" | ")}`,
  );
}

/** CSS pixels across: the narrowest, a usual phone, a tablet, a laptop. */
export const WIDTHS = LONG ? [320, 360, 768, 1280] : [320];

/** Pixels by which the page is wider than its window; 0 when nobody has to scroll sideways. */
export async function sidewaysScroll(page: Page | Frame): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(0, root.scrollWidth - root.clientWidth, document.body.scrollWidth - root.clientWidth);
  });
}

/** Runs `look` at a window of `width` CSS pixels, then restores the window. */
export async function atWidth<T>(page: Page, width: number, look: () => Promise<T>): Promise<T> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: before?.height ?? 800 });
  try {
    return await look();
  } finally {
    if (before !== null) await page.setViewportSize(before);
  }
}

/** Runs `look` with letters of twice the size, then restores them. */
export async function atDoubleText<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const size = (percent: string) =>
    page.evaluate((value) => void (document.documentElement.style.fontSize = value), percent);
  await size("200%");
  try {
    return await look();
  } finally {
    await size("");
  }
}

/**
 * What can be pressed and is smaller than `least` CSS pixels either way (WCAG 2.5.8: 24).
 * @param also where more is asked for: a selector, and the size
 * @returns one line per target: what it says, and its size. A tick box counts with the row that presses it.
 */
export async function smallTargets(
  page: Page,
  least: number,
  also: { readonly selector: string; readonly least: number },
): Promise<string[]> {
  return page.evaluate(
    ([smallest, { selector, least: larger }]) =>
      Array.from(document.querySelectorAll("a[href], button, input, textarea, select, [role=button]")).flatMap(
        (each) => {
          const target = (each instanceof HTMLInputElement && each.closest(".choice")) || each;
          const { width, height } = target.getBoundingClientRect();
          if (width === 0 || getComputedStyle(target).visibility === "hidden") return [];
          const wanted = target.matches(selector) ? larger : smallest;
          // Half a pixel is rounding.
          if (Math.min(width, height) + 0.5 >= wanted) return [];
          return [`${(each.textContent ?? each.id).trim()}: ${Math.round(width)} × ${Math.round(height)}`];
        },
      ),
    [least, also] as const,
  );
}

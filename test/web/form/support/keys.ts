/** Going through the form with a keyboard alone: Tab, arrows, Space and Enter, and nothing that a pointer does. */
import type { Page } from "playwright-core";
import type { Key } from "../../../../web/locales/form/en.ts";
import type { Walker } from "./walk.ts";

/** More steps than any screen has. */
const MOST_STOPS = 90;

export class Keys {
  readonly walk: Walker;
  readonly page: Page;
  /** What was wrong with a stop: its focus cannot be seen, or something lies on it. */
  readonly wrong: string[] = [];

  constructor(walk: Walker) {
    this.walk = walk;
    this.page = walk.page;
  }

  /** Waits for a screen, whose heading (or what it says first) has the focus by then. */
  async on(screen: string): Promise<void> {
    await this.walk.on(screen);
    const focus = await this.page.evaluate(() => {
      const { activeElement: at } = document;
      return at !== null && (at.matches("main h1") || at.matches(".first"));
    });
    if (!focus) this.wrong.push(`${screen}: the focus is not on the heading`);
  }

  /** Steps on until what matches has the focus, and looks at every stop on the way. */
  async to(selector: string, text?: string): Promise<void> {
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await this.page.keyboard.press("Tab");
      const { found, fault } = await this.page.evaluate(
        ([wanted, words]) => {
          const at = document.activeElement;
          if (at === null || at === document.body) return { found: false, fault: null };
          const found = at.matches(wanted) && (words === undefined || at.textContent?.trim() === words);
          const name = `${at.tagName} ${at.id} ${(at.textContent ?? "").trim().slice(0, 30)}`;
          const row = at.closest(".choice") ?? at;
          const { top, bottom, left, right, width } = row.getBoundingClientRect();
          const [x, y] = [left + width / 2, Math.min(Math.max((top + bottom) / 2, 0), innerHeight - 1)];
          const under = document.elementFromPoint(x, y);
          if (top >= innerHeight || bottom <= 0 || left < 0 || right > innerWidth + 1)
            return { found, fault: `out of sight: ${name}` };
          if (under === null || !(row.contains(under) || under.contains(row)))
            return { found, fault: `covered: ${name}` };
          const ringed = [at, row].some((each) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(each);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
          });
          return { found, fault: ringed ? null : `no ring: ${name}` };
        },
        [selector, text] as const,
      );
      if (fault !== null) this.wrong.push(`${(await this.walk.screen()) ?? ""}: ${fault}`);
      if (found) return;
    }
    throw new Error(`no key leads to ${selector} ${text ?? ""}`);
  }

  /** To the button that says it, and presses it. */
  async press(key: Key): Promise<void> {
    await this.to("button", this.walk.words(key));
    await this.page.keyboard.press("Enter");
  }

  /** One of several that exclude each other: the arrows choose. */
  async choose(name: string, value: string): Promise<void> {
    await this.to(`input[type="radio"][name="f-${name}"]`);
    await this.page.keyboard.press("Space");
    const checked = this.page.locator(`input[name="f-${name}"]:checked`);
    for (let step = 0; (await checked.getAttribute("value")) !== value; step++) {
      if (step > 20) throw new Error(`no arrow leads to ${name} ${value}`);
      await this.page.keyboard.press("ArrowDown");
    }
  }

  async tick(name: string, value: string): Promise<void> {
    await this.to(`input[type="checkbox"][name="f-${name}"][value="${value}"]`);
    await this.page.keyboard.press("Space");
  }

  async type(selector: string, text: string): Promise<void> {
    await this.to(selector);
    await this.page.keyboard.type(text);
  }
}

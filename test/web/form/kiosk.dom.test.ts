/** A device that many people use, one after the other: what one of them did must not reach the next. */
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { toHex } from "../../../security/index.ts";
import { atWidth, axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { letPass, stopTime } from "../../tools/pageClock.ts";
import { OWN_NAMES } from "../../../web/locales/form/languages.ts";
import { context, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { heapOf } from "./support/heap.ts";
import { findOnDisk, openProfile } from "./support/profile.ts";
import { Walker } from "./support/walk.ts";

const MINUTE = 60_000;
const SHOTS = process.env["FORM_SHOTS"];

startForm();

/** Between two people. */
const restart = (page: Page) => page.locator('#cover[data-cover="restart"]');

async function takeSeat(page: Page): Promise<void> {
  await restart(page).getByRole("button").click();
  await page.locator('#main[data-screen="language"]').waitFor();
}

/** From the kiosk's first screen to the first question, without asking for the page again. */
async function begin(walk: Walker): Promise<void> {
  const name = OWN_NAMES[walk.language];
  await walk.page.getByRole("button", { name, exact: true }).click();
  await walk.on("intro");
  expect(await walk.page.locator("#main").innerText()).toContain(walk.t("intro.exit.idle", { minutes: 2 }));
}

describe("three people on one kiosk", () => {
  it("find nothing of each other: on the page, in its memory, on the disk", async () => {
    const profile = await openProfile();
    try {
      const { context } = profile;
      const page = context.pages()[0] ?? (await context.newPage());
      await page.clock.install();
      await page.goto(`${server.origin}/kiosk`);
      const told: string[] = [];
      const clean = async (): Promise<void> => {
        expect(await page.locator("html").getAttribute("lang")).toBe("fr");
        expect(await page.locator("input, textarea, :checked").count()).toBe(0);
        const [html, heap] = [await page.content(), await heapOf(context, page)];
        expect(told.filter((text) => html.includes(text) || heap.includes(text))).toEqual([]);
        expect(page.url()).toBe(`${server.origin}/kiosk`);
        expect(await page.evaluate(() => history.length)).toBe(2);
      };

      // The first sends a report, in English, and finishes.
      const first = new Walker(page, "en");
      await begin(first);
      await first.toReview({ narrative: "the foreman is called Quetzalou" });
      await first.press("continue");
      const code = await first.throughCode();
      await first.on("done");
      told.push("Quetzalou", code);
      await first.press("done.erase");
      await clean();
      await takeSeat(page);

      // The second goes away in the middle and touches nothing any more.
      const second = new Walker(page, "fr");
      await begin(second);
      await second.toReview({ narrative: "le contremaître Tamarindo" });
      await second.press("continue");
      told.push("Tamarindo", await second.readCode());
      expect(await heapOf(context, page)).toContain("Tamarindo");
      await letPass(page, 2 * MINUTE + 1_000);
      expect(await page.locator("#cover").getAttribute("data-cover")).toBe("warning");
      await letPass(page, 31_000);
      await restart(page).waitFor();
      await clean();
      await takeSeat(page);

      // The third reads a mailbox, is disturbed and leaves quickly; the kiosk is opened again for a fourth.
      const third = new Walker(page, "fr");
      const typed = "012345678901234567890123456";
      await page.locator(".doors summary").click();
      await page.locator(".doors").getByRole("button", { name: OWN_NAMES.fr }).click();
      await third.on("enter");
      await third.write("enter.label", typed);
      told.push(typed);
      await page.locator("#exit").click();
      await page.waitForURL(server.exitUrl);
      await page.goto(`${server.origin}/kiosk`);
      const [html, heap] = [await page.content(), await heapOf(context, page)];
      expect(told.filter((text) => html.includes(text) || heap.includes(text))).toEqual([]);
      const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
      expect(stored).toEqual([0, 0, ""]);
      await profile.close();
      expect(await findOnDisk(profile.directory, told)).toEqual([]);
      expect(server.envelopes()).toHaveLength(1);
    } finally {
      await profile.close();
      await profile.remove();
    }
  });
});

describe("a kiosk", () => {
  freshPages("fr", { viewport: { width: 360, height: 640 } });

  const toCode = async (path: string): Promise<void> => {
    await walk.open(server.origin + path);
    await walk.toReview({ phone: "a.phoneChecked.no" });
    await walk.press("continue");
    await walk.readCode();
  };
  const printed = (): Promise<boolean[]> =>
    Promise.all([page.locator("body").isVisible(), page.locator(".code").isVisible()]);
  const printButton = () => page.getByRole("button", { name: walk.t("code.print"), exact: true });

  it.each([
    ["/", true],
    ["/kiosk", false],
    ["/kiosk/print", true],
  ] as const)("at %s: printing is allowed: %s", async (path, allowed) => {
    await toCode(path);
    expect(await printButton().count()).toBe(allowed ? 1 : 0);
    await page.emulateMedia({ media: "print" });
    expect(await printed()).toEqual([allowed, allowed]);
  });

  it("is nobody's phone: it never advises to keep the code in it", async () => {
    await toCode("/");
    expect(await page.locator("#main").innerText()).toContain(walk.t("code.contact"));
    await toCode("/kiosk");
    expect(await page.locator("#main").innerText()).toContain(walk.t("code.noPhone"));
    expect(await page.locator("#main").innerText()).not.toContain(walk.t("code.contact"));
  });

  it("shows between two people a screen that is accessible, in two languages, and tells no more", async () => {
    await walk.open(`${server.origin}/kiosk`);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.no");
    await walk.answer("subject", "a.subject.helping");
    await walk.on("consent");
    await walk.press("consent.no");
    await restart(page).waitFor();
    expect(await restart(page).innerText()).toMatch(/Prêt pour la personne suivante\s+Ready for the next person/);
    expect(await page.locator("#main").isVisible()).toBe(false);
    expect(await axeViolations(page)).toEqual([]);
    expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    if (SHOTS !== undefined) {
      for (const width of [360, 1280]) {
        await atWidth(page, width, () => page.screenshot({ path: join(SHOTS, `kiosk-restart-${width}.png`) }));
      }
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await walk.on("language");
    expect(await page.locator("#main").isVisible()).toBe(true);
  });

  it("does not wait for a network with somebody's words and code: what is sealed goes on without them", async () => {
    await page.clock.install();
    server.broken.set("/v1/envelopes", "drop");
    await walk.open(`${server.origin}/kiosk`);
    await walk.toReview({ narrative: "the manager is called Zapotillo" });
    await walk.press("continue");
    const told = ["Zapotillo", await walk.throughCode()];
    await walk.on("sending");
    await page.locator("#main .pause").filter({ hasText: /\S/ }).waitFor();
    await stopTime(page);
    expect(await heapOf(context, page)).toContain("Zapotillo");
    await letPass(page, 2 * MINUTE + 1_000);
    expect(await page.locator("#cover").getAttribute("data-cover")).toBe("warning");
    await letPass(page, 31_000);
    await restart(page).waitFor();
    const [html, heap] = [await page.content(), await heapOf(context, page)];
    expect(told.filter((text) => html.includes(text) || heap.includes(text))).toEqual([]);

    // The next person is there when the network is back: the first one's report arrives all the same, byte for byte.
    await page.clock.resume();
    await takeSeat(page);
    server.broken.clear();
    const arrived = page.waitForResponse((response) => response.url().endsWith("/v1/envelopes") && response.ok());
    await page.clock.fastForward(MINUTE);
    await arrived;
    expect(new Set(server.envelopes().map((body) => toHex(body))).size).toBe(1);
    const { opened } = await server.open(server.envelopes().at(-1) as Uint8Array);
    expect(opened.state).toBe("opened");
    expect(await walk.screen()).toBe("language");
  });

  it("goes back to the choice of language without ending the visit", async () => {
    await walk.open(`${server.origin}/kiosk`);
    await page.locator("#back").click();
    await walk.on("language");
    expect(await restart(page).count()).toBe(0);
  });

  it("stays at its one address, and is the same page as everywhere", async () => {
    const texts = await Promise.all(
      ["/", "/kiosk", "/kiosk/print"].map(async (path) => (await fetch(server.origin + path)).text()),
    );
    expect(new Set(texts).size).toBe(1);
    expect((await fetch(`${server.origin}/kiosk/`)).status).toBe(404);
  });
});

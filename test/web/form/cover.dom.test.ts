/** The page out of sight, and the page that nobody touches. FORM_SHOTS=directory keeps pictures. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { atWidth, axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { letPass, stopTime } from "../../tools/pageClock.ts";
import { WALKED } from "./support/languages.ts";
import { complaints, freshPages, page, server, startForm, walk, walkIn } from "./support/stage.ts";

const WORDS = "on dort dans l'entrepôt";
const MINUTE = 60_000;
const SHOTS = process.env["FORM_SHOTS"];

startForm();
freshPages("fr", { viewport: { width: 360, height: 640 } });
afterEach(() => {
  // What a service that asks for patience makes a browser write down.
  expect(complaints.filter((text) => !text.includes("503"))).toEqual([]);
});

/** A headless browser has no other tab to go to: the page is told that it is hidden, as it would be. */
async function hide(hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

const cover = () => page.locator("#cover");
const coverName = () => cover().getAttribute("data-cover");

/** Nothing of the page but the cover and quick exit is seen or heard. */
async function expectCovered(): Promise<void> {
  expect(await page.locator("#main").isVisible()).toBe(false);
  expect(await page.locator("footer").isVisible()).toBe(false);
  expect(await page.locator("#back").isVisible()).toBe(false);
  expect(await page.locator("#exit").isVisible()).toBe(true);
  expect(await page.locator("body").innerText()).not.toContain(WORDS);
  expect(await page.locator("body").ariaSnapshot()).not.toContain(WORDS);
}

async function looksRight(name: string): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
  await page.evaluate(() => void (document.documentElement.style.fontSize = "200%"));
  expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
  await page.evaluate(() => void (document.documentElement.style.fontSize = ""));
  if (SHOTS === undefined) return;
  for (const width of [360, 1280]) {
    await atWidth(page, width, () => page.screenshot({ path: join(SHOTS, `${name}-${width}.png`) }));
  }
}

/** In the middle of a report, with words typed and the field in use. */
async function typeWords(): Promise<void> {
  await walk.open(server.origin);
  await walk.press("intro.start");
  await walk.answer("danger", "a.danger.no");
  await walk.answer("subject", "a.subject.me");
  await walk.answer("phone");
  await walk.answer("kinds", "a.kinds.pay");
  await walk.on("question-narrative");
  await walk.write("f.narrative", WORDS);
}

describe("a page that is out of sight", () => {
  it.each(WALKED)("is covered, says nothing, and goes on where it was, in %s", async (language) => {
    walkIn(language);
    await typeWords();
    await page.evaluate(() => scrollTo(0, 150));
    const before = await page.evaluate(() => ({ scroll: scrollY, focus: document.activeElement?.id }));
    expect(before.scroll).toBeGreaterThan(0);
    await hide(true);
    await expectCovered();
    await hide(false);
    await expectCovered();
    expect(await coverName()).toBe("hidden");
    expect((await cover().innerText()).trim()).toMatch(new RegExp(`^Information\\s+${walk.t("continue")}$`));
    expect(await page.title()).toBe("Information");
    await looksRight(`${language}-cover-hidden`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await cover().count()).toBe(0);
    expect(await page.getByLabel(walk.t("f.narrative"), { exact: true }).inputValue()).toBe(WORDS);
    expect(await page.evaluate(() => ({ scroll: scrollY, focus: document.activeElement?.id }))).toEqual(before);
    await walk.press("continue");
    await walk.on("question-when");
  });

  it("is covered on the first screen too, in both of its languages", async () => {
    await page.goto(server.origin);
    await hide(true);
    await hide(false);
    await expectCovered();
    expect(await cover().innerText()).toContain("Continuer");
    expect(await cover().innerText()).toContain("Continue");
    await looksRight("cover-hidden-first");
    await cover().getByRole("button").click();
    await walk.on("language");
    expect(await page.locator("#main").isVisible()).toBe(true);
  });

  it("goes on sending, and shows what has become of it", async () => {
    server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "1" } } });
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await walk.press("continue");
    await walk.throughCode();
    await hide(true);
    await page.locator('#main[data-screen="done"]').waitFor({ state: "attached" });
    await hide(false);
    await expectCovered();
    await cover().getByRole("button").click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(walk.t("done.title"));
    expect(server.envelopes()).toHaveLength(2);
  });

  it("can be left from its cover", async () => {
    await typeWords();
    await hide(true);
    await hide(false);
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
  });

  it("prints nothing", async () => {
    await typeWords();
    await hide(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("body").isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });
});

describe("a page that nobody touches", () => {
  beforeEach(() => page.clock.install());

  it.each(WALKED)(
    "warns after ten minutes, counts a minute down, and then has wiped everything, in %s",
    async (language) => {
      walkIn(language);
      await typeWords();
      await stopTime(page);
      await page.keyboard.press("Home");
      await letPass(page, 10 * MINUTE - 2_000);
      expect(await cover().count()).toBe(0);
      await letPass(page, 3_000);
      await expectCovered();
      expect(await coverName()).toBe("warning");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(walk.words("idle.title"));
      const seconds = async (): Promise<number> => Number(/\d+/.exec(await cover().locator("p").innerText())?.[0]);
      const first = await seconds();
      expect(first).toBeGreaterThan(57);
      await letPass(page, 20_000);
      expect(first - (await seconds())).toBe(20);
      await page.clock.resume();
      await looksRight(`${language}-cover-warning`);
      await letPass(page, 41_000);
      expect(await coverName()).toBe("erased");
      expect(await cover().innerText()).toContain(walk.t("erased.text"));
      expect(await cover().getAttribute("lang")).toBe(language);
      expect(await page.content()).not.toContain(WORDS);
      expect(await page.locator("textarea, input").count()).toBe(0);
      await looksRight(`${language}-cover-erased`);
      await cover().getByRole("button").click();
      await walk.on("language");
      await walk.open(server.origin);
      await walk.press("intro.start");
      await walk.on("question-danger");
      expect(await page.locator(":checked").count()).toBe(0);
    },
  );

  it("goes on for whoever is there, and asks again ten minutes later", async () => {
    await typeWords();
    await letPass(page, 10 * MINUTE + 1_000);
    // A key that is not the button says nothing of who is there.
    await page.keyboard.press("a");
    expect(await coverName()).toBe("warning");
    await cover().getByRole("button").click();
    expect(await cover().count()).toBe(0);
    expect(await page.getByLabel(walk.t("f.narrative"), { exact: true }).inputValue()).toBe(WORDS);
    await letPass(page, 9 * MINUTE);
    await page.keyboard.press("b");
    await letPass(page, 9 * MINUTE);
    expect(await cover().count()).toBe(0);
    await letPass(page, MINUTE + 1_000);
    expect(await coverName()).toBe("warning");
  });

  it("warns and wipes under the cover of a tab that is out of sight as well", async () => {
    await typeWords();
    await hide(true);
    await letPass(page, 10 * MINUTE + 1_000);
    expect(await coverName()).toBe("warning");
    await letPass(page, MINUTE);
    await hide(false);
    expect(await coverName()).toBe("erased");
    expect(await page.content()).not.toContain(WORDS);
  });

  it("is wiped before anybody sees it when its timers stood still", async () => {
    await typeWords();
    await hide(true);
    await page.clock.fastForward(60 * MINUTE);
    await hide(false);
    expect(await coverName()).toBe("erased");
    expect(await page.content()).not.toContain(WORDS);
  });

  it("keeps sealed words for as long as there is no network", async () => {
    for (let i = 0; i < 40; i++) server.instead.push({ path: "/v1/envelopes", answer: { status: 503 } });
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await walk.press("continue");
    await walk.throughCode();
    await page.locator(".pause:not(:empty)").waitFor();
    for (let i = 0; i < 20; i++) await letPass(page, MINUTE);
    expect(await cover().count()).toBe(0);
    expect(await walk.screen()).toBe("sending");
    server.instead.length = 0;
    await walk.press("send.now");
    await walk.on("done");
    await letPass(page, 11 * MINUTE + 1_000);
    expect(await coverName()).toBe("erased");
  });

  it("has nothing to wipe before a language is chosen", async () => {
    await page.goto(server.origin);
    await letPass(page, 30 * MINUTE);
    expect(await cover().count()).toBe(0);
    expect(await page.locator("#main").isVisible()).toBe(true);
  });
});

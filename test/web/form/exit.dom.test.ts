/** Quick exit: from every screen, by the link, by Shift three times, and without JavaScript. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { newPage } from "../../tools/browser.ts";
import { stopTime } from "../../tools/pageClock.ts";
import { axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { WALKED } from "./support/languages.ts";
import { browser, complaints, context, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { heapOf } from "./support/heap.ts";
import { Walker } from "./support/walk.ts";

const WORDS = "le passeport est dans le coffre";
const LEAST_TARGET_PX = 48;

startForm();
freshPages("fr", { viewport: { width: 360, height: 640 } });

interface Entry {
  readonly url: string;
  readonly title: string;
}

/** The tab's history, oldest first. */
async function historyOf(of: Page): Promise<Entry[]> {
  const session = await context.newCDPSession(of);
  const { entries } = await session.send("Page.getNavigationHistory");
  await session.detach();
  return entries.map(({ url, title }) => ({ url, title }));
}

const exit = () => page.locator("#exit");
const shift = async (...sides: readonly ("Left" | "Right")[]): Promise<void> => {
  for (const side of sides) await page.keyboard.press(`Shift${side}`);
};

/** The tab is at the neutral address, which knows nothing of where one came from, and "back" does not lead here. */
async function expectGone(): Promise<void> {
  await page.waitForURL(server.exitUrl);
  const urls = (await historyOf(page)).map(({ url }) => url);
  expect(urls.filter((url) => url.startsWith(server.origin))).toEqual([]);
  expect(urls.at(-1)).toBe(server.exitUrl);
  expect(server.arrived.map(({ headers }) => headers.referer)).toEqual([undefined]);
  await page.goBack().catch(() => null);
  expect(page.url().startsWith(server.origin)).toBe(false);
  expect(complaints).toEqual([]);
}

describe("quick exit on every screen", () => {
  it.each(WALKED)("is in sight, on top and large enough, also at the end of a long one, in %s", async (language) => {
    const wrong: string[] = [];
    const look = async (screen: string): Promise<void> => {
      for (const end of [false, true]) {
        const seen = await page.evaluate((atEnd) => {
          scrollTo(0, atEnd ? document.body.scrollHeight : 0);
          const link = document.getElementById("exit") as HTMLElement;
          const { left, top, right, bottom } = link.getBoundingClientRect();
          const points = [
            [left + 8, top + 8],
            [right - 8, bottom - 8],
            [(left + right) / 2, (top + bottom) / 2],
          ] as const;
          return {
            size: Math.min(right - left, bottom - top),
            inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
            onTop: points.every(([x, y]) => link.contains(document.elementFromPoint(x, y))),
          };
        }, end);
        if (!seen.inside || !seen.onTop || seen.size < LEAST_TARGET_PX)
          wrong.push(`${screen}: ${JSON.stringify(seen)}`);
      }
      if ((await exit().getAttribute("href")) !== "/exit") wrong.push(`${screen}: no plain link`);
    };
    const walk = new Walker(page, language, look);
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.now");
    await walk.answer("subject", "a.subject.helping");
    await walk.on("consent");
    await walk.press("consent.yes");
    await walk.answer("phone");
    await walk.answer("kinds", "a.kinds.pay");
    for (const id of ["narrative", "when", "accused", "place", "signs", "child", "help", "consent", "comeBack"]) {
      await walk.answer(id);
    }
    await walk.on("review");
    await walk.tick("review.read");
    await walk.press("continue");
    await walk.on("hand");
    await walk.press("hand.go");
    server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
    await walk.throughCode();
    await walk.on("sending");
    await page.locator(".pause:not(:empty)").waitFor();
    await walk.press("send.now");
    await walk.on("done");
    expect(wrong).toEqual([]);
  });

  it.each(["ltr", "rtl"])("stays in sight when fingers zoom into the page, read %s", async (direction) => {
    await walk.open(server.origin);
    await page.evaluate((dir) => void (document.documentElement.dir = dir), direction);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setPageScaleFactor", { pageScaleFactor: 2 });
    await page.mouse.move(100, 400);
    await page.mouse.wheel(300, 1200);
    await page.waitForFunction(() => (visualViewport?.offsetTop ?? 0) + (visualViewport?.pageTop ?? 0) > 100);
    await page.waitForTimeout(200);
    const seen = await page.evaluate(() => {
      const view = visualViewport as VisualViewport;
      const { left, top, right, bottom } = (document.getElementById("exit") as HTMLElement).getBoundingClientRect();
      return {
        scale: view.scale,
        left: left - view.offsetLeft >= 0,
        top: top - view.offsetTop >= 0,
        right: right - view.offsetLeft <= view.width + 1,
        bottom: bottom - view.offsetTop <= view.height,
      };
    });
    expect(seen).toEqual({ scale: 2, left: true, top: true, right: true, bottom: true });
  });

  it("is one step back from the heading of a question, by keyboard", async () => {
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.on("question-danger");
    await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("exit");
    await page.keyboard.press("Enter");
    await expectGone();
  });
});

const LEAVE: [string, () => Promise<void>][] = [
  ["by the link", () => exit().click()],
  ["by the link with the middle button", () => exit().click({ button: "middle" })],
  ["by the link with Ctrl held", () => exit().click({ modifiers: ["Control"] })],
  ["by Shift three times, left and right mixed", () => shift("Left", "Right", "Left")],
];

describe.each(LEAVE)("leaving %s", (_, leave) => {
  it("works on the first screen", async () => {
    await page.goto(server.origin);
    await leave();
    await expectGone();
  });

  it("works in the middle of a report, while a text is being typed", async () => {
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.now");
    await walk.answer("subject", "a.subject.me");
    await walk.answer("phone");
    await walk.answer("kinds", "a.kinds.pay");
    await walk.on("question-narrative");
    await page.getByLabel(walk.t("f.narrative"), { exact: true }).pressSequentially("Il A Mon Passeport");
    expect(await walk.screen()).toBe("question-narrative");
    await leave();
    await expectGone();
    expect(server.asked).toEqual([]);
  });

  it("works on the code screen, the code in sight", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await walk.press("continue");
    await walk.readCode();
    await leave();
    await expectGone();
  });

  it("breaks off a report that is being sent", async () => {
    const sending = `${server.origin}/v1/envelopes`;
    // Others may be broken off before it: a second look at the directory, say.
    const broken = page.waitForEvent("requestfailed", (request) => request.url() === sending);
    server.instead.push({ path: "/v1/envelopes", answer: "silence" });
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await walk.press("continue");
    await walk.throughCode();
    while (server.envelopes().length === 0) await page.waitForTimeout(50);
    await leave();
    await expectGone();
    expect((await broken).method()).toBe("POST");
  });

  it("works in a mailbox", async () => {
    await walk.open(server.origin, "code");
    await walk.write("enter.label", "000000000000000000000000000");
    await walk.press("enter.open");
    await walk.on("mailbox");
    await leave();
    await expectGone();
  });
});

describe("leaving", () => {
  it("empties the page in one go, before the next one has come", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    const field = await page.locator("#main").elementHandle();
    expect(await page.content()).toContain(WORDS);
    server.nothingElsewhere = true;
    const at = await page.evaluate(() => {
      (document.getElementById("exit") as HTMLElement).click();
      return { text: document.body.innerText.trim(), title: document.title, children: document.body.children.length };
    });
    expect(at.title).toBe("Information");
    expect(at.children).toBe(1);
    expect(at.text).toBe(walk.t("wait"));
    expect(await page.content()).not.toContain(WORDS);
    expect(await field?.textContent()).not.toContain(WORDS);
    expect(await page.locator("p").boundingBox()).toMatchObject({ width: 1, height: 1 });
    expect(page.url()).toBe(`${server.origin}/`);
  });

  it("leaves no key, no word and no code in the memory of a page that has not gone yet", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await walk.press("continue");
    const code = await walk.readCode();
    expect(await heapOf(context, page)).toContain(WORDS);
    server.nothingElsewhere = true;
    await exit().click();
    await page.locator(`p:text-is("${walk.t("wait")}")`).waitFor({ state: "attached" });
    const heap = await heapOf(context, page);
    expect(heap).toContain(walk.t("intro.exit.button"));
    expect(heap).not.toContain(WORDS);
    expect(heap).not.toContain(code);
  });

  it("sends whoever comes back to a page that the browser kept in memory on again", async () => {
    await walk.open(server.origin);
    server.nothingElsewhere = true;
    await exit().click();
    await page.locator(`p:text-is("${walk.t("wait")}")`).waitFor({ state: "attached" });
    server.nothingElsewhere = false;
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await page.waitForURL(server.exitUrl);
  });

  it("shows nothing of a report to whoever presses back after another address was typed", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: WORDS });
    await page.goto(server.exitUrl);
    await page.goBack();
    await walk.on("language");
    expect(await page.content()).not.toContain(WORDS);
  });
});

const lights = () => page.locator(".lights .on").count();
const said = () => page.locator("#exit-status").innerText();

describe("three presses of Shift", () => {
  it.each(["before a language is chosen", "after"])("light three lights and are announced, %s", async (when) => {
    await page.goto(server.origin);
    if (when === "after") await walk.open(server.origin);
    const words = (key: "exit.two" | "exit.one" | "exit.expired"): string => walk.t(key);
    expect(await page.locator(".lights").isVisible()).toBe(false);
    expect(await page.locator("#exit-status").getAttribute("role")).toBe("status");
    await shift("Left");
    expect(await lights()).toBe(1);
    expect(await said()).toContain(words("exit.two"));
    await shift("Right");
    expect(await lights()).toBe(2);
    expect(await said()).toContain(words("exit.one"));
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.keyboard.press("a");
    expect(await page.locator(".lights").isVisible()).toBe(false);
    expect(await said()).toContain(words("exit.expired"));
    await shift("Left", "Left");
    expect(page.url()).toBe(`${server.origin}/`);
    await shift("Left");
    await expectGone();
  });

  it("are forgotten five seconds after the last one", async () => {
    await page.clock.install();
    await walk.open(server.origin);
    await stopTime(page);
    await shift("Left", "Right");
    await page.clock.runFor(4_900);
    expect(await lights()).toBe(2);
    await page.clock.runFor(200);
    expect(await page.locator(".lights").isVisible()).toBe(false);
    expect(await said()).toBe(walk.t("exit.expired"));
    await shift("Left", "Right");
    expect(await walk.screen()).toBe("intro");
    await page.clock.runFor(4_900);
    await shift("Right");
    await expectGone();
  });

  it("are started over by a press of the pointer", async () => {
    await walk.open(server.origin);
    await shift("Left", "Left");
    await page.locator("#main h1").click();
    await shift("Left", "Left");
    expect(await walk.screen()).toBe("intro");
  });
});

describe("without JavaScript", () => {
  it("is a link that the host answers by sending the browser on, with nothing left that a site can store", async () => {
    const plain = await newPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    // As an add-on or another version of this page may have left them.
    await plain.context.addCookies([{ name: "planted", value: "1", url: server.origin }]);
    await plain.page.goto(server.origin);
    const link = plain.page.getByRole("link", { name: "Sortie rapide" });
    const box = await link.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
    expect(await plain.context.cookies(server.origin)).toHaveLength(1);
    await link.click();
    await plain.page.waitForURL(server.exitUrl);
    expect(server.arrived.map(({ headers }) => headers.referer)).toEqual([undefined]);
    expect(await plain.context.cookies(server.origin)).toEqual([]);
    const session = await plain.context.newCDPSession(plain.page);
    const { entries } = await session.send("Page.getNavigationHistory");
    const ours = entries.filter(({ url }) => url.startsWith(server.origin));
    expect(ours.map(({ url, title }) => ({ url, title }))).toEqual([
      { url: `${server.origin}/`, title: "Information" },
    ]);
    await plain.context.close();
  });
});

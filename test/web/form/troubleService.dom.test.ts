/** A service that is busy for a while, or behind something else that answers: every request of a page, and its patience. */
import { describe, expect, it } from "@jest/globals";
import type { Canned } from "./support/formServer.ts";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";
import {
  BUSY,
  DIRECTORY,
  ENVELOPES,
  expectOneReport,
  MAILBOX,
  pauseOf,
  saying,
  until,
  writeReport,
} from "./support/trouble.ts";

startForm();
freshPages("fr");

const busyFor = (seconds: number): Canned => ({
  ...BUSY,
  headers: { ...BUSY.headers, "retry-after": String(seconds) },
});
const askedFor = (path: string): number => server.asked.filter((each) => each.path === path).length;

/** Lets the page's own clock run, and stand still where a test says so: nobody waits for what a service asks. */
async function underClock(): Promise<void> {
  await page.clock.install();
}

describe("a service that is busy", () => {
  it("is asked again by itself, after as long as it said, with the same bytes", async () => {
    await underClock();
    server.instead.push({ path: ENVELOPES, answer: busyFor(300) }, { path: ENVELOPES, answer: busyFor(120) });
    await writeReport(walk, server);
    expect(await pauseOf(page)).toMatch(saying(walk, "send.busy"));
    expect(await page.locator("main").innerText()).toContain(walk.t("send.safe"));
    await page.clock.fastForward(250_000);
    expect(Number(/\d+/.exec(await pauseOf(page))?.[0])).toBeLessThanOrEqual(50);
    expect(askedFor(ENVELOPES)).toBe(1);
    // A network that comes and goes is no reason to ask sooner.
    await page.evaluate(() => dispatchEvent(new Event("online")));
    expect(askedFor(ENVELOPES)).toBe(1);
    await page.clock.fastForward(60_000);
    await until(() => askedFor(ENVELOPES) === 2);
    await pauseOf(page);
    await page.clock.fastForward(121_000);
    await walk.on("done");
    await expectOneReport(server, 3);
  });

  it("is asked at once by whoever does not want to wait", async () => {
    server.instead.push({ path: ENVELOPES, answer: busyFor(600) });
    await writeReport(walk, server);
    await pauseOf(page);
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it.each([
    [408, "send.busy"],
    [429, "send.busy"],
    [500, "send.busy"],
    [502, "send.busy"],
    [511, "send.stranger"],
  ] as const)("is asked again after %d as well", async (status, key) => {
    // Chromium asks again of itself after a 408.
    for (let i = 0; i < 2; i++) server.instead.push({ path: ENVELOPES, answer: { status, body: "<h1>?</h1>" } });
    await writeReport(walk, server);
    expect(await pauseOf(page)).toMatch(saying(walk, key));
    server.instead.length = 0;
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it("is waited for with its keys, before anything is sealed", async () => {
    server.instead.push({ path: DIRECTORY, answer: busyFor(5) });
    await writeReport(walk, server);
    expect(await pauseOf(page)).toMatch(saying(walk, "send.busy"));
    // Nothing is sealed yet, so nothing is said of sealed words.
    expect(await page.locator("main").innerText()).not.toContain(walk.t("send.safe"));
    expect(server.envelopes()).toEqual([]);
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 1);
  });

  it("is waited for by whoever comes back for a reply", async () => {
    const code = await writeReport(walk, server);
    await walk.on("done");
    await walk.press("done.erase");
    for (const path of [DIRECTORY, MAILBOX]) server.instead.push({ path, answer: busyFor(5) });
    await walk.open(server.origin, "code");
    await walk.write("enter.label", code);
    await walk.press("enter.open");
    for (const path of [DIRECTORY, MAILBOX]) {
      await until(() => !server.instead.some((each) => each.path === path));
      expect(await pauseOf(page)).toMatch(saying(walk, "send.busy"));
      await walk.press("send.now");
    }
    await walk.on("mailbox");
    await expectOneReport(server, 1);
  });
});

describe("a network that answers in the place of the service", () => {
  it.each<[string, Canned]>([
    ["a page", { status: 200, headers: { "content-type": "text/html" }, body: "<h1>Wi-Fi</h1>" }],
    ["words that are not the service's", { status: 200, headers: { "content-type": "application/json" }, body: "{}" }],
  ])("does not take the report with %s, and the page says what may be the matter", async (_, answer) => {
    server.instead.push({ path: ENVELOPES, answer });
    await writeReport(walk, server);
    expect(await pauseOf(page)).toMatch(saying(walk, "send.stranger"));
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it("does not give it keys either", async () => {
    server.instead.push({
      path: DIRECTORY,
      answer: { status: 200, headers: { "content-type": "text/html" }, body: "" },
    });
    await writeReport(walk, server);
    expect(await pauseOf(page)).toMatch(saying(walk, "send.stranger"));
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 1);
  });
});

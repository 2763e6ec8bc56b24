/**
 * The network gone at each step where a screen fetches something: the scripts, the keys, the report, the mailbox. Whoever
 * waits is told, in the language of the page, what to do; once the network is back, the same journey ends in one report.
 */
import { describe, expect, it } from "@jest/globals";
import { OWN_NAMES } from "../../../web/locales/form/languages.ts";
import type { Broken } from "./support/formServer.ts";
import { context, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import {
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

const SCRIPTS = ["fr", "journey", "more-fr", "sealing"] as const;
const named = (script: string): string => server.scripts[script] ?? "";
const chooseLanguage = (): Promise<void> =>
  page.getByRole("button", { name: OWN_NAMES[walk.language], exact: true }).click();

/** The alert that says a part of the page did not come. While it is asked for again the button says so. */
async function expectMissing(): Promise<void> {
  await page
    .getByRole("alert")
    .getByRole("button", { name: walk.t("again") })
    .waitFor();
  expect(await page.getByRole("alert").innerText()).toContain(walk.t("problem.load"));
}

describe.each<[string, Broken]>([
  ["breaks off before an answer", "drop"],
  ["breaks off in the middle of an answer", "half"],
])("a network that %s", (_, how) => {
  it("stops a report nowhere: every script, the keys, the report itself", async () => {
    for (const script of SCRIPTS) server.broken.set(named(script), how);
    for (const path of [DIRECTORY, ENVELOPES]) server.broken.set(path, how);

    await page.goto(server.origin);
    await chooseLanguage();
    await page.locator("#problem").waitFor();
    expect(await page.locator("#problem").innerText()).toContain("choisissez encore");
    server.broken.delete(named("fr"));
    await chooseLanguage();
    await walk.on("intro");

    await walk.press("intro.start");
    for (const script of ["journey", "more-fr"]) {
      await expectMissing();
      server.broken.delete(named(script));
      await walk.press("again");
    }
    await walk.throughQuestions({ narrative: "perdu trois mois de salaire" });
    await walk.press("continue");
    await expectMissing();
    server.broken.delete(named("sealing"));
    await walk.press("again");

    await walk.throughCode();
    expect(await pauseOf(page)).toMatch(saying(walk, "send.network"));
    expect(server.envelopes()).toEqual([]);
    server.broken.delete(DIRECTORY);
    await walk.press("send.now");

    await until(() => server.envelopes().length > 0);
    expect(await pauseOf(page)).toMatch(saying(walk, "send.network"));
    expect(await page.locator("main").innerText()).toContain(walk.t("send.safe"));
    server.broken.delete(ENVELOPES);
    await walk.press("send.now");
    await walk.on("done");
    // The service had the report before the page heard of it: the same bytes again are the same report.
    await expectOneReport(server, 2);
  });

  it("keeps nobody from a mailbox", async () => {
    const code = await writeReport(walk, server);
    await walk.on("done");
    await page.goto("about:blank");
    for (const path of [named("sealing"), DIRECTORY, MAILBOX]) server.broken.set(path, how);
    await walk.open(server.origin, "code");
    await walk.write("enter.label", code);
    await walk.press("enter.open");
    await walk.on("closed");
    const said = await page.locator("main").innerText();
    for (const key of ["closed.title", "problem.load", "closed.code"] as const) expect(said).toContain(walk.t(key));
    server.broken.delete(named("sealing"));
    await walk.press("again");
    for (const path of [DIRECTORY, MAILBOX]) {
      await until(() => server.asked.some((each) => each.path === path));
      expect(await pauseOf(page)).toMatch(saying(walk, "send.network"));
      server.broken.delete(path);
      await walk.press("send.now");
    }
    await walk.on("mailbox");
    await expectOneReport(server, 1);
  });
});

describe("a device without any network", () => {
  it("goes on by itself when the network is back: with the keys, then with the report", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: "perdu trois mois de salaire" });
    await walk.press("continue");
    await walk.on("code");
    await context.setOffline(true);
    await walk.throughCode();
    expect(await pauseOf(page)).toBe(walk.t("send.offline"));
    // The network is back for the keys, and gone again while the report is on its way.
    server.broken.set(ENVELOPES, "drop");
    await context.setOffline(false);
    await until(() => server.envelopes().length > 0);
    await pauseOf(page);
    await context.setOffline(true);
    server.broken.delete(ENVELOPES);
    await walk.press("send.now");
    await page.getByText(walk.t("send.offline")).first().waitFor();
    await context.setOffline(false);
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it("can be left by quick exit while it waits, and sends nothing afterwards", async () => {
    server.broken.set(ENVELOPES, "drop");
    await writeReport(walk, server);
    await pauseOf(page);
    const before = server.envelopes().length;
    server.broken.delete(ENVELOPES);
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
    expect(server.envelopes()).toHaveLength(before);
  });
});

describe("a network that lets nothing through and says nothing", () => {
  it("is given up after a while: the scripts, the keys, the report", async () => {
    await page.clock.install();
    server.broken.set(named("journey"), "silence");
    await page.goto(server.origin);
    await chooseLanguage();
    await walk.on("intro");
    await walk.press("intro.start");
    expect(await page.getByRole("button", { name: walk.t("wait"), exact: true }).count()).toBe(1);
    await page.clock.fastForward(31_000);
    await expectMissing();
    server.broken.delete(named("journey"));
    for (const path of [DIRECTORY, ENVELOPES]) server.broken.set(path, "silence");
    await walk.toReview({ narrative: "perdu trois mois de salaire" });
    await walk.press("continue");
    await walk.throughCode();
    for (const path of [DIRECTORY, ENVELOPES]) {
      await until(() => server.asked.some((each) => each.path === path));
      await page.clock.fastForward(61_000);
      expect(await pauseOf(page)).toMatch(saying(walk, "send.network"));
      server.broken.delete(path);
      await walk.press("send.now");
    }
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it("shows a page that came by halves for what it is, and a page on an untrusted line", async () => {
    await page.route(`${server.origin}/`, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.slice(0, text.indexOf("<template")) });
    });
    await page.clock.install();
    await page.goto(server.origin);
    const unfit = page.locator("#unfit");
    expect((await unfit.boundingBox())?.height).toBe(0);
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });
    expect((await unfit.boundingBox())?.height).toBeGreaterThan(48);
    await page.unroute(`${server.origin}/`);
    await writeReport(walk, server);
    expect(await unfit.count()).toBe(0);
    await walk.on("done");
    await expectOneReport(server, 1);
  });
});

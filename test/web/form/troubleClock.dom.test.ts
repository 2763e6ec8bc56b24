/**
 * A device whose clock is wrong, and keys that run out of their time while the page is open. Nothing is sealed with keys
 * that are not for today; but what day it is, the person may know better than the device.
 */
import { describe, expect, it } from "@jest/globals";
import type { Locator } from "playwright-core";
import { DAY_MS, toHex, type DeskSecret } from "../../../security/index.ts";
import { renew } from "../../../security/ceremony.ts";
import { deskSecrets } from "../../tools/unit.ts";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";
import {
  BUSY,
  DIRECTORY,
  ENVELOPES,
  expectOneReport,
  expectWords,
  MAILBOX,
  pauseOf,
  saying,
  until,
  writeReport,
} from "./support/trouble.ts";

startForm();
freshPages("fr");

/** Sets the device's clock, as its owner or the network would; timers go on. */
async function setClock(days: number): Promise<void> {
  // A screen that has just come scrolls to its top, and that counts as a sign of life.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.clock.setSystemTime(Date.now() + days * DAY_MS);
}

/** A date as the device's wall shows it, in the form of a date field. */
function written(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const field = (): Locator => page.getByLabel(walk.t("date.here"), { exact: true });
const typeDate = (date: Date): Promise<void> => field().fill(written(date));

/** The service gives out the unit's next statement, of a day to come. Returns the secrets of its desks. */
async function renewAt(days: number): Promise<readonly DeskSecret[]> {
  const { unit } = server;
  const { state } = await renew(unit.p, unit.state, unit.today + days);
  const newest = state.directory.at(-1);
  if (newest) server.directory = newest.statement;
  return deskSecrets(unit.p, state);
}

describe("a clock that is a year off", () => {
  it.each([
    ["behind", -365],
    ["ahead", 365],
  ])("%s: stops nobody who knows the date", async (_, days) => {
    await setClock(days);
    server.instead.push({ path: ENVELOPES, answer: BUSY });
    await writeReport(walk, server);
    await walk.on("refused-date");
    const said = await page.locator("main").innerText();
    for (const key of ["refused.date", "date.here", "refused.date.more", "refused.nothing"] as const)
      expect(said).toContain(walk.t(key));
    expect(server.envelopes()).toEqual([]);
    expect(await field().inputValue()).toBe(written(inDays(days)));
    await typeDate(new Date());
    await walk.press("again");
    await walk.on("done");
    await expectOneReport(server, 2);
    // Nothing of it is remembered for the next person.
    await walk.press("done.erase");
    await writeReport(walk, server);
    await walk.on("refused-date");
  });

  it("is mended by keyboard alone, on a page that runs from right to left", async () => {
    // As many days as make the year wrong and nothing else.
    await setClock(1461);
    await writeReport(walk, server);
    await walk.on("refused-date");
    await page.evaluate(() => void (document.documentElement.dir = "rtl"));
    const right = written(new Date());
    // Where the year stands is for the browser's language to say.
    for (let part = 0; part < 3; part++) {
      await page.keyboard.press("Tab");
      expect(await field().evaluate((input) => input === document.activeElement)).toBe(true);
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowDown");
      if ((await field().inputValue()) === right) break;
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowUp");
    }
    expect(await field().inputValue()).toBe(right);
    await page.getByRole("button", { name: walk.t("again"), exact: true }).focus();
    await page.keyboard.press("Enter");
    await walk.on("done");
    await expectOneReport(server, 1);
  });

  it("is as good as mended once the device itself is set right", async () => {
    await setClock(-365);
    server.instead.push({ path: ENVELOPES, answer: BUSY });
    await writeReport(walk, server);
    await walk.on("refused-date");
    await walk.press("again");
    await walk.on("refused-date");
    await setClock(0);
    // A clock that jumps looks like a long sleep: the page asks who is there, and wipes nothing.
    await page.getByRole("button", { name: walk.t("idle.stay"), exact: true }).click();
    await walk.press("again");
    await walk.on("done");
    await expectOneReport(server, 2);
  });

  it("opens a mailbox as well", async () => {
    const code = await writeReport(walk, server);
    await walk.on("done");
    await page.goto("about:blank");
    await setClock(365);
    await walk.open(server.origin, "code");
    await walk.write("enter.label", code);
    await walk.press("enter.open");
    await walk.on("refused-date");
    const said = await page.locator("main").innerText();
    expect(said).toContain(walk.t("closed.title"));
    expect(said).not.toContain(walk.t("refused.nothing"));
    expect(server.asked.some(({ path }) => path === MAILBOX)).toBe(false);
    await typeDate(new Date());
    await walk.press("again");
    await walk.on("mailbox");
    await expectOneReport(server, 1);
  });

  it("is not believed a second time when the date typed is no better, or none", async () => {
    await setClock(365);
    await writeReport(walk, server);
    await walk.on("refused-date");
    await typeDate(inDays(-300));
    await walk.press("again");
    await walk.on("refused-date");
    // What was typed stays there, to be typed better.
    expect(await field().inputValue()).toBe(written(inDays(-300)));
    await field().fill("");
    await walk.press("again");
    await walk.on("refused-date");
    // A browser that has no fields for dates takes anything for one.
    await field().evaluate((input: HTMLInputElement) => (input.type = "text"));
    await field().fill("demain");
    await walk.press("again");
    await walk.on("refused-date");
    expect(server.envelopes()).toEqual([]);
    await typeDate(new Date());
    await walk.press("again");
    await walk.on("done");
    await expectOneReport(server, 1);
  });

  it("may be set right by the network in the middle of a pause: the seconds that are left stay seconds", async () => {
    await setClock(0);
    server.instead.push({ path: ENVELOPES, answer: { ...BUSY, headers: { ...BUSY.headers, "retry-after": "30" } } });
    await writeReport(walk, server);
    await pauseOf(page);
    await setClock(-365);
    await page.waitForFunction(() => /\b2\d\b/.test(document.querySelector(".pause")?.textContent ?? ""));
    expect(await pauseOf(page)).toMatch(saying(walk, "send.busy"));
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 2);
  });
});

describe("a host that serves keys after their time", () => {
  it("is believed neither by the device's clock nor by a person who knows the date", async () => {
    // Nobody has told the page a wrong day: the unit's newer keys are held back.
    await setClock(30);
    await writeReport(walk, server);
    await walk.on("refused-date");
    await typeDate(inDays(30));
    await walk.press("again");
    await walk.on("refused-date");
    expect(server.envelopes()).toEqual([]);
    const desks = await renewAt(30);
    await walk.press("again");
    await walk.on("done");
    await expectOneReport(server, 1, desks);
  });
});

describe("keys that run out while the page is open", () => {
  const LATER_DAYS = 20;

  it("before anything is sealed: the page waits for new ones", async () => {
    await walk.open(server.origin);
    await walk.toReview({ narrative: "perdu trois mois de salaire" });
    await walk.press("continue");
    await walk.on("code");
    await setClock(LATER_DAYS);
    await page.getByRole("button", { name: walk.t("idle.stay"), exact: true }).click();
    // The service gives out no statement that has expired.
    server.instead.push({ path: DIRECTORY, answer: BUSY });
    await walk.throughCode();
    expect(await pauseOf(page)).toMatch(saying(walk, "send.busy"));
    expect(server.envelopes()).toEqual([]);
    const desks = await renewAt(LATER_DAYS);
    await walk.press("send.now");
    await walk.on("done");
    await expectOneReport(server, 1, desks);
  });

  it("after it was sealed, while the network is gone: it is sealed anew, and taken once", async () => {
    server.broken.set(ENVELOPES, "drop");
    await writeReport(walk, server);
    await until(() => server.envelopes().length > 0);
    await pauseOf(page);
    const [old] = server.envelopes();
    // None of these was taken: their connections broke before anybody read them.
    server.asked.length = 0;
    await setClock(LATER_DAYS);
    const desks = await renewAt(LATER_DAYS);
    server.broken.delete(ENVELOPES);
    const refused = JSON.stringify({ error: { code: "directory_not_accepted", message: "" } });
    server.instead.push(
      { path: ENVELOPES, answer: { status: 409, headers: { "content-type": "application/json" }, body: refused } },
      { path: ENVELOPES, answer: BUSY },
    );
    await walk.press("send.now");
    await walk.on("done");
    const [again, ...anew] = server.envelopes();
    expect(toHex(again ?? new Uint8Array(0))).toBe(toHex(old ?? new Uint8Array(1)));
    expect(anew).toHaveLength(2);
    expect(toHex(anew[0] ?? new Uint8Array(0))).toBe(toHex(anew[1] ?? new Uint8Array(1)));
    expect(toHex(anew[0] ?? new Uint8Array(0))).not.toBe(toHex(old ?? new Uint8Array(0)));
    await expectWords(server, anew[0] ?? new Uint8Array(0), desks);
  });
});

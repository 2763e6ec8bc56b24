/**
 * A device whose clock is wrong, and keys that run out of their time while the page is open. Nothing is sealed with keys
 * that are not for today; but what day it is, the person may know better than the device.
 */
import { describe, expect, it } from "@jest/globals";
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

/** What stands in the fields of the date, and what somebody makes of it. */
const FIELDS = ["day", "month", "year"] as const;
const dateThere = (): Promise<number[]> =>
  Promise.all(FIELDS.map(async (name) => Number(await page.locator(`#f-${name}`).inputValue())));
async function typeDate(date: Date, digits: (text: string) => string = (text) => text): Promise<void> {
  const values = [date.getDate(), date.getMonth() + 1, date.getFullYear()];
  for (const [i, name] of FIELDS.entries()) await page.locator(`#f-${name}`).fill(digits(String(values[i])));
}
const inBengali = (text: string): string => text.replace(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));

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
    const wrong = new Date(Date.now() + days * DAY_MS);
    expect(await dateThere()).toEqual([wrong.getDate(), wrong.getMonth() + 1, wrong.getFullYear()]);
    await typeDate(new Date(), inBengali);
    await walk.press("again");
    await walk.on("done");
    await expectOneReport(server, 2);
    // Nothing of it is remembered for the next person.
    await walk.press("done.erase");
    await writeReport(walk, server);
    await walk.on("refused-date");
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
    await typeDate(new Date(Date.now() - 300 * DAY_MS));
    await walk.press("again");
    await walk.on("refused-date");
    for (const [name, value] of [
      ["month", "13"],
      ["day", "demain"],
      ["year", "1405"],
    ] as const) {
      await typeDate(new Date());
      await page.locator(`#f-${name}`).fill(value);
      await walk.press("again");
      expect(await page.getByRole("alert").innerText()).toContain(walk.t("date.wrong"));
    }
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
    await typeDate(new Date(Date.now() + 30 * DAY_MS));
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

/**
 * What a change of code, a withdrawal and a practice code leave in a browser: no code, neither the old nor the new one, and no
 * word of a reply, in any storage, in the history or in the profile directory. At the end, and when the page is left in the
 * middle with a code on the screen.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { codeKeys, fromHex, newFollowUpCode, sealReply, type DeskSecret } from "../../../security/index.ts";
import { startFormServer, type FormServer } from "./support/formServer.ts";
import { mailboxWith } from "./support/mailboxes.ts";
import { findOnDisk, openProfile, type Profile } from "./support/profile.ts";
import { NOTHING, openBlank, storedAfter, storedBy } from "./support/stored.ts";
import { Walker } from "./support/walk.ts";

/** Words that are in no file of a browser by themselves. */
const ANSWERED = "ibis-vermillon vous attend au quai";

let server: FormServer;
let old: string;
beforeAll(async () => {
  server = await startFormServer();
});
afterAll(() => server?.close());

let profile: Profile;
let page: Page;
let walk: Walker;
/** A mailbox with one reply, opened with a code that was typed key by key. */
beforeEach(async () => {
  const { p, unit, desks } = server.unit;
  const { signing, deskId } = desks[0] as DeskSecret;
  old = newFollowUpCode(p);
  const { descriptor } = await codeKeys(p, old, fromHex(unit.unitId));
  const reply = { descriptor, signing, deskId, sequence: 1, part: 1, parts: 1, text: ANSWERED };
  server.mailbox = mailboxWith(p, [await sealReply(p, reply)]);
  profile = await openProfile();
  page = profile.context.pages()[0] ?? (await profile.context.newPage());
  walk = new Walker(page, "fr");
  await walk.open(server.origin, "code");
  await page.getByLabel(walk.t("enter.label"), { exact: true }).pressSequentially(old);
  await walk.press("enter.open");
  await walk.on("mailbox");
  expect(await page.content()).toContain(ANSWERED);
});
afterEach(async () => {
  await profile.close();
  await profile.remove();
  server.reset();
});

const groupsOf = (code: string): string[] => code.match(/.{3}/g) ?? [];

/** A code as it is stored, typed, or stands on a screen. */
function formsOf(code: string): string[] {
  const groups = groupsOf(code);
  const numbered = groups.map((group, i) => `${i + 1} ${group}`);
  return [code, code.slice(0, 12), ...[" ", "-", "\n"].map((by) => groups.slice(0, 4).join(by)), numbered.join("")];
}

async function history(): Promise<string[]> {
  const { entries } = await (await profile.context.newCDPSession(page)).send("Page.getNavigationHistory");
  return entries.map(({ url, title }) => `${url} ${title}`);
}

async function expectNothing(...codes: readonly string[]): Promise<void> {
  await profile.close();
  expect(await findOnDisk(profile.directory, [ANSWERED, "ibis-vermillon", ...codes.flatMap(formsOf)])).toEqual([]);
}

/** The last screen, then everything erased. */
async function finish(): Promise<void> {
  expect(await storedBy(server.origin, page, profile.context)).toEqual(NOTHING);
  await walk.press("done.erase");
  await walk.on("language");
  expect(await storedBy(server.origin, page, profile.context)).toEqual(NOTHING);
  expect(await history()).toEqual(["about:blank ", `${server.origin}/ Information`]);
}

async function exit(): Promise<void> {
  await page.locator("#exit").click();
  await page.waitForURL(server.exitUrl);
  expect(await history()).toEqual(["about:blank ", `${server.exitUrl} Météo`]);
  expect(await storedAfter(server.origin, profile.context)).toEqual(NOTHING);
}

async function toNewCode(): Promise<string> {
  await walk.toChange("rekey");
  await walk.press("rekey.go");
  return walk.readCode();
}

describe("the browser", () => {
  it("has nothing of either code when one has taken the other's place", async () => {
    const fresh = await toNewCode();
    await walk.typeBack(fresh, "rekey.send");
    await walk.on("rekeyed");
    await finish();
    await expectNothing(old, fresh);
  });

  it("has nothing of either after quick exit with the new one on the screen", async () => {
    const fresh = await toNewCode();
    await exit();
    await expectNothing(old, fresh);
  });

  it("has nothing of either when it is closed with the new one on the screen", async () => {
    const fresh = await toNewCode();
    await expectNothing(old, fresh);
  });

  it("has nothing of a report that was taken back", async () => {
    await walk.toChange("withdraw");
    await walk.press("withdraw.send");
    await walk.on("withdrawn");
    await finish();
    await expectNothing(old);
  });
});

describe("the search", () => {
  it("finds a code that a page does store, in each way that it can be written", async () => {
    await openBlank(server.origin, page);
    await page.evaluate((forms) => {
      for (const [i, form] of forms.entries()) localStorage.setItem(`code-${i}`, form);
    }, formsOf(old));
    await profile.close();
    const found = await findOnDisk(profile.directory, formsOf(old));
    expect(new Set(found.map((line) => line.split(": ").slice(1).join(": "))).size).toBe(formsOf(old).length);
  });
});

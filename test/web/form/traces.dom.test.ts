/**
 * What the page leaves in a browser: nothing in any storage, and in a profile directory nothing but that its address was
 * opened. After a whole report, after quick exit in the middle of one, and after the follow-up page.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { BrowserContext, Page } from "playwright-core";
import { codeKeys, fromHex, newFollowUpCode, sealReply } from "../../../security/index.ts";
import { startFormServer, type FormServer } from "./support/formServer.ts";
import { mailboxWith } from "./support/mailboxes.ts";
import { findOnDisk, keepsHistory, openProfile, type Profile } from "./support/profile.ts";
import { NOTHING, openBlank, storedAfter, storedBy } from "./support/stored.ts";
import { Walker } from "./support/walk.ts";

/** Words that are in no file of a browser by themselves. */
const TOLD = "perroquet-indigo dort dans le hangar";
const NAMED = "Serre Quetzalou";
const PLACE = "Quai des Tamarins-Bleus";
const ANSWERED = "flamant-turquoise vous répond";

let server: FormServer;
/** Without a whole browser on the machine there is no history to look into, and the rest of the profile is looked at. */
let history: boolean;
beforeAll(async () => {
  server = await startFormServer();
  history = await keepsHistory();
});
afterAll(() => server?.close());

let profile: Profile;
afterEach(async () => {
  await profile.close();
  await profile.remove();
  server.reset();
});

async function openTab(): Promise<{ page: Page; walk: Walker; context: BrowserContext }> {
  profile = await openProfile();
  const { context } = profile;
  const page = context.pages()[0] ?? (await context.newPage());
  return { page, walk: new Walker(page, "fr"), context };
}

const stored = (page: Page, context: BrowserContext) => storedBy(server.origin, page, context);
const storedAfterwards = (context: BrowserContext) => storedAfter(server.origin, context);

async function historyOf(page: Page, context: BrowserContext): Promise<string[]> {
  const { entries } = await (await context.newCDPSession(page)).send("Page.getNavigationHistory");
  return entries.map(({ url, title }) => `${url} ${title}`);
}

/** Files of the profile that may name our host, and only as an address that was opened. */
const NAMES_THE_HOST =
  /^(Default\/(History|Favicons|Top Sites|Preferences|Secure Preferences|Sessions\/\w+|Network\/[\w ]+|DIPS|Code Cache\/js\/\w+|Shortcuts|Network Action Predictor|Network Persistent State|Reporting and NEL|Trust Tokens|Visited Links|Site Characteristics Database\/\w+)(-journal|-wal)?|segmentation_platform\/ukm_db(-wal)?|Local State)$/;

/** Where a headless shell writes down which origin a tab is on. */
const OF_A_SHELL = /^Default\/Session Storage\/\d+\.log$/;

/** Written as soon as a test asks an origin what it has stored. */
const ASKED = "Default/WebStorage/QuotaManager";

/** @param asked whether the test has asked what is stored before the browser was closed */
async function expectDiskClean(code: string, asked: boolean): Promise<void> {
  const groups = code.match(/.{3}/g) ?? [];
  const secrets = [
    TOLD,
    NAMED,
    PLACE,
    ANSWERED,
    ...TOLD.split(" ").slice(0, 1),
    code,
    groups.join(" "),
    code.slice(0, 12),
  ];
  expect(await findOnDisk(profile.directory, secrets)).toEqual([]);
  const { host } = new URL(server.origin);
  const naming = (await findOnDisk(profile.directory, [host])).map((line) => line.split(": ")[0] ?? "");
  // The history is not erased, and the page says so; were it not found, nothing else would be.
  expect(naming).toContain(history ? "Default/History" : "Default/Session Storage/000003.log");
  const may = (file: string): boolean => NAMES_THE_HOST.test(file) || (!history && OF_A_SHELL.test(file));
  expect(naming.filter((file) => !may(file) && !(asked && file.startsWith(ASKED)))).toEqual([]);
  // Neither the way out nor what was asked of the service is an address that somebody opened.
  expect(await findOnDisk(profile.directory, [`${host}/exit`, `${host}/v1/`])).toEqual([]);
}

async function writeReport(walk: Walker): Promise<void> {
  await walk.open(server.origin);
  await walk.press("intro.start");
  await walk.answer("danger", "a.danger.no");
  await walk.answer("subject", "a.subject.me");
  await walk.answer("phone", "a.phoneChecked.yes");
  await walk.answer("kinds", "a.kinds.pay");
  await walk.on("question-narrative");
  // Typed key by key, as what learns words from a keyboard would see it.
  await walk.page.getByLabel(walk.t("f.narrative"), { exact: true }).pressSequentially(TOLD);
  await walk.press("continue");
  await walk.answer("when");
  await walk.on("question-accused");
  await walk.write("f.accusedName", NAMED);
  await walk.press("continue");
  await walk.on("question-place");
  await walk.write("f.place", PLACE);
  await walk.press("continue");
  for (const question of ["signs", "child", "help", "consent", "comeBack"]) await walk.answer(question);
  await walk.on("review");
  await walk.press("continue");
}

describe("the browser", () => {
  it("has nothing of a whole report, sent and erased", async () => {
    const { page, walk, context } = await openTab();
    await writeReport(walk);
    const code = await walk.throughCode();
    await walk.on("done");
    expect(await stored(page, context)).toEqual(NOTHING);
    await walk.press("done.erase");
    await walk.on("language");
    expect(await historyOf(page, context)).toEqual(["about:blank ", `${server.origin}/ Information`]);
    expect(await stored(page, context)).toEqual(NOTHING);
    await profile.close();
    await expectDiskClean(code, true);
  });

  it("has nothing of a report that was left in the middle by quick exit", async () => {
    const { page, walk, context } = await openTab();
    await writeReport(walk);
    const code = await walk.readCode();
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
    expect(await historyOf(page, context)).toEqual(["about:blank ", `${server.exitUrl} Météo`]);
    expect(await storedAfterwards(context)).toEqual(NOTHING);
    await profile.close();
    await expectDiskClean(code, true);
  });

  it("has nothing of a report when it is closed in the middle, the page in front", async () => {
    const { walk } = await openTab();
    await writeReport(walk);
    const code = await walk.readCode();
    await profile.close();
    await expectDiskClean(code, false);
  });

  it("has nothing of a mailbox, of its reply and of a message written there", async () => {
    const { unit } = server;
    const code = newFollowUpCode(unit.p);
    const { descriptor } = await codeKeys(unit.p, code, fromHex(unit.unit.unitId));
    const [desk] = unit.desks;
    if (!desk) throw new Error("the unit has no desk");
    const { signing, deskId } = desk;
    const reply = { descriptor, signing, deskId, sequence: 1, part: 1, parts: 1, text: ANSWERED };
    server.mailbox = mailboxWith(unit.p, [await sealReply(unit.p, reply)]);
    const { page, walk, context } = await openTab();
    await walk.open(server.origin, "code");
    await walk.page.getByLabel(walk.t("enter.label"), { exact: true }).pressSequentially(code);
    await walk.press("enter.open");
    await walk.on("mailbox");
    expect(await page.content()).toContain(ANSWERED);
    await walk.press("mailbox.write");
    await walk.tick("a.danger.no");
    await walk.write("message.text", TOLD);
    await walk.press("message.send");
    await walk.on("done");
    expect(await stored(page, context)).toEqual(NOTHING);
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
    expect(await storedAfterwards(context)).toEqual(NOTHING);
    await profile.close();
    await expectDiskClean(code, true);
  });
});

describe("the search", () => {
  it("finds what a page does store, in each of the places where it looks", async () => {
    const { page, context } = await openTab();
    await openBlank(server.origin, page);
    await page.evaluate(async (word) => {
      localStorage.setItem("local", word);
      sessionStorage.setItem("session", word);
      document.cookie = "planted=1; max-age=3600";
      await (await caches.open("planted")).put("/planted", new Response(word));
      await new Promise((resolve) => {
        const opening = indexedDB.open("planted", 1);
        opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("words").put(word, 1));
        opening.addEventListener("success", resolve);
      });
    }, TOLD);
    expect(await stored(page, context)).toMatchObject({
      local: ["local"],
      session: ["session"],
      cookie: "planted=1",
      caches: ["planted"],
      databases: ["planted"],
      used: expect.arrayContaining(["indexeddb", "cache_storage"]),
      cookies: [{ name: "planted" }],
    });
    // An address with a word in it is in the history; a field that lets the browser remember is in the session's file.
    await page.goto(`${server.exitUrl}?${PLACE.replaceAll(" ", "-")}`);
    await profile.close();
    const found = await findOnDisk(profile.directory, [TOLD, PLACE.replaceAll(" ", "-")]);
    const places = found.map((line) => line.split("/").slice(0, 2).join("/").replace(/:.*/, ""));
    expect(places).toEqual(
      expect.arrayContaining([
        "Default/Local Storage",
        "Default/Service Worker",
        ...(history ? ["Default/History"] : []),
      ]),
    );
    expect(found.some((line) => line.includes("IndexedDB"))).toBe(true);
  });

  it("finds what is left of a session when somebody types into a page that does not take care", async () => {
    const { page, context } = await openTab();
    await openBlank(server.origin, page, "<form><textarea name=a></textarea></form>");
    await page.locator("textarea").pressSequentially(TOLD);
    await page.goto(server.exitUrl);
    expect((await historyOf(page, context)).at(-1)).toBe(`${server.exitUrl} Météo`);
    await profile.close();
    expect((await findOnDisk(profile.directory, [TOLD])).length > 0).toBe(history);
  });
});

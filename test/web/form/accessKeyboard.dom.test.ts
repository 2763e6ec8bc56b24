/** The whole journey with a keyboard alone, there and back; each stop can be seen. */
import { describe, expect, it } from "@jest/globals";
import type { FormLanguage } from "../../../web/locales/form/languages.ts";
import { newFollowUpCode } from "../../../security/index.ts";
import type { Key } from "../../../web/locales/form/en.ts";
import { newPage } from "../../tools/browser.ts";
import { LONG } from "../../tools/depth.ts";
import { PHONE } from "./support/inspect.ts";
import { Keys } from "./support/keys.ts";
import { browser, server, startForm } from "./support/stage.ts";
import { Walker } from "./support/walk.ts";

startForm();

/** Both directions; more scripts in the deep run. */
const LANGUAGES: readonly FormLanguage[] = LONG ? ["fr", "ht", "bn", "ur"] : ["fr", "ur"];

async function throughCode(keys: Keys, send: Key = "check.send"): Promise<string> {
  await keys.on("code");
  await keys.press("code.show");
  const groups = await keys.page.locator(".code li").allTextContents();
  const code = groups.map((group) => group.trim().split(" ").at(-1)).join("");
  await keys.press("code.kept");
  await keys.on("check");
  for (const id of await keys.page.locator("input.digits").evaluateAll((inputs) => inputs.map((input) => input.id))) {
    const group = Number(id.split("-").at(-1));
    await keys.type(`#${id}`, code.slice(3 * group - 3, 3 * group));
  }
  await keys.press(send);
  return code;
}

async function reportByKeys(keys: Keys, language: FormLanguage): Promise<string> {
  await keys.to(`[data-language="${language}"]`);
  await keys.page.keyboard.press("Enter");
  await keys.on("intro");
  await keys.press("intro.start");
  await keys.on("question-danger");
  await keys.press("continue");
  // The summary of what is missing has the focus, and leads to the answers.
  await keys.to(".summary a");
  await keys.page.keyboard.press("Enter");
  expect(await keys.page.evaluate(() => document.activeElement?.id)).toBe("f-danger-1");
  await keys.page.keyboard.press("Space");
  await keys.page.keyboard.press("ArrowDown");
  await keys.press("continue");
  await keys.on("question-subject");
  await keys.choose("subject", "helping");
  await keys.press("continue");
  await keys.on("consent");
  await keys.press("consent.yes");
  await keys.on("question-phone");
  await keys.choose("phoneChecked", "unsure");
  await keys.press("continue");
  await keys.on("question-kinds");
  await keys.tick("kinds", "pay");
  await keys.tick("kinds", "child");
  await keys.press("continue");
  await keys.on("question-narrative");
  await keys.type("#f-narrative", "On nous doit trois mois");
  await keys.press("continue");
  await keys.on("question-when");
  await keys.choose("when", "week");
  await keys.choose("still", "yes");
  await keys.press("continue");
  await keys.on("question-accused");
  await keys.tick("accused", "landlord");
  await keys.type("#f-accusedName", "X");
  await keys.press("continue");
  for (const question of ["place", "signs"]) {
    await keys.on(`question-${question}`);
    await keys.press("continue");
  }
  await keys.on("question-child");
  await keys.choose("child", "no");
  await keys.press("continue");
  for (const question of ["help", "consent", "comeBack"]) {
    await keys.on(`question-${question}`);
    await keys.press("continue");
  }
  await keys.on("review");
  await keys.to("#change-help");
  await keys.page.keyboard.press("Enter");
  await keys.on("question-help");
  await keys.tick("help", "rights");
  await keys.press("continue");
  await keys.on("review");
  await keys.tick("read", "yes");
  await keys.press("continue");
  await keys.on("hand");
  await keys.press("hand.go");
  const code = await throughCode(keys);
  await keys.on("done");
  return code;
}

async function toMailbox(keys: Keys, language: FormLanguage, code: string): Promise<void> {
  await keys.to(".doors summary");
  await keys.page.keyboard.press("Enter");
  await keys.to(`[data-language="${language}"][data-door="code"]`);
  await keys.page.keyboard.press("Enter");
  await keys.on("enter");
  await keys.type("#f-code", code);
  await keys.press("enter.open");
  await keys.on("mailbox");
}

describe.each(LANGUAGES)("with a keyboard alone, in %s", (language) => {
  it("a report is sent, its mailbox is opened, and the page is left", async () => {
    const { page, context, complaints } = await newPage(browser, { viewport: { width: PHONE, height: 740 } });
    const keys = new Keys(new Walker(page, language));
    await page.goto(server.origin);
    const code = await reportByKeys(keys, language);
    const { opened } = await server.open(server.envelopes()[0] ?? new Uint8Array());
    expect(opened).toMatchObject({
      content: {
        answers: {
          danger: "soon",
          subject: "helping",
          phoneChecked: "unsure",
          kinds: ["pay", "child"],
          narrative: "On nous doit trois mois",
          when: "week",
          still: "yes",
          accused: ["landlord"],
          child: "no",
          help: ["rights"],
          language,
        },
      },
    });
    await keys.press("back.erase");
    await keys.on("language");
    await toMailbox(keys, language, code);
    await keys.press("mailbox.write");
    await keys.on("message");
    // One step back from any heading is the way out.
    await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("exit");
    expect(keys.wrong).toEqual([]);
    expect(complaints).toEqual([]);
    await page.keyboard.press("Enter");
    await page.waitForURL(server.exitUrl);
    await context.close();
  });
});

describe.each(LONG ? LANGUAGES : (["ar"] as const))("with a keyboard alone, in %s", (language) => {
  it("a code is changed, and a report is taken back after a second thought", async () => {
    const { page, context, complaints } = await newPage(browser, { viewport: { width: PHONE, height: 740 } });
    const keys = new Keys(new Walker(page, language));
    const old = newFollowUpCode(server.unit.p);
    await page.goto(server.origin);
    await toMailbox(keys, language, old);
    await keys.press("mailbox.rekey");
    await keys.on("desk");
    await keys.choose("desk", "no");
    await keys.press("continue");
    await keys.on("rekey");
    await keys.press("rekey.go");
    const fresh = await throughCode(keys, "rekey.send");
    expect(fresh).not.toBe(old);
    await keys.on("rekeyed");
    await keys.press("done.erase");
    await keys.on("language");
    await toMailbox(keys, language, fresh);
    await keys.press("mailbox.withdraw");
    await keys.on("desk");
    await keys.choose("desk", "unknown");
    await keys.press("continue");
    await keys.on("withdraw");
    await keys.press("withdraw.keep");
    await keys.walk.on("mailbox");
    await keys.press("mailbox.withdraw");
    await keys.on("desk");
    await keys.press("continue");
    await keys.on("withdraw");
    await keys.press("withdraw.send");
    await keys.on("withdrawn");
    expect(server.envelopes()).toHaveLength(2);
    expect(keys.wrong).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

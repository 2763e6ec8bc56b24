/**
 * Every screen, in the deep run in every language: no accessibility violation, targets large enough, nothing scrolls sideways, text of twice
 * the size included. What covers a screen is held to the same by cover.dom.test.ts and kiosk.dom.test.ts.
 */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { codeKeys, fromHex, newFollowUpCode, sealReply } from "../../../security/index.ts";
import { newPage } from "../../tools/browser.ts";
import { LONG } from "../../tools/depth.ts";
import { inspect, keepPicture } from "./support/inspect.ts";
import { WALKED } from "./support/languages.ts";
import { mailboxWith } from "./support/mailboxes.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { browser, server, startForm } from "./support/stage.ts";
import type { Look, Walker } from "./support/walk.ts";

startForm();

const QUESTIONS_AFTER_WORDS = ["when", "accused", "place", "signs", "child", "help", "consent", "comeBack"] as const;

/** A part of the page that does not arrive until `then` has been looked at. */
async function without(page: Page, script: string, then: () => Promise<void>): Promise<void> {
  // Asked for again under another address.
  const address = new RegExp(`${server.scripts[script] ?? ""}(\\?\\d+)?$`);
  await page.route(address, (route) => route.abort());
  await then();
  await page.unroute(address);
}

/** A helper's way from the first screen to the review, with everything that can be forgotten on it. */
async function helpersWay(walk: Walker, look: Look, page: Page): Promise<void> {
  await without(page, walk.language, async () => {
    await page.goto(server.origin);
    await walk.on("language");
    await page.locator(`[data-language="${walk.language}"]`).first().click();
    await page.locator("#problem").waitFor();
    await look("language-problem");
  });
  await without(page, "journey", async () => {
    await walk.open(server.origin);
    await walk.press("intro.start");
    await page.getByRole("alert").waitFor();
    await look("intro-problem");
  });
  await walk.press("intro.start");
  await walk.on("question-danger");
  await walk.press("continue");
  await look("question-danger-error");
  await walk.tick("a.danger.now");
  await look("question-danger-now");
  await walk.press("continue");
  await walk.answer("subject", "a.subject.helping");
  await walk.on("consent");
  await walk.press("consent.yes");
  await walk.answer("phone", "a.phoneChecked.no");
  await walk.on("question-kinds");
  await walk.press("continue");
  await look("question-kinds-error");
  await walk.tick("a.kinds.pay", "a.kinds.locked_in");
  await walk.press("continue");
  await walk.on("question-narrative");
  await walk.write("f.narrative", "x".repeat(24_001));
  await walk.press("continue");
  await look("question-narrative-error");
  await walk.write("f.narrative", "Le patron garde nos passeports.\nOn dort dans l'entrepôt. 514 555 0199");
  await walk.press("add.add");
  await walk.on("files");
  const pictures = [{ name: "IMG.jpg", mimeType: "image/jpeg", buffer: Buffer.from(baselineJpeg) }];
  await page.locator('input[accept^="image/jpeg"]').setInputFiles(pictures);
  await page.locator(".file").first().waitFor();
  await look("files-added");
  await walk.press("continue");
  await walk.on("question-narrative");
  await walk.press("continue");
  for (const id of QUESTIONS_AFTER_WORDS) await walk.answer(id);
  await walk.on("review");
}

describe.each(WALKED)("the screens in %s", (language) => {
  it("of a report, of its refusal and of its sending are accessible", async () => {
    const { wrong, seen } = await inspect(browser, language, async (walk, look, page) => {
      await helpersWay(walk, look, page);
      await walk.press("continue");
      await look("review-error");
      await walk.tick("review.read");
      await walk.press("continue");
      await walk.on("identifiers");
      await walk.press("continue");
      await walk.on("hand");
      await walk.press("hand.go");
      await walk.on("code");
      await walk.press("code.kept");
      await look("code-error");
      await walk.press("code.practice");
      await page.locator(".code li").first().waitFor();
      await look("practice");
      await page.locator("#back").click();
      await walk.readCode();
      await walk.press("code.kept");
      await walk.on("check");
      await walk.press("check.send");
      await look("check-error");
      await walk.press("check.see");
      server.directory = server.unit.statement.bytes.slice(0, 100);
      await walk.throughCode();
      await walk.on("refused-broken");
      server.directory = server.unit.statement.bytes;
      const refusal = '{"error":{"code":"envelope_malformed","message":""}}';
      server.instead.push({ path: "/v1/envelopes", answer: { status: 400, body: refusal } });
      await walk.press("again");
      await walk.on("fault");
      server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
      await walk.press("again");
      await page.locator(".pause:not(:empty)").waitFor();
      await look("sending-pause");
      await walk.press("send.now");
      await walk.on("done");
    });
    expect(wrong).toEqual([]);
    // 13 questions and what is around them: a screen that is not reached is not inspected.
    expect(seen.size).toBeGreaterThanOrEqual(38);
  });

  it("of someone who comes back are accessible", async () => {
    const { unit } = server;
    const code = newFollowUpCode(unit.p);
    const keys = await codeKeys(unit.p, code, fromHex(unit.unit.unitId));
    const { wrong, seen } = await inspect(browser, language, async (walk, look, page) => {
      await walk.open(server.origin, "code");
      await walk.press("enter.open");
      await look("enter-error");
      await walk.write("enter.label", code);
      server.instead.push({ path: "/v1/mailbox", answer: { status: 503, headers: { "retry-after": "30" } } });
      await walk.press("enter.open");
      await page.locator(".pause:not(:empty)").waitFor();
      await look("opening-pause");
      await walk.press("send.now");
      await walk.on("mailbox");
      await walk.press("mailbox.write");
      await walk.on("message");
      await walk.press("message.send");
      await look("message-error");
      await page.locator("#back").click();
      await page.locator("#back").click();
      await walk.on("enter");
      const [desk] = unit.desks;
      if (!desk) throw new Error("the unit has no desk");
      const words = ["Bonjour, nous vous lisons.\nVoici vos droits.", "Êtes-vous en sécurité ?"];
      const slots = await Promise.all(
        words.map((text, i) =>
          sealReply(unit.p, {
            descriptor: keys.descriptor,
            signing: desk.signing,
            deskId: desk.deskId,
            // The second is missing: the page says so.
            sequence: 2 * i + 1,
            part: 1,
            parts: 1,
            text,
          }),
        ),
      );
      server.mailbox = mailboxWith(unit.p, [...slots]);
      await walk.write("enter.label", code);
      await walk.press("enter.open");
      await walk.on("mailbox");
      await look("mailbox-replies");
      await walk.press("mailbox.write");
      await walk.on("message");
      await walk.tick("a.danger.no");
      await walk.write("message.text", "Merci.");
      await walk.press("message.send");
      await walk.on("done");
      await look("done-message");
    });
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["enter", "mailbox", "mailbox-replies", "message", "done"]));
  });
});

// The texts differ, the screens are the same: each language in the deep run only.
describe.each(LONG ? WALKED : (["fr"] as const))("the screens of a witness in %s", (language) => {
  it("are accessible", async () => {
    const { wrong, seen } = await inspect(browser, language, async (walk) => {
      await walk.open(server.origin);
      await walk.press("intro.start");
      await walk.answer("danger", "a.danger.soon");
      await walk.answer("subject", "a.subject.witness");
      await walk.answer("phone", "a.phoneChecked.yes");
      await walk.answer("kinds", "a.kinds.other");
      await walk.answer("narrative");
      for (const id of QUESTIONS_AFTER_WORDS) await walk.answer(id);
      await walk.on("review");
      await walk.press("continue");
      await walk.throughCode();
      await walk.on("done");
    });
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThanOrEqual(20);
  });
});

describe.each(WALKED)("the screens of a change in %s", (language) => {
  it("of code, or back of the report, are accessible and fit 320 px", async () => {
    const code = newFollowUpCode(server.unit.p);
    const { wrong, seen } = await inspect(browser, language, async (walk, look) => {
      await walk.toMailbox(server.origin, code);
      await walk.press("mailbox.rekey");
      await walk.on("desk");
      await walk.press("continue");
      await look("desk-error");
      await walk.tick("no");
      await walk.press("continue");
      await walk.on("rekey");
      await walk.press("rekey.go");
      await walk.throughCode("rekey.send");
      await walk.on("rekeyed");
      await walk.toMailbox(server.origin, code);
      await walk.toChange("withdraw", "no");
      await walk.press("withdraw.send");
      await walk.on("withdrawn");
    });
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(
      expect.arrayContaining(["desk", "rekey", "code", "check", "rekeyed", "withdraw", "withdrawn"]),
    );
  });
});

describe("without JavaScript", () => {
  it("says so honestly, with numbers, and offers nothing to type into", async () => {
    const { page, context } = await newPage(browser, { javaScriptEnabled: false });
    await page.goto(server.origin);
    const text = await page.locator("main").innerText();
    expect(text).toContain("Cette page a besoin de JavaScript");
    expect(text).toContain("911");
    expect(await page.locator("input, textarea, form").count()).toBe(0);
    expect(await page.getByRole("button").count()).toBe(0);
    expect(await page.locator('a[href^="tel:"]').count()).toBe(0);
    await keepPicture(page, "noscript");
    await context.close();
  });
});

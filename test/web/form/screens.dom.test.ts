/** Every screen, in both languages: no accessibility violation, no sideways scroll, text twice as large included. FORM_SHOTS=directory keeps pictures. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { codeKeys, fromHex, newFollowUpCode, sealReply } from "../../../security/index.ts";
import { newPage } from "../../tools/browser.ts";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { FORM_LANGUAGES, type FormLanguage } from "../../../web/locales/form/languages.ts";
import { browser, server, startForm } from "./support/stage.ts";
import { mailboxWith } from "./support/mailboxes.ts";
import { Walker, type Look } from "./support/walk.ts";

startForm();

const SHOTS = process.env["FORM_SHOTS"];

/** Sideways scroll with text of twice the size. */
async function atDoubleText(page: Page): Promise<number> {
  const size = (percent: string) =>
    page.evaluate((value) => void (document.documentElement.style.fontSize = value), percent);
  await size("200%");
  const over = await sidewaysScroll(page);
  await size("");
  return over;
}

/** Collects what is wrong on each screen rather than stopping at the first. */
function inspector(page: Page, language: FormLanguage): { look: Look; wrong: string[]; seen: Set<string> } {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const look: Look = async (screen) => {
    if (screen === "sending" || screen === "opening") return;
    seen.add(screen);
    for (const width of WIDTHS) {
      const { violations, over, double } = await atWidth(page, width, async () => ({
        violations: await axeViolations(page),
        over: await sidewaysScroll(page),
        double: await atDoubleText(page),
      }));
      for (const violation of violations) wrong.push(`${screen} at ${width}: ${violation}`);
      if (over > 0) wrong.push(`${screen}: ${over} px too wide at ${width}`);
      if (double > 0) wrong.push(`${screen}: ${double} px too wide at ${width} with text of twice the size`);
    }
    const headings = await page.locator("main h1").count();
    if (headings !== 1) wrong.push(`${screen}: ${headings} first headings`);
    if (SHOTS === undefined) return;
    await mkdir(SHOTS, { recursive: true });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: join(SHOTS, `${language}-${screen}-${width}.png`), fullPage: true });
    }
  };
  return { look, wrong, seen };
}

async function inspect(
  language: FormLanguage,
  story: (walk: Walker, look: Look, page: Page) => Promise<void>,
): Promise<{ wrong: string[]; seen: Set<string> }> {
  const { page, context } = await newPage(browser, { viewport: { width: 360, height: 800 } });
  const { look, wrong, seen } = inspector(page, language);
  await story(new Walker(page, language, look), look, page);
  await context.close();
  return { wrong, seen };
}

describe.each(FORM_LANGUAGES)("the screens in %s", (language) => {
  it("of a report are accessible and fit 320 px", async () => {
    const { wrong, seen } = await inspect(language, async (walk, look, page) => {
      await walk.open(server.origin);
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
      await walk.write("f.narrative", "Le patron garde nos passeports.\nOn dort dans l'entrepôt.");
      await walk.press("continue");
      for (const id of ["when", "accused", "place", "signs", "child", "help", "consent", "comeBack"]) {
        await walk.answer(id);
      }
      await walk.on("review");
      await walk.press("continue");
      await look("review-error");
      await walk.tick("review.read");
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
      server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
      await walk.throughCode();
      await page.locator(".pause:not(:empty)").waitFor();
      await look("sending-pause");
      await walk.press("send.now");
      await walk.on("done");
    });
    expect(wrong).toEqual([]);
    // 13 questions and what is around them: a screen that is not reached is not inspected.
    expect(seen.size).toBeGreaterThanOrEqual(30);
  });

  it("of a refusal are accessible and fit 320 px", async () => {
    const { wrong, seen } = await inspect(language, async (walk) => {
      await walk.open(server.origin);
      await walk.toReview();
      await walk.press("continue");
      server.directory = server.unit.statement.bytes.slice(0, 100);
      await walk.throughCode();
      await walk.on("refused-broken");
      server.directory = server.unit.statement.bytes;
      server.instead.push({
        path: "/v1/envelopes",
        answer: { status: 400, body: '{"error":{"code":"envelope_malformed","message":""}}' },
      });
      await walk.press("again");
      await walk.on("fault");
    });
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["refused-broken", "fault"]));
  });

  it("of someone who comes back are accessible and fit 320 px", async () => {
    const { unit } = server;
    const code = newFollowUpCode(unit.p);
    const keys = await codeKeys(unit.p, code, fromHex(unit.unit.unitId));
    const { wrong, seen } = await inspect(language, async (walk, look, page) => {
      await walk.open(server.origin, "code");
      await walk.press("enter.open");
      await look("enter-error");
      await walk.write("enter.label", code);
      await walk.press("enter.open");
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
      const slots = await Promise.all(
        ["Bonjour, nous vous lisons.\nVoici vos droits.", "Êtes-vous en sécurité ?"].map((text, i) =>
          sealReply(unit.p, {
            descriptor: keys.descriptor,
            signing: desk.signing,
            deskId: desk.deskId,
            sequence: i + 1,
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
    expect([...seen]).toEqual(expect.arrayContaining(["enter", "mailbox", "message", "done"]));
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
    if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, "fr-noscript-1280.png"), fullPage: true });
    await context.close();
  });
});

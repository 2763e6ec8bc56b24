/** How files look, and how they are reached: every state of them, in both languages, by people who do not use a mouse. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { PART_PLAINTEXT_BYTES } from "../../../security/index.ts";
import { CATALOGS, CONSOLE_LANGUAGES } from "../../../web/locales/console/index.ts";
import { newPage } from "../../tools/browser.ts";
import { atWidth, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { truePng } from "../form/support/pictures.ts";
import { addCaseWithFiles, text, type SentFile } from "./tools/files.ts";
import { openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";
import { fileLine, frameOf, inside, openFile } from "./tools/viewer.ts";
import { wav } from "./tools/wav.ts";

startConsole();

/** Four screens, each looked at in light, in dark and at every width, with five frames in them. */
const SCREENS_LIMIT_MS = 180_000;
const LONG_NAME = `${"une_photo_prise_dans_la_cuisine_".repeat(6)}.png`;
const FILES: readonly SentFile[] = [
  { name: LONG_NAME, type: "image/png", state: "cleaned", bytes: truePng() },
  { name: LONG_NAME, type: "image/png", state: "original", bytes: truePng() },
  { name: "voix.wav", type: "audio/wav", state: "recorded", bytes: wav() },
  { name: "facture.jpg", type: "image/jpeg", bytes: text("<html>") },
  { name: "contrat.pdf", type: "application/pdf", bytes: text("%PDF-1.7") },
  { name: "", type: "x-odd/thing", bytes: new Uint8Array(2 * PART_PLAINTEXT_BYTES) },
  { name: "film.mp4", type: "video/mp4", bytes: new Uint8Array(2 * PART_PLAINTEXT_BYTES) },
];

/** `check` looks into the frames too, but for this. */
async function checkWidth(page: Page, index: number, name: string): Promise<void> {
  for (const width of WIDTHS) {
    const wide = await atWidth(page, width, async () => sidewaysScroll(await frameOf(page, index)));
    expect({ name, width, wide }).toEqual({ name, width, wide: 0 });
  }
}

describe.each(CONSOLE_LANGUAGES)("the files of a case in %s", (language) => {
  it(
    "are accessible and fit 320 pixels in every state, inside and outside of their frames",
    async () => {
      const t = CATALOGS[language];
      const { caseId, itemId } = await addCaseWithFiles(scene, FILES);
      const { parts } = scene.host.state;
      // The last one is lost on the server, and the end of the one before it is damaged.
      for (const [key, part] of parts) {
        if (key === `${itemId}/3`) parts.delete(key);
        if (key === `${itemId}/1`)
          parts.set(
            key,
            part.map((byte) => byte ^ 1),
          );
      }
      const { page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
      await signIn(page, scene);
      await openCase(page, caseId);
      await page.getByRole("button", { name: language === "fr" ? "Français" : "English" }).click();
      await page.getByText(t.files.care).waitFor();
      await check(page, "list");
      const open = (index: number) => fileLine(page, index).getByRole("button", { name: t.files.open }).click();
      for (const index of [0, 2, 3, 4]) {
        await open(index);
        await inside(page, index).locator("#kind").waitFor();
      }
      for (const index of [5, 6]) await open(index);
      await page.getByText(t.files.damaged, { exact: true }).waitFor();
      await page.getByText(t.files.stop.missing).waitFor();
      await check(page, "open, damaged and stopped");
      for (const index of [0, 2, 3, 4]) await checkWidth(page, index, FILES[index]?.name ?? "");
      await inside(page, 0).getByRole("button", { name: t.viewer.unblur }).click();
      await check(page, "seen");
      for (const index of [0, 2, 3, 4]) expect(await (await frameOf(page, index)).title()).toBe(t.viewer.title);

      const found = scene.host.state.cases.get(caseId);
      for (const state of ["waiting", "missing"] as const) {
        const [item] = found?.items ?? [];
        if (found && item) found.items = [{ ...item, attachments: { state, parts: 4 } }];
        scene.host.changed();
        await page.getByText(t.files.upload[state]).waitFor();
        await check(page, state);
      }
      await context.close();
      scene.host.state.session = null;
    },
    SCREENS_LIMIT_MS,
  );
});

describe("with the keyboard alone", () => {
  it("a picture is opened, seen, blurred and closed; the focus is never lost", async () => {
    const { caseId } = await addCaseWithFiles(scene, FILES);
    const { page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await signIn(page, scene);
    await openCase(page, caseId);
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // Opening is written into the log first; until then the button that was pressed begins with the same word.
    await fileLine(page, 0).waitFor();
    for (let i = 0; i < 80 && !(await focused()).startsWith("Ouvrir"); i++) await press("Tab");
    await press("Enter");
    await fileLine(page, 0).locator('iframe[data-shows="picture"]').waitFor();
    expect(await focused()).toContain("Fermer");
    await press("Tab");
    const frame = await frameOf(page, 0);
    const insideFocus = (): Promise<string> => frame.evaluate(() => document.activeElement?.textContent ?? "");
    expect(await insideFocus()).toBe("Voir l’image");
    await press("Enter");
    expect(await frame.locator("figure").getAttribute("class")).toBe("");
    expect(await insideFocus()).toBe("Flouter de nouveau");
    await press("Enter", "Tab");
    expect(await frame.locator("figure").getAttribute("class")).toBe("blurred");
    expect(await insideFocus()).toBe("Enregistrer");
    await press("Shift+Tab", "Shift+Tab");
    expect(await focused()).toContain("Fermer");
    await press("Enter");
    expect(await focused()).toContain("Ouvrir");
    expect(await page.locator("iframe").count()).toBe(0);
    await context.close();
    scene.host.state.session = null;
  });

  it("somebody who looks at a file counts as being there, and nobody else does", async () => {
    const { caseId } = await addCaseWithFiles(scene, FILES);
    const { page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await page.clock.install();
    await signIn(page, scene);
    await openCase(page, caseId);
    await openFile(page, 0);
    await inside(page, 0).getByRole("button", { name: "Voir l’image" }).focus();
    const touches = await page.evaluateHandle(() => {
      const heard = { count: 0 };
      addEventListener("message", ({ data }) => void (data === "touched" && heard.count++));
      return heard;
    });
    for (let i = 1; i <= 3; i++) {
      await page.clock.fastForward("10:00");
      await page.keyboard.press("ArrowDown");
      // The frame says so in its own time: said after a jump of the clock, it would count from there.
      while ((await touches.evaluate(({ count }) => count)) < i) await page.waitForTimeout(25);
    }
    expect(await page.locator("iframe").count()).toBe(1);
    await page.clock.fastForward("15:30");
    await page.getByText("Verrouillée après 15 minutes").waitFor();
    await context.close();
    scene.host.state.session = null;
  });
});

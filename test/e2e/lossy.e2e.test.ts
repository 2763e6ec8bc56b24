import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Locator } from "playwright-core";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { freshDatabase } from "../tools/database.ts";
import type { FreshDatabase } from "../tools/database.ts";
import { startManInTheMiddle } from "../tools/manInTheMiddle.ts";
import type { ManInTheMiddle } from "../tools/manInTheMiddle.ts";
import { startReporterProgram } from "../tools/reporterProgram.ts";
import type { ReporterProgram } from "../tools/reporterProgram.ts";
import { makeUnit } from "../tools/unit.ts";
import { FormPage } from "./pages/form.ts";

const LIMIT_MS = 180_000;
/** Browsers ask again of themselves when a connection that they had used before breaks. */
const TRIES_LOST = 3;

/** Every request reaches the service, and the first answers to each are lost on the way back. */
describe("a line that loses answers", () => {
  let database: FreshDatabase;
  let reporter: ReporterProgram;
  let middle: ManInTheMiddle;
  let browser: Browser;
  const dir = mkdtempSync(join(tmpdir(), "abri-lossy-"));

  beforeAll(async () => {
    const unit = await makeUnit();
    database = await freshDatabase();
    const settings = { unit, db: database.client(), databaseUrl: database.url("abri_reporter"), dir, quick: true };
    reporter = await startReporterProgram(settings);
    middle = await startManInTheMiddle(reporter.url);
    browser = await launchBrowser();
  }, LIMIT_MS);

  afterAll(async () => {
    await browser?.close();
    await middle?.stop();
    await reporter?.program.stop();
    await database?.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  it(
    "brings one report in, by the same bytes again and again, and stores it once",
    async () => {
      const lost = new Map<string, number>();
      middle.meddle(({ path: asked }) => {
        const [path = ""] = asked.split("?");
        // The page itself comes: without it there is nothing to see.
        const before = lost.get(path) ?? 0;
        if (path === "/" || before === TRIES_LOST) return null;
        lost.set(path, before + 1);
        return "drop";
      });
      const { page, context } = await newPage(browser);
      const form = new FormPage(page, "fr");
      /** Presses until the page goes on, as whoever is told to try again does; a button that is gone is no failure. */
      const insist = async (button: Locator, screen: string): Promise<void> => {
        for (let tries = 0; (await form.screen()) !== screen; tries++) {
          if (tries > 50) throw new Error(`${screen} is never reached`);
          await button.click({ timeout: 500 }).catch(() => undefined);
        }
      };

      await page.goto(middle.url);
      await insist(page.getByRole("button", { name: "Français", exact: true }), "intro");
      await insist(form.button("intro.start"), "question-danger");
      await form.answerAll({ danger: "no", subject: "me", kinds: ["pay"], narrative: "mot" });
      await insist(form.button("continue"), "code");
      await form.press("code.show");
      const shown = page.getByRole("list", { name: form.t("code.label"), exact: true }).getByRole("listitem");
      const code = (await shown.evaluateAll((items) => items.map((item) => item.lastChild?.textContent ?? ""))).join(
        "",
      );
      await form.typeBack(code);
      await form.send();
      await form.waitUntilSent();

      const bodies = middle.recorded.filter(({ path }) => path === "/v1/envelopes").map(({ body }) => body);
      expect(bodies).toHaveLength(TRIES_LOST + 1);
      for (const body of bodies) expect(Buffer.compare(body, bodies[0] ?? Buffer.alloc(0))).toBe(0);
      expect(await database.client().intakeEnvelope.count()).toBe(1);
      // The service takes a script's address with a query for the script.
      expect(middle.recorded.some(({ path, status }) => /^\/assets\/\w+\.js\?\d$/.test(path) && status === 200)).toBe(
        true,
      );

      lost.delete("/v1/directory");
      await form.finish();
      // Whoever comes back needs one more script, of which the first answers are lost as well.
      await page.goto(middle.url);
      await page.locator(".doors summary").click();
      await insist(page.locator(".doors").getByRole("button", { name: "Français", exact: true }), "enter");
      await form.openMailbox(middle.url, code);
      expect(await form.replies()).toEqual([]);
      await context.close();
    },
    LIMIT_MS,
  );
});

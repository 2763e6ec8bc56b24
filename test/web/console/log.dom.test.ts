import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { claim, openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const unfold = (page: Page): Promise<void> => page.getByText("Qui a fait quoi").click();
const lines = (page: Page): Promise<string[]> => page.locator(".log li > span:nth-child(2)").allInnerTexts();
const entriesOf = (caseId: string) => scene.host.state.cases.get(caseId)?.entries ?? [];

describe("the log of a case", () => {
  it("says who opened, claimed and handed the case over, in order, and what word was left", async () => {
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.locator(".narrative").waitFor(); // an entry that is written meanwhile has no order with its own
      await claim(page);
      await page.getByRole("button", { name: "Rendre", exact: true }).press("Enter"); // one click, and no reason
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
      await claim(page);
      await page.getByRole("button", { name: "Passer la main avec un mot" }).press("Enter");
      await page.getByLabel("Un mot pour qui prendra la suite").focus();
      await page.keyboard.type("Rappeler jeudi, avec une interprète.");
      await check(page, "hand-over");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator(".note").getByText("Rappeler jeudi").waitFor();
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
      await unfold(page);
      expect(await lines(page)).toEqual([
        "Première lecture du signalement",
        "Prise en charge",
        "Dossier rendu",
        "Prise en charge",
        "Dossier rendu avec un mot",
      ]);
      await check(page, "log");
      expect(complaints).toEqual([]);
    });
    expect(scene.host.received.join("\n")).not.toContain("Rappeler");
    expect(new Set(entriesOf(scene.cases.bengali).map(({ sealed }) => sealed.length)).size).toBe(1);

    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.locator(".narrative").waitFor();
      // Opened for the first time once.
      expect(entriesOf(scene.cases.bengali)).toHaveLength(5);
    });
  });

  it("shows nothing of a report whose opening could not be written, and says so", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      scene.host.state.beforePart = async (path) => Promise.resolve(path.endsWith("/entries") ? "drop" : undefined);
      await openCase(page, scene.cases.past);
      await page.getByText("Cela n’a pas marché").waitFor();
      expect(await page.locator(".narrative").count()).toBe(0);
      scene.host.state.beforePart = null;
      await page.getByRole("button", { name: "Ouvrir le signalement" }).click();
      await page.locator(".narrative").waitFor();
      expect(entriesOf(scene.cases.past)).toHaveLength(1);
    });
  });

  it("says that an entry is gone which was there, even the newest, and that one does not hold", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.danger);
      await page.locator(".narrative").waitFor();
      await claim(page);
      const stored = scene.host.state.cases.get(scene.cases.danger);
      const newest = stored?.entries.pop(); // nothing builds on it: only who saw it can tell
      scene.host.changed();
      await page.getByText("Une entrée a disparu").waitFor();
      await check(page, "gone");
      if (newest) stored?.entries.push(newest);
      scene.host.changed();
      await page.getByText("Une entrée a disparu").waitFor({ state: "detached" });

      const other = entriesOf(scene.cases.bengali)[0];
      if (other) stored?.entries.push(other);
      scene.host.changed();
      await page.getByText("Une entrée ne tient pas").waitFor();
      await page.locator(".log .refused").getByText("wrong_case").waitFor();
      await page.getByText("Prise en charge").first().waitFor();
      await check(page, "refused");
    });
  });

  it("counts the grave cases opened today for the officer, and for nobody else", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      const warned = async (id: string): Promise<string> => {
        await page.evaluate((to) => {
          location.hash = `#/case/${to}`;
        }, id);
        await page.getByRole("heading", { name: "Avant d’ouvrir" }).waitFor();
        return page.locator(".warning").innerText();
      };
      expect(await warned(scene.cases.past)).not.toContain("Aujourd’hui");
      await openCase(page, scene.cases.past); // P3
      await page.locator(".narrative").waitFor();
      expect(await warned(scene.cases.danger)).not.toContain("Aujourd’hui");
      await openCase(page, scene.cases.danger); // P0
      await page.locator(".narrative").waitFor();
      expect(await warned(scene.cases.lied)).toContain("vous avez déjà ouvert 1 dossier P0 ou P1");
      await check(page, "warning with a count");
    });
  });
});

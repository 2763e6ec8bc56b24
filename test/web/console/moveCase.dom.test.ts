import { describe, expect, it } from "@jest/globals";
import { claim, openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

describe("a case that is moved to another desk", () => {
  it("leaves the screen, the queue and the memory of an officer who is not on its new desk", async () => {
    const account = scene.host.state.accounts[0];
    if (account === undefined) throw new Error("nobody can sign in");
    const { grants } = account;
    account.grants = grants.filter(({ desk }) => desk === 1);
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      expect(await page.locator(`[data-case="${scene.cases.restricted}"]`).count()).toBe(0);
      await openCase(page, scene.cases.danger);
      await page.getByText("Changer de bureau ou se retirer").click();
      await page.getByText("Prenez d’abord le dossier").waitFor();
      await claim(page);
      await page.getByLabel("Nouvelle note pour le bureau").fill("Brouillon à ne pas garder.");
      await page.getByRole("button", { name: "Signer et confier" }).click();
      await page.getByText("Choisissez le bureau.").waitFor();
      await page.getByLabel("Bureau", { exact: true }).selectOption({ label: "Restreint" });
      await page.getByText("vous ne verrez plus ce dossier").waitFor();
      await page.getByLabel("Pourquoi").fill("Concerne un service de la ville.");
      await check(page, "move-case");
      await page.getByRole("button", { name: "Signer et confier" }).click();
      await page.getByText("Le dossier est maintenant au bureau Restreint.").waitFor();
      await page.getByRole("table").waitFor();
      expect(await page.locator(`[data-case="${scene.cases.danger}"]`).count()).toBe(0);
      expect(complaints).toEqual([]);
      // Whoever goes back to it finds nothing, of the report or of what was begun.
      await page.evaluate((id) => {
        location.hash = `#/case/${id}`;
      }, scene.cases.danger);
      await page.getByText("n’existe pas, ou n’est pas pour vos bureaux").waitFor();
      expect(await page.getByText(scene.narrative).count()).toBe(0);
    });
    expect(scene.host.received.join("\n")).not.toMatch(/Concerne un service|Brouillon/);
    account.grants = grants;

    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      await page.locator(".note").getByText("Concerne un service de la ville.").waitFor();
      await page.getByText("Qui a fait quoi").click();
      await page.locator(".log").getByText("Confié au bureau Restreint").waitFor();
      expect(await page.locator(".refused").count()).toBe(0);
    });
  });
});

describe("an officer who steps back from a case", () => {
  it("sees nothing of it any more, and is shown nothing of it should the server hand it to them all the same", async () => {
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.getByText("Changer de bureau ou se retirer").click();
      await page.getByLabel("Un mot pour vos collègues, si vous voulez").fill("Je connais cette famille.");
      await check(page, "step-back");
      await page.getByRole("button", { name: "Signer et me retirer" }).click();
      await page.getByText("Vous êtes en retrait de ce dossier.").waitFor();
      await page.getByRole("table").waitFor();
      expect(await page.locator(`[data-case="${scene.cases.bengali}"]`).count()).toBe(0);
      expect(complaints).toEqual([]);
      const stored = scene.host.state.cases.get(scene.cases.bengali);
      if (stored) stored.steppedBack = [];
      await page.evaluate((id) => {
        location.hash = `#/case/${id}`;
      }, scene.cases.bengali);
      await page.getByText("et le serveur vous le remet").waitFor();
      expect(await page.locator(".narrative, .note").count()).toBe(0);
    });
    expect(scene.host.received.join("\n")).not.toContain("Je connais");
  });
});

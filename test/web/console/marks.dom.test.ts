import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const entriesOf = (caseId: string) => scene.host.state.cases.get(caseId)?.entries ?? [];
const aliasOf = (page: Page): Promise<string> => page.locator(".case-head h1").innerText();

describe("what officers keep in mind about a case", () => {
  it("is ticked and labelled with the keyboard alone, sealed, and there for the next who opens it", async () => {
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      const child = page.getByRole("checkbox", { name: /^Enfant/ });
      await child.press("Space");
      await page.locator("input[type=checkbox]:checked").waitFor();
      await page.getByRole("checkbox", { name: /^Preuves/ }).press("Space");
      await page.waitForFunction((n) => document.querySelectorAll("input:checked").length === n, 2);
      await child.press("Space");
      await page.waitForFunction((n) => document.querySelectorAll("input:checked").length === n, 1);

      const label = page.getByLabel("Nouvelle étiquette");
      await label.press("Enter");
      await page.getByText("Un mot ou quelques-uns").waitFor();
      await label.pressSequentially("  réseau   du  port ");
      await label.press("Enter");
      await page.getByRole("button", { name: "Retirer l’étiquette « réseau du port »" }).waitFor();
      expect(await label.inputValue()).toBe("");
      await label.fill("à ôter");
      await label.press("Enter");
      await page.getByRole("button", { name: "Retirer l’étiquette « à ôter »" }).press("Enter");
      await page.getByRole("button", { name: "Retirer l’étiquette « à ôter »" }).waitFor({ state: "detached" });
      await check(page, "marks");
      expect(complaints).toEqual([]);
    });
    const sent = scene.host.received.join("\n");
    for (const word of ["réseau", "du port", "ticked", "étiquette"]) expect(sent).not.toContain(word);
    // the opening and six acts, none of which can be told from another by its length
    expect(entriesOf(scene.cases.bengali).map(({ sealed }) => sealed.length)).toEqual(Array(7).fill(5462));

    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.getByRole("button", { name: "Retirer l’étiquette « réseau du port »" }).waitFor();
      expect(await page.getByRole("checkbox", { name: /^Preuves/ }).isChecked()).toBe(true);
      await openCase(page, scene.cases.past);
      await page.locator(".narrative").waitFor();
      expect(
        await page.locator("datalist option").evaluateAll((all) => all.map((each) => each.getAttribute("value"))),
      ).toContain("réseau du port");
    });
  });

  it("links two cases of a desk in both logs, and no case of another desk", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.past);
      await page.locator(".narrative").waitFor();
      const past = await aliasOf(page);
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      const danger = await aliasOf(page);
      const other = page.getByLabel("Les deux mots de l’autre dossier");
      await other.fill("nulle part");
      await other.press("Enter");
      await page.getByText("Aucun dossier de ce bureau").waitFor();
      await other.fill(scene.cases.restricted);
      await other.press("Enter");
      await page.getByText("On ne lie que des dossiers d’un même bureau.").waitFor();
      expect(entriesOf(scene.cases.restricted)).toEqual([]);
      await other.fill(past);
      await other.press("Enter");
      await page.locator(".marks").getByRole("link", { name: past }).press("Enter");
      await page.locator(".marks").getByRole("link", { name: danger }).waitFor();
      await page.getByRole("button", { name: `Retirer le lien avec ${danger}` }).click();
      await page.getByText("Aucun dossier lié.").waitFor();
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      await page.getByText("Aucun dossier lié.").waitFor();
    });
  });
});

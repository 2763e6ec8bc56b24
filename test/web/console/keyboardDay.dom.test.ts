/** A day at the console without a mouse: one walk, and after each act the focus is where an officer goes on from. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { axeViolations } from "../../tools/screens.ts";
import { truePng } from "../form/support/pictures.ts";
import { addColleague } from "./tools/colleague.ts";
import { TOTP } from "./tools/fakeRoutes.ts";
import { addCaseWithFiles } from "./tools/files.ts";
import { focusIs, listen, pressOn, tabTo, timesHeard } from "./tools/keyboard.ts";
import { queueOpened, STEP_MS } from "./tools/person.ts";
import { answersWith } from "./tools/reports.ts";
import { PASSPHRASE } from "./tools/scene.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";
import { frameOf } from "./tools/viewer.ts";

startConsole();

const focusedCase = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-case") ?? null);
const BACK = "Shift+Tab";

describe("the keyboard alone", () => {
  it("leads through a day, with the focus seen after every act and never lost", async () => {
    await addColleague(scene);
    const file = { name: "porte.png", type: "image/png", state: "cleaned" as const, bytes: truePng() };
    const answers = answersWith({
      danger: "soon",
      kinds: ["housing"],
      narrative: "Il a changé la serrure.",
      still: "yes",
    });
    const { caseId } = await addCaseWithFiles(scene, [file], answers);
    await inPage(async (page, { complaints }) => {
      const { keyboard } = page;
      const press = async (...keys: string[]): Promise<void> => {
        for (const key of keys) await keyboard.press(key);
      };
      page.setDefaultTimeout(STEP_MS);

      // Signing in: what is missing has the focus.
      await page.goto(scene.host.origin);
      await page.locator("h1:focus").waitFor();
      await pressOn(page, "Ouvrir");
      await focusIs(page, "Nom d’utilisateur");
      await keyboard.type(scene.unit.officer.name);
      await tabTo(page, "Phrase de passe");
      await keyboard.type(PASSPHRASE);
      await tabTo(page, "Code à six chiffres");
      await keyboard.type(TOTP);
      await press("Enter");
      await focusIs(page, "Cellule");
      await queueOpened(page);
      await listen(page);

      // The queue: filters, and back from them.
      await page.getByRole("table", { name: "Dossiers, du plus urgent au moins urgent" }).waitFor();
      await tabTo(page, "Niveau");
      await press("ArrowDown", "ArrowDown");
      await page.locator(".queue tbody tr").nth(4).waitFor({ state: "detached" });
      await pressOn(page, "Tout afficher");
      await focusIs(page, "Cellule");
      await page.locator(".queue tbody tr").nth(8).waitFor();
      await press("j");
      for (let i = 0; i < 9 && (await focusedCase(page)) !== caseId; i++) await press("ArrowDown");
      expect(await focusedCase(page)).toBe(caseId);
      const alias = await page.locator(":focus").innerText();
      await page.getByRole("rowheader", { name: alias }).waitFor();

      // The case: claimed, its warning passed, its picture seen.
      await press("Enter");
      await focusIs(page, alias);
      await pressOn(page, "Prendre en charge");
      await page.getByRole("button", { name: "Rendre", exact: true }).waitFor();
      await focusIs(page, alias);
      await pressOn(page, "Ouvrir le signalement");
      await focusIs(page, "Signalement");
      await pressOn(page, "Ouvrir porte.png");
      await page.locator('iframe[data-shows="picture"]').waitFor();
      await focusIs(page, "Fermer porte.png");
      const frame = await frameOf(page, 0);
      await frame.locator(".blurred img").waitFor();
      await press("Tab", "Enter");
      await frame.locator("figure:not(.blurred) img").waitFor();
      // The frame is no trap: two stops in it, and out again.
      await press("Tab", "Tab");
      await focusIs(page, "Partir d’un modèle");

      // A note, and a reply from a template with blanks.
      await pressOn(page, "Signer et sceller la note");
      await focusIs(page, "Nouvelle note");
      await keyboard.type("Rappeler demain.");
      await pressOn(page, "Signer et sceller la note");
      await page.locator("li.note", { hasText: "Rappeler demain." }).waitFor();
      await focusIs(page, "Signer et sceller la note");
      await pressOn(page, "Partir d’un modèle", BACK);
      await page.locator(".picker").waitFor();
      await tabTo(page, "Modèle");
      for (let i = 0; i < 6; i++) await press("ArrowDown");
      await page.locator(".fill-ins").waitFor();
      await tabTo(page, "Lieu");
      await keyboard.type("Kiosque Baobab");
      await pressOn(page, "Mettre dans la réponse");
      await focusIs(page, "Réponse à la personne");
      await pressOn(page, "Relire avant d’envoyer");
      await page.getByText("Il reste des accolades").waitFor();
      await focusIs(page, "Réponse à la personne");
      await press("Control+a");
      await keyboard.type("Kiosque Baobab, mardi. Cela vous convient ?");
      await pressOn(page, "Relire avant d’envoyer");
      await focusIs(page, "Aperçu");
      await pressOn(page, "Modifier");
      await focusIs(page, "Réponse à la personne");
      await pressOn(page, "Relire avant d’envoyer");
      await focusIs(page, "Aperçu");
      await pressOn(page, "Signer, sceller, envoyer");
      await page.getByText("Scellée. En attente de livraison").waitFor();
      await focusIs(page, "Répondre");

      // Decisions: a form folds with Escape, what is missing has the focus, what is done is said once.
      const form = page.locator("form.decision");
      await pressOn(page, "Changer le niveau", BACK);
      await form.waitFor();
      await tabTo(page, "Signer le niveau");
      await press("Escape");
      await focusIs(page, "Changer le niveau");
      await press("Enter");
      await form.waitFor();
      await tabTo(page, "Nouveau niveau");
      await press("ArrowDown");
      await pressOn(page, "Signer le niveau");
      await focusIs(page, "Raison");
      await keyboard.type("Elle dort ailleurs.");
      await tabTo(page, "Pourquoi sans seconde lecture");
      await keyboard.type("Personne d’autre aujourd’hui.");
      await pressOn(page, "Signer le niveau");
      await page.getByText("Niveau baissé à P2").waitFor();
      await focusIs(page, "Conduite du dossier");
      await pressOn(page, "Demander une seconde lecture");
      await page.locator(".notice").getByText("Seconde lecture demandée").waitFor();
      await focusIs(page, "Conduite du dossier");
      await pressOn(page, "Confier à");
      await form.waitFor();
      await pressOn(page, "Signer et confier");
      await focusIs(page, "À qui");
      await press("ArrowDown");
      await pressOn(page, "Signer et confier");
      await page.locator(".notice").getByText("Confié à Agent Nguyen").waitFor();
      await focusIs(page, "Conduite du dossier");
      await pressOn(page, "Prendre en charge", BACK);
      await page.getByRole("button", { name: "Rendre", exact: true }).waitFor();
      await focusIs(page, alias);
      await pressOn(page, "Clore");
      await form.waitFor();
      await pressOn(page, "Signer et clore");
      await focusIs(page, "Issue");
      const outcome = page.getByLabel("Issue");
      expect([await outcome.getAttribute("aria-invalid"), await axeViolations(page)]).toEqual(["true", []]);
      await press("ArrowDown");
      await pressOn(page, "Signer et clore");
      await page.locator(".notice").getByText("Clos le").waitFor();
      await focusIs(page, "Conduite du dossier");
      await pressOn(page, "Rouvrir");
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
      await focusIs(page, "Conduite du dossier");

      // Back at the row, which has moved down to its level and is called reopened.
      await press("Escape");
      await page.locator("tr", { hasText: alias }).getByText("Rouvert").waitFor();
      expect(await focusedCase(page)).toBe(caseId);
      // A colleague closes it: the row is gone, and the one in its place has the focus.
      const stored = scene.host.state.cases.get(caseId);
      if (stored === undefined) throw new Error("the scene has this case");
      stored.head = { ...stored.head, state: "closed", closedDay: "2026-03-05" };
      scene.host.changed();
      await page.locator("tr", { hasText: alias }).waitFor({ state: "detached" });
      expect(await focusedCase(page)).toMatch(/^[0-9a-f-]{36}$/);
      stored.head = { ...stored.head, state: "open", closedDay: null };
      scene.host.changed();
      await page.locator("tr", { hasText: alias }).waitFor();

      // A saved view: named, given up, kept, removed.
      await press("/");
      await keyboard.type("bat");
      await pressOn(page, "Garder cette vue");
      await focusIs(page, "Nom de la vue");
      expect(await axeViolations(page)).toEqual([]);
      await press("Escape");
      await focusIs(page, "Garder cette vue");
      await press("Enter");
      await keyboard.type("Bateaux");
      await press("Enter");
      await focusIs(page, "Bateaux");
      await pressOn(page, "Supprimer « Bateaux »");
      await focusIs(page, "Garder cette vue");
      await pressOn(page, "Tout afficher");
      await focusIs(page, "Cellule");

      // The help sheet, the search, and out.
      await press("?");
      await focusIs(page, "Raccourcis d’une seule touche");
      await pressOn(page, "Fermer");
      await focusIs(page, "Cellule");
      await pressOn(page, "Recherche", BACK);
      await focusIs(page, "Recherche");
      await tabTo(page, "Chercher dans ce que vous avez ouvert");
      await keyboard.type("serrure");
      await page.locator(".hits li").waitFor();
      await pressOn(page, alias);
      await focusIs(page, alias);
      for (const once of [
        "Vous suivez ce dossier.",
        "Scellée. En attente",
        "Niveau signé.",
        "Dossier clos.",
        "Dossier rouvert.",
      ]) {
        expect({ once, heard: await timesHeard(page, once) }).toEqual({ once, heard: once.startsWith("Vous") ? 2 : 1 });
      }
      await pressOn(page, "Quitter", BACK);
      await page.getByRole("heading", { name: "Ouvrir une session" }).waitFor();
      await page.locator("h1:focus").waitFor();
      expect(complaints).toEqual([]);
    });
  });
});

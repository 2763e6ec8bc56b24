/** What an officer does at the console, as a test says it: French, as the console first speaks. */
import type { Locator, Page } from "playwright-core";
import { TOTP } from "./fakeRoutes.ts";
import { PASSPHRASE, type Scene } from "./scene.ts";

/** What does not come by then never comes, on the slowest machine. Milliseconds. */
export const STEP_MS = 60_000;

/** Opens the console and signs in; ends on the queue. */
export async function signIn(page: Page, scene: Scene, passphrase = PASSPHRASE): Promise<void> {
  page.setDefaultTimeout(STEP_MS);
  await page.goto(scene.host.origin);
  await fillSignIn(page, scene, passphrase);
  if (passphrase === PASSPHRASE) await queueOpened(page);
}

/** Until the queue is there, and what of it is on the screen has been opened. */
export async function queueOpened(page: Page): Promise<void> {
  await page.getByRole("table").waitFor();
  await page.locator('tr[aria-busy="true"]').first().waitFor({ state: "detached" });
}

export async function fillSignIn(page: Page, scene: Scene, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel("Nom d’utilisateur").fill(scene.unit.officer.name);
  await page.getByLabel("Phrase de passe").fill(passphrase);
  await page.getByLabel("Code à six chiffres").fill(TOTP);
  await page.getByRole("button", { name: "Ouvrir", exact: true }).click();
}

/** Goes to a case and passes its warning. */
export async function openCase(page: Page, caseId: string): Promise<void> {
  await page.evaluate((id) => {
    location.hash = `#/case/${id}`;
  }, caseId);
  const opening = page.getByRole("button", { name: "Ouvrir le signalement" });
  await opening
    .or(page.getByRole("heading", { name: "Signalement" }))
    .first()
    .waitFor();
  if (await opening.isVisible()) await opening.click();
}

export async function claim(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Prendre en charge" }).click();
  await page.getByRole("button", { name: "Rendre", exact: true }).waitFor();
}

/** Writes, reviews and sends; ends when the console says that the reply waits for release. */
export async function reply(page: Page, text: string): Promise<void> {
  await page.getByLabel("Réponse à la personne").fill(text);
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).click();
  await page.getByRole("button", { name: "Signer, sceller, envoyer" }).click();
  await page.getByText("Scellée. En attente de livraison").waitFor();
}

/** Until the keyboard is there: what has just been drawn takes the focus a moment after it is seen. */
export async function focusOn(wanted: Locator): Promise<void> {
  await wanted.and(wanted.page().locator(":focus")).waitFor();
}

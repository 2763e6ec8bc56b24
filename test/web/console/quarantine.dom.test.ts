import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { dayOf, isoDay } from "../../../security/index.ts";
import { newUuid } from "../../../web/console/domain/ids.ts";
import { openCase, signIn } from "./tools/person.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const signedIn = (act: (page: Page) => Promise<void>): Promise<void> =>
  inPage(async (page, { complaints }) => {
    await signIn(page, scene);
    await act(page);
    expect(complaints.filter((line) => !line.startsWith("Failed to load resource"))).toEqual([]);
  });

const setAside = (envelope: string): void => {
  const { host, unit } = scene;
  host.state.quarantine = [{ id: newUuid(unit.p), receivedDay: isoDay(dayOf(Date.now()) - 1), envelope }];
};
const goTo = (page: Page, fragment: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, fragment);
const makeCase = (page: Page) => page.getByRole("button", { name: "En faire un dossier" });

describe("an envelope in quarantine", () => {
  it("that opens becomes a P1 case, which is then on screen and in the queue; the other one stays", async () => {
    const { state } = scene.host;
    await signedIn(async (page) => {
      await goTo(page, "#/quarantine");
      await page.getByText("Aucune clé ne l’ouvre").waitFor();
      expect(await makeCase(page).count()).toBe(1);
      const before = new Set(state.cases.keys());
      await makeCase(page).click();
      await page.getByText("Avant d’ouvrir").waitFor();
      const [id = "none"] = [...state.cases.keys()].filter((each) => !before.has(each));
      expect(page.url()).toContain(`#/case/${id}`);
      expect(await page.locator(".case-head .level").innerText()).toBe("P1");
      await page.getByRole("button", { name: "Ouvrir le signalement" }).click();
      await page.getByText("On ne me paie plus depuis deux mois.").waitFor();
      expect(await page.locator("body").innerText()).not.toContain("Le bordereau a menti");
      const alias = await page.locator(".case-head h1").innerText();
      await page.goBack();
      await page.getByText("Aucune clé ne l’ouvre").waitFor();
      expect(await makeCase(page).count()).toBe(0);
      await goTo(page, "#/queue");
      const row = page.locator(".queue tbody tr").filter({ hasText: alias });
      expect(await row.innerText()).toMatch(/^P1/);
      state.cases.delete(id);
    });
  });

  it("with a later message goes into a case of its own, and home from there", async () => {
    const { host, unit, reporter, cases } = scene;
    setAside((await messageItem(unit, { text: "Je suis chez ma sœur." }, reporter)).envelope);
    await signedIn(async (page) => {
      await openCase(page, cases.danger); // writes the tag
      await page.getByText(scene.narrative).waitFor();
      const before = host.state.cases.size;
      await goTo(page, "#/quarantine");
      await makeCase(page).click();
      await page.getByText("Cet envoi a été joint").waitFor();
      expect(page.url()).toContain(`#/case/${cases.danger}`);
      await page.getByText("Je suis chez ma sœur.").waitFor();
      expect(host.state.cases.size).toBe(before);
      expect(host.state.cases.get(cases.danger)?.items).toHaveLength(2);
    });
  });

  it("that a colleague was first with is gone from the list, and the officer is told", async () => {
    const { host, unit } = scene;
    setAside((await firstItem(unit, answersWith(), await keysOf(unit))).envelope);
    await signedIn(async (page) => {
      await goTo(page, "#/quarantine");
      await makeCase(page).waitFor();
      host.state.quarantine = [];
      await makeCase(page).click();
      await page.getByText("un collègue en a fait un dossier").waitFor();
      await page.getByText("Rien en quarantaine.").waitFor();
      expect(page.url()).toContain("#/quarantine");
    });
  });

  it("is sent with the same bytes again when no answer came", async () => {
    const { host, unit } = scene;
    setAside((await firstItem(unit, answersWith(), await keysOf(unit))).envelope);
    await signedIn(async (page) => {
      await goTo(page, "#/quarantine");
      const sent: (string | null)[] = [];
      const route = "**/v1/quarantine/*/case";
      await page.route(route, async (call) => {
        sent.push(call.request().postData());
        await (sent.length === 1 ? call.abort() : call.continue());
      });
      await makeCase(page).click();
      await page.getByText("Le serveur ne répond pas").waitFor();
      await makeCase(page).click();
      await page.getByText("Avant d’ouvrir").waitFor();
      expect(sent).toHaveLength(2);
      expect(sent[1]).toBe(sent[0]);
      expect(host.state.quarantine).toEqual([]);
    });
  });
});

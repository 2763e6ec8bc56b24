import { beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { toBase64Url } from "../../../security/index.ts";
import { addColleague } from "./tools/colleague.ts";
import { claim, openCase, signIn } from "./tools/person.ts";
import type { Scene } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();
let colleague: Scene;
beforeAll(async () => {
  colleague = await addColleague(scene);
});

const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();
const row = (page: Page, id: string) => page.locator("tr", { has: page.locator(`[data-case="${id}"]`) });
const stored = (id: string) => {
  const found = scene.host.state.cases.get(id);
  if (found === undefined) throw new Error("the scene has this case");
  return found;
};

describe("a case of P0", () => {
  it("is read by a colleague before it is lowered, with a reason that every console sees", async () => {
    const id = scene.cases.danger;
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, id);
      await claim(page);
      await press(page, "Changer le niveau");
      await page.getByLabel("Nouveau niveau").selectOption("3");
      await press(page, "Signer le niveau");
      await page.getByText("À remplir.").first().waitFor();
      await page.getByText("un second membre du bureau doit lire").waitFor();
      await check(page, "level");
      await press(page, "Demander une seconde lecture");
      await page.locator(".notice").getByText("Seconde lecture demandée").waitFor();
    });
    await inPage(async (page) => {
      await signIn(page, colleague);
      await row(page, id).getByText("Seconde lecture").waitFor();
      await openCase(page, id);
      await page.getByText("Agente Tremblay demande une seconde lecture").waitFor();
      await page.locator(".narrative").waitFor();
      await check(page, "asked");
      await press(page, "J’ai lu, je suis d’accord");
      await page.getByText("Seconde lecture\u00A0: Agent Nguyen").waitFor();
    });
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, id);
      await press(page, "Changer le niveau");
      await page.getByLabel("Nouveau niveau").selectOption("3");
      expect(await page.getByText("un second membre du bureau doit lire").count()).toBe(0);
      await page.getByLabel("Raison").fill("Elle dort chez sa sœur.");
      await press(page, "Signer le niveau");
      await page.getByText("Niveau baissé à P3 par Agente Tremblay").waitFor();
      expect(await page.getByText("sans seconde lecture").count()).toBe(0);
      expect(await page.locator(".case-head .level").innerText()).toBe("P3");
      await check(page, "lowered");
      // An entry explains it in the queue as well. Without it the sealed slip counts.
      await page.getByRole("link", { name: "Retour à la file" }).click();
      // What the queue knew before stands there until it is read again.
      await row(page, id).filter({ hasText: /^P3/ }).waitFor();
      expect(await page.getByText("Le serveur dit").count()).toBe(0);
      const { levelEntryId } = stored(id);
      stored(id).levelEntryId = undefined;
      scene.host.changed();
      await row(page, id).getByText("Le serveur dit P3, le bordereau scellé dit P0").waitFor();
      stored(id).levelEntryId = levelEntryId;
      expect(complaints).toEqual([]);
    });
    expect(scene.host.received.join("\n")).not.toContain("sœur");
  });
});

describe("closing a case", () => {
  it("asks for an outcome, says what stays, and is undone by anybody of the desk; a closing that nobody signed is said", async () => {
    const id = scene.cases.past;
    const made = { desk: 1, epoch: 9 };
    scene.host.state.destroyed = [made];
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, id);
      await claim(page);
      await press(page, "Clore");
      await page.getByText("La personne attend encore une réponse").waitFor();
      await press(page, "Signer et clore");
      await page.getByText("À remplir.").waitFor();
      await page.getByLabel("Issue").selectOption("referred");
      await check(page, "close");
      await page.getByLabel("À qui").fill("Centre Aurore");
      await press(page, "Signer et clore");
      await page.locator(".notice").getByText("Clos le").waitFor();
      await page.locator(".notice").getByText("Centre Aurore").waitFor();
      await check(page, "closed");
      expect(stored(id).head).toMatchObject({ state: "closed", holder: null });

      await press(page, "Rouvrir");
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
      await page.getByText("Clos le").waitFor({ state: "detached" });
      // The entry of the first closing is there still, and closes nothing.
      stored(id).head = { ...stored(id).head, state: "closed", closedDay: "2026-03-05" };
      scene.host.changed();
      await page.getByRole("alert").filter({ hasText: "personne ne l’a signé" }).waitFor();
      await check(page, "forged");
      // Nor does a server talk itself out of it with an entry whose keys, it says, are gone.
      const nonsense = toBase64Url(scene.unit.p.randomBytes(4096));
      stored(id).entries.push({ id: randomUUID(), epoch: made.epoch, day: "2026-03-05", sealed: nonsense });
      scene.host.changed();
      await page.getByText("Une entrée ne tient pas").first().waitFor();
      await page.getByRole("alert").filter({ hasText: "personne ne l’a signé" }).waitFor();
      scene.host.state.destroyed = [];
      expect(complaints).toEqual([]);
    });
    expect(scene.host.received.join("\n")).not.toContain("Aurore");
  });
});

describe("handing a case to a colleague", () => {
  it("shows it at the top of their queue until somebody claims it", async () => {
    const id = scene.cases.bengali;
    stored(id).head = { ...stored(id).head, readers: [{ officerId: id, name: "Agente Roy" }] };
    await inPage(async (page) => {
      await signIn(page, scene);
      await row(page, id).getByText("Agente Roy\u00A0: en train de lire").waitFor();
      const isTold = page.waitForRequest((request) => request.method() === "PUT" && request.url().endsWith("/reader"));
      await openCase(page, id);
      await isTold;
      await page.locator(".case-head").getByText("Agente Roy\u00A0: en train de lire").waitFor();
      await claim(page);
      await press(page, "Confier à…");
      await page.getByLabel("À qui").selectOption({ label: "Agent Nguyen" });
      await check(page, "hand");
      await press(page, "Signer et confier");
      await page.locator(".notice").getByText("Confié à Agent Nguyen").waitFor();
      const isOver = page.waitForRequest((request) => request.method() === "DELETE");
      await page.getByRole("link", { name: "Retour à la file" }).click();
      expect((await isOver).url()).toMatch(/\/reader$/);
    });
    await inPage(async (page, { complaints }) => {
      await signIn(page, colleague);
      const offered = page.locator(".notice", { hasText: "Confiés à vous" }).getByRole("link");
      await offered.waitFor();
      await check(page, "handed");
      await offered.click();
      await page.getByText("Un collègue vous confie ce dossier").waitFor();
      await claim(page);
      await page.getByText("Un collègue vous confie ce dossier").waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
    });
  });
});

import { describe, expect, it } from "@jest/globals";
import { errorBody } from "../../../api/errors.ts";
import { admitOfficer, removeOfficer } from "../../../security/index.ts";
import { admissionOf, makeOfficer } from "../../tools/unit.ts";
import { apiGrant } from "./tools/officer.ts";
import { openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const NOTE = "Rappelée avec une interprète, accord pour jeudi.";

describe("notes of a case", () => {
  it("are written with the keyboard alone, kept sealed, and read by whoever opens the case after", async () => {
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.getByText("Aucune note pour l’instant.").waitFor();
      await page.getByLabel("Nouvelle note pour le bureau").focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByText("Écrivez la note d’abord.").waitFor();
      await page.keyboard.type(NOTE); // what is missing has the focus
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByText("Note gardée au dossier.").waitFor();
      expect(await page.locator(".note").allInnerTexts()).toEqual([expect.stringContaining(NOTE)]);
      expect(await page.getByLabel("Nouvelle note pour le bureau").inputValue()).toBe("");
      await check(page, "notes");
      expect(complaints).toEqual([]);
    });
    const entry = scene.host.state.cases.get(scene.cases.bengali)?.entries.at(-1);
    expect(entry?.sealed).toHaveLength(Math.ceil((4096 * 4) / 3));
    const sent = scene.host.received.join("\n");
    expect(sent).toContain(entry?.sealed); // the search below looks at what was really received
    for (const word of ["interprète", "interpr", "jeudi", Buffer.from(NOTE).toString("base64").slice(4, 24)]) {
      expect(sent).not.toContain(word);
    }
    // Nothing of it goes where the person reads.
    expect(scene.host.state.slots.size).toBe(0);

    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.bengali);
      await page.locator(".note").getByText(NOTE).waitFor();
      await page.locator(".note").getByText(scene.unit.officer.name).waitFor();
    });
  });

  it("that were begun stay while the case is left, and go again as one when an answer is lost", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.past);
      const box = page.getByLabel("Nouvelle note pour le bureau");
      await box.fill("Commencée");
      await openCase(page, scene.cases.bengali);
      expect(await box.inputValue()).toBe("");
      await openCase(page, scene.cases.past);
      await page.getByText("Me cobraron").waitFor();
      expect(await box.inputValue()).toBe("Commencée");

      const save = page.getByRole("button", { name: "Signer et sceller la note" });
      scene.host.state.beforePart = async (path) => Promise.resolve(path.endsWith("/entries") ? "drop" : undefined);
      await save.click();
      await page.getByText("Cela n’a pas marché").waitFor();
      expect(await box.inputValue()).toBe("Commencée");
      scene.host.state.beforePart = null;
      await save.click();
      await page.getByText("Note gardée au dossier.").waitFor();
      const ids = scene.host.received.flatMap((text) => /^\{"id":"([^"]+)","epoch":1,"sealed"/.exec(text)?.[1] ?? []);
      expect(ids.slice(-2)[0]).toBe(ids.at(-1));
      const kept = scene.host.state.cases.get(scene.cases.past)?.entries.map(({ id }) => id);
      expect(kept?.filter((id) => id === ids.at(-1))).toHaveLength(1);

      await box.fill("é".repeat(6001));
      await page.getByText("Trop long pour une note").waitFor();
      const before = scene.host.received.length;
      await save.click();
      expect(scene.host.received).toHaveLength(before);
    });
  });

  // Last: from here on the general desk is in its second epoch.
  it("are sealed once more by themselves, after what came meanwhile, where the desk's keys have changed since the case was read", async () => {
    const { unit, host } = scene;
    const leaver = makeOfficer(unit.p, "Agent Roy");
    const request = admissionOf(unit.p, leaver, unit.unit);
    const admitted = await admitOfficer(unit.p, unit.state, request, [1], "officer", unit.today);
    const removed = await removeOfficer(unit.p, admitted.state, leaver.id, unit.today);
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.arabic);
      await page.getByText("صاحب البيت").waitFor(); // with the entry that says it was opened
      host.state.directory = removed.state.directory;
      const [account] = host.state.accounts;
      if (account === undefined) throw new Error("the scene has an officer");
      account.grants = [...account.grants, ...removed.grants.map(apiGrant)];
      const refused = {
        status: 409,
        contentType: "application/json",
        body: JSON.stringify(errorBody("directory_conflict")),
      };
      await page.route("**/v1/cases/*/entries", (route) => route.fulfill(refused), { times: 1 });
      await page.getByLabel("Nouvelle note pour le bureau").fill(NOTE);
      await page.getByRole("button", { name: "Signer et sceller la note" }).click();
      await page.getByText("Note gardée au dossier.").waitFor();
      await page.locator(".note").getByText(NOTE).waitFor();
      expect(await page.locator(".refused").count()).toBe(0);
    });
    expect(host.state.cases.get(scene.cases.arabic)?.entries.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });
});

/** Searching what was opened: it finds that and no more, asks nothing of the host while it does, and is gone with the keys. */
import { describe, expect, it } from "@jest/globals";
import { fillSignIn, openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

describe("the search", () => {
  it("finds what was opened in this session, leads back to it, and tells nobody what was looked for", async () => {
    await inPage(async (page, { complaints }) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
      await signIn(page, scene);
      const place = page.getByRole("navigation").getByRole("link", { name: "Recherche" });
      await place.press("Enter");
      await page.getByText("Aucun dossier ouvert").waitFor();
      await openCase(page, scene.cases.arabic);
      await page.getByText("صاحب البيت").waitFor();
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      await place.press("Enter");
      await page.getByText("Seulement dans les 2 dossiers").waitFor();

      const field = page.getByRole("searchbox");
      await field.fill("x");
      await page.getByText("Rien dans ce que vous avez ouvert").waitFor(); // the script is here
      const [before, address] = [asked.length, page.url()];
      await field.fill("");
      await field.pressSequentially("Passeport zz");
      await page.getByText("Rien dans ce que vous avez ouvert").waitFor();
      await field.fill("طفل");
      await page.locator(".hits mark", { hasText: "طفل" }).waitFor();
      // In the queue, and never opened.
      await field.fill("dólares");
      await page.getByText("Rien dans ce que vous avez ouvert").waitFor();
      await field.fill("PASSEPORT");
      await page.locator(".hits mark", { hasText: "passeport" }).waitFor();
      await page.getByText("1 passage", { exact: true }).waitFor();
      await check(page, "search");
      expect(asked.slice(before).filter((each) => !/\/v1\/(queue|events)/.test(each))).toEqual([]);
      expect(asked.join("\n")).not.toMatch(/passeport|d%C3%B3lares|dólares/i);
      const kept = await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.title, history.state]),
      );
      expect(kept).not.toMatch(/passeport|dólares/i);
      expect(page.url()).toBe(address);

      await page.locator(".hits a").press("Enter");
      await page.getByText(scene.narrative).waitFor();
      // A case that a colleague holds is not tagged anew: a refusal, which the browser tells of.
      expect(complaints.filter((each) => !each.includes("409"))).toEqual([]);
    });
  });

  it("has forgotten everything after the console locked", async () => {
    await inPage(async (page) => {
      await page.clock.install();
      await signIn(page, scene);
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      await page.getByRole("navigation").getByRole("link", { name: "Recherche" }).click();
      await page.getByRole("searchbox").fill("passeport");
      await page.locator(".hits mark").waitFor();
      await page.clock.runFor(16 * 60_000);
      await page.getByText("minutes sans activité").waitFor();
      expect(await page.content()).not.toContain("passeport");
      await fillSignIn(page, scene);
      await page.getByRole("searchbox").waitFor();
      expect(await page.getByRole("searchbox").inputValue()).toBe("");
      await page.getByText("Aucun dossier ouvert").waitFor();
      await page.getByRole("searchbox").fill("passeport");
      await page.getByText("Rien dans ce que vous avez ouvert").waitFor();
    });
  });
});

import { describe, expect, it } from "@jest/globals";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { signIn } from "./tools/person.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

describe("a case whose epoch was destroyed", () => {
  it("says so in the queue and on its own screen, in plain words, and raises no alarm", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an officer");
    account.grants = account.grants.filter(({ desk, epoch }) => desk !== 1 || epoch === 0);
    scene.host.state.destroyed = [{ desk: 1, epoch: 1 }];
    await inPage(async (page) => {
      await signIn(page, scene);
      const row = page.locator("tr", { has: page.locator(`[data-case="${scene.cases.past}"]`) });
      await row.getByText("Clés détruites", { exact: true }).waitFor();
      expect(await row.locator(".alarm").count()).toBe(0);
      await row.getByRole("link").click();
      await page.getByRole("button", { name: /Ouvrir/ }).click();
      await page.getByText("Plus personne ne peut ouvrir cet envoi.").waitFor();
      for (const width of WIDTHS) {
        const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
        expect({ width, found }).toEqual({ width, found: [0, []] });
      }
    });
  });
});

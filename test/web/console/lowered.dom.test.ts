import { describe, expect, it } from "@jest/globals";
import { newPage } from "../../tools/browser.ts";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { openCase, signIn } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

const ALARM = "Le serveur dit P3, le bordereau scellé dit P0";

describe("a case whose level the server lowered", () => {
  it("stands at the top of the queue with its sealed level and an alarm, and has it in its head too", async () => {
    const { page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await signIn(page, scene);
    const first = page.locator(".queue tbody tr").first();
    expect((await first.innerText()).slice(0, 2)).toBe("P0");
    expect(await page.getByText(ALARM).count()).toBe(0);

    const danger = scene.host.state.cases.get(scene.cases.danger);
    if (danger === undefined) throw new Error("the scene has this case");
    danger.head = { ...danger.head, level: 3, dueHour: null };
    scene.host.changed();
    await first.getByText(ALARM).waitFor();
    expect((await first.innerText()).slice(0, 2)).toBe("P0");
    expect(await first.getByRole("link").getAttribute("data-case")).toBe(scene.cases.danger);
    expect(await page.getByText("Le serveur dit").count()).toBe(1);

    const check = async (): Promise<void> => {
      for (const width of WIDTHS) {
        const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
        expect({ width, found }).toEqual({ width, found: [0, []] });
      }
    };
    await check();
    await openCase(page, scene.cases.danger);
    await page.getByRole("alert").filter({ hasText: ALARM }).waitFor();
    expect(await page.locator(".case-head .level").innerText()).toBe("P0");
    expect(await page.locator(".case-head").innerText()).toContain("Danger immédiat");
    await check();
    await context.close();
  });

  it("is no alarm where the server says the more urgent level, as for a case that nobody answered in time", async () => {
    const past = scene.host.state.cases.get(scene.cases.past);
    if (past === undefined) throw new Error("the scene has this case");
    const { level } = past.head;
    past.head = { ...past.head, level: level - 1 };
    const { page, context } = await newPage(browser);
    await signIn(page, scene);
    const row = page.locator("tr", { has: page.locator(`[data-case="${past.head.id}"]`) });
    expect((await row.innerText()).slice(0, 2)).toBe(`P${level - 1}`);
    expect(await row.innerText()).not.toContain("Le serveur dit");
    await context.close();
  });
});

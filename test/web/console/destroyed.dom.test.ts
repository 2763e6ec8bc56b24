import { beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { admitOfficer, removeOfficer, toBase64Url } from "../../../security/index.ts";
import { admissionOf, makeOfficer } from "../../tools/unit.ts";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const rowOf = (page: Page) => page.locator("tr", { has: page.locator(`[data-case="${scene.cases.past}"]`) });

async function looksWell(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
    expect({ width, found }).toEqual({ width, found: [0, []] });
  }
}

describe("a case of an epoch that a server says was destroyed", () => {
  beforeAll(() => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an officer");
    account.grants = account.grants.filter(({ desk, epoch }) => desk !== 1 || epoch === 0);
    scene.host.state.destroyed = [{ desk: 1, epoch: 1 }];
  });

  it("is in doubt, in the queue and on its own screen, while that epoch is the current one", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await rowOf(page).locator(".mark.alarm", { hasText: "Clés dites détruites" }).waitFor();
      expect(await page.getByText("Clés détruites", { exact: true }).count()).toBe(0);
      await rowOf(page).getByRole("link").click();
      await page.getByRole("button", { name: /Ouvrir/ }).click();
      await page.getByText("leur période n’est pas finie").waitFor();
      expect(await page.getByText("Plus personne ne peut ouvrir cet envoi.").count()).toBe(0);
      await looksWell(page);
    });
  });

  it("says so in plain words, and raises no alarm, once that epoch is over", async () => {
    const { unit, host } = scene;
    const leaver = makeOfficer(unit.p, "Agent Roy");
    const request = admissionOf(unit.p, leaver, unit.unit);
    const { state } = await admitOfficer(unit.p, unit.state, request, [1], "officer", unit.today);
    host.state.directory = (await removeOfficer(unit.p, state, leaver.id, unit.today)).state.directory;
    await inPage(async (page) => {
      await signIn(page, scene);
      await rowOf(page).getByText("Clés détruites", { exact: true }).waitFor();
      expect(await rowOf(page).locator(".alarm").count()).toBe(0);
      await rowOf(page).getByRole("link").click();
      await page.getByRole("button", { name: /Ouvrir/ }).click();
      await page.getByText("Plus personne ne peut ouvrir cet envoi.").waitFor();
      await looksWell(page);
      // What closed it may be among what went: that it did is the server's word, and stays in doubt.
      const stored = host.state.cases.get(scene.cases.past);
      if (stored === undefined) throw new Error("the scene has this case");
      const sealed = toBase64Url(unit.p.randomBytes(4096));
      stored.entries.push({ id: randomUUID(), epoch: 1, day: "2026-03-05", sealed });
      stored.head = { ...stored.head, state: "closed", closedDay: "2026-03-05" };
      host.changed();
      await page.locator(".notice.caution").getByText("aucune entrée encore lisible ne le dit").waitFor();
      await check(page, "lost");
    });
  });
});

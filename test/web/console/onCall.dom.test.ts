import { describe, expect, it } from "@jest/globals";
import { DEFAULT_TRIAGE_RULES, signTriageRules, toBase64Url } from "../../../security/index.ts";
import type { TriageRuleSet } from "../../../security/index.ts";
import { newPage } from "../../tools/browser.ts";
import { axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { signIn } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

const rules = (change: Partial<TriageRuleSet>): string => {
  const { p, unit, state, today } = scene.unit;
  const signer = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
  return toBase64Url(signTriageRules(p, unit, null, signer, { ...DEFAULT_TRIAGE_RULES, ...change }, today));
};

describe("who is on call", () => {
  it("is named when a lead's rules say so, and the case that went there is marked; a host's own rules name nobody", async () => {
    const { page, context } = await newPage(browser, { viewport: { width: 360, height: 740 } });
    await signIn(page, scene);
    await page.locator(".queue tbody tr").first().waitFor();
    expect(await page.getByText("De garde").count()).toBe(0);

    const { today, officer } = scene.unit;
    scene.host.state.triageRules = rules({ turns: [{ firstDay: today - 1, officerId: officer.id }] });
    const danger = scene.host.state.cases.get(scene.cases.danger);
    if (danger === undefined) throw new Error("the scene has this case");
    danger.head = { ...danger.head, onCall: true };
    scene.host.changed();
    await page.getByText(`De garde : ${officer.name}`).waitFor();
    const row = page.locator("tr", { has: page.locator(`[data-case="${scene.cases.danger}"]`) });
    await row.getByText("De garde", { exact: true }).waitFor();
    if (process.env["SHOTS"] !== undefined) await page.screenshot({ path: `${process.env["SHOTS"]}/oncall.png` });
    expect([await sidewaysScroll(page), await axeViolations(page)]).toEqual([0, []]);

    scene.host.state.triageRules = rules({ turns: [], urgentHours: 3 }); // another version 1
    scene.host.changed();
    await page.getByText("Les règles de tri ne se vérifient pas").waitFor();
    expect(await page.getByText("De garde :").count()).toBe(0);
    await context.close();
  });
});

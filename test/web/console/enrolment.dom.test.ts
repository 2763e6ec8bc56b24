import { describe, expect, it } from "@jest/globals";
import {
  admitOfficer,
  officerFingerprint,
  toBase64Url,
  toHex,
  verifyAdmissionRequest,
} from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { newPage } from "../../tools/browser.ts";
import { randomUuidBytes } from "../../tools/unit.ts";
import { TOTP } from "./tools/fakeRoutes.ts";
import { apiGrant } from "./tools/officer.ts";
import { STEP_MS } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

describe("enrolment", () => {
  it("makes an identity, waits for a lead, and opens the queue once the ceremony command has admitted it", async () => {
    const { unit, host } = scene;
    const code = toBase64Url(unit.p.randomBytes(32));
    host.state.invitation = { code, officerId: uuidOf(randomUuidBytes(unit.p)) };
    const { page, context, complaints } = await newPage(browser);
    page.setDefaultTimeout(STEP_MS);
    await page.goto(`${host.origin}/#${code}`);
    await page.getByRole("heading", { name: "Inscription" }).waitFor();
    expect(page.url()).not.toContain(code);
    await page.getByRole("button", { name: "Continuer" }).click();
    // Who begins again has not lost the code, which is in the address no more.
    await page.getByRole("button", { name: "Recommencer" }).click();
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByLabel("Votre nom d’utilisateur").fill(unit.officer.name);
    await page.getByRole("button", { name: "Continuer" }).click();

    await page.getByRole("heading", { name: "Votre phrase de passe" }).waitFor();
    const words = await page.locator(".words li").allInnerTexts();
    expect(words).toHaveLength(6);
    await page.getByRole("button", { name: "Je les ai écrits" }).click();
    await page.getByLabel("Les six mots").fill("not the same words at all");
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByText("Ce ne sont pas les mêmes mots").waitFor();
    await page.getByLabel("Les six mots").fill(words.join(" "));
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByText("otpauth://totp/").waitFor();
    const finish = async (digits: string): Promise<void> => {
      await page.getByLabel("Code à six chiffres").fill(digits);
      await page.getByRole("button", { name: "S’inscrire" }).click();
    };
    await finish("000000");
    await page.getByText("Ce n’est pas le code affiché en ce moment").waitFor();
    // A colleague's name: another one is all that is asked for, and the words that are on paper stay.
    await finish(TOTP);
    await page.getByText(`Quelqu’un s’appelle déjà ${unit.officer.name} ici`).waitFor();
    await page.getByLabel("Votre nom d’utilisateur").fill("Amélie Roy");
    await page.getByRole("button", { name: "Continuer" }).click();
    await finish(TOTP);

    await page.getByText("vos clés existent").waitFor();
    const signIn = async (): Promise<void> => {
      await page.getByLabel("Nom d’utilisateur").fill("Amélie Roy");
      await page.getByLabel("Phrase de passe").fill(words.join(" "));
      await page.getByLabel("Code à six chiffres").fill(TOTP);
      await page.getByRole("button", { name: "Ouvrir", exact: true }).click();
    };
    await signIn();
    await page.getByText("votre responsable doit vous admettre").waitFor();

    const request = verifyAdmissionRequest(unit.p, await page.locator(".copyable").first().innerText());
    expect(request.name).toBe("Amélie Roy");
    expect(toHex(request.unitId)).toBe(unit.unit.unitId);
    // The command as a lead has to type it: with desk and role, which are not to be forgotten.
    const command = await page.locator(".copyable").nth(1).innerText();
    expect(command).toBe("npm run unit -- admit --request @request.txt --desk general --role officer");
    const groups = await page.locator(".fingerprint span").allInnerTexts();
    expect(groups.join(" ")).toBe(await officerFingerprint(unit.p, request));

    await page.getByRole("button", { name: "Vérifier de nouveau" }).click();
    await page.getByText("Toujours en attente").waitFor();
    const { state, grants } = await admitOfficer(unit.p, unit.state, request, [1], "officer", unit.today);
    host.state.directory = state.directory;
    const account = host.state.accounts.find(({ officer }) => officer.name === "Amélie Roy");
    if (account === undefined) throw new Error("the officer has an account");
    account.officer = { ...account.officer, state: "active" };
    account.grants = grants.filter(({ officerId }) => uuidOf(officerId) === account.officer.id).map(apiGrant);
    await page.getByRole("button", { name: "Vérifier de nouveau" }).click();
    await page.getByRole("table").waitFor();
    await page.locator(`[data-case="${scene.cases.danger}"]`).first().waitFor();
    expect(await page.locator(`[data-case="${scene.cases.restricted}"]`).count()).toBe(0); // another desk's
    // What was refused on the way, and nothing else.
    expect(complaints.map((one) => /status of \d+/.exec(one)?.[0] ?? one)).toEqual(["status of 401", "status of 409"]);

    const received = host.received.join("\n");
    for (const word of words.slice(0, 3)) expect(received).not.toContain(` ${word} `);
    expect(received).not.toContain(words.join(" "));
    await context.close();
  });
});

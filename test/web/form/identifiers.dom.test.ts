/** The interruption about numbers that identify: it asks, blocks nothing, and sends nothing but the report itself. */
import { describe, expect, it } from "@jest/globals";
import { codeKeys, fromHex, newFollowUpCode } from "../../../security/index.ts";
import type { FormLanguage } from "../../../web/locales/form/languages.ts";
import { atWidth, axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { WALKED } from "./support/languages.ts";
import { freshPages, page, server, startForm } from "./support/stage.ts";
import { Walker } from "./support/walk.ts";

startForm();
freshPages("fr", { viewport: { width: 360, height: 800 } });

const NARRATIVE = "Mon NAS est 130 692 544. Le patron : 514 555-0199, oui 514 555-0199.";

/** A report with a number of one's own and one of the employer, up to the interruption. */
async function interrupted(language: FormLanguage = "fr"): Promise<Walker> {
  const walk = new Walker(page, language);
  await walk.open(server.origin);
  await walk.toReview({ narrative: NARRATIVE });
  await walk.press("continue");
  await walk.on("identifiers");
  return walk;
}

/** Goes to the end and opens what has arrived. */
async function narrativeSent(walk: Walker): Promise<string> {
  await walk.throughCode();
  await walk.on("done");
  const [body] = server.envelopes();
  if (!body) throw new Error("nothing has arrived");
  const { opened } = await server.open(body);
  if (opened.state !== "opened" || opened.content.type !== "first") throw new Error("not opened");
  return opened.content.answers.narrative;
}

describe("the interruption about numbers", () => {
  it("names each number once, where it stands, and has sent nothing", async () => {
    await interrupted();
    expect(await page.locator(".found").allTextContents()).toEqual(["130 692 544", "514 555-0199"]);
    const text = await page.locator("main").innerText();
    expect(text).toContain("Cela ressemble à un numéro d’assurance sociale.");
    expect(text).toContain("Cela ressemble à un numéro de téléphone.");
    expect(server.asked).toEqual([]);
  });

  it("keeps every word when nothing is changed", async () => {
    const walk = await interrupted();
    await walk.press("continue");
    expect(await narrativeSent(walk)).toBe(NARRATIVE);
  });

  it("takes out what is chosen, wherever it stands, and nothing else", async () => {
    const walk = await interrupted();
    await page.getByRole("group", { name: "514 555-0199" }).getByLabel(walk.t("id.remove")).check();
    await walk.press("continue");
    expect(await narrativeSent(walk)).toBe("Mon NAS est 130 692 544. Le patron : […], oui […].");
  });

  it("sends not one request more than a report without numbers", async () => {
    const walk = await interrupted();
    await page.getByRole("group", { name: "130 692 544" }).getByLabel(walk.t("id.remove")).check();
    await walk.press("continue");
    await narrativeSent(walk);
    expect(server.asked.map(({ path }) => path)).toEqual(["/v1/directory", "/v1/envelopes"]);
  });

  it("does not ask again about what was kept, and asks about what is new", async () => {
    const walk = await interrupted();
    await walk.press("continue");
    await walk.on("code");
    await page.locator("#back").click();
    await walk.on("review");
    await walk.press("continue");
    await walk.on("code");
    await page.locator("#back").click();
    await page.locator("#change-place").click();
    await walk.write("f.place", "chez a@exemple.ca");
    await walk.press("continue");
    await walk.on("review");
    await walk.press("continue");
    await walk.on("identifiers");
    expect(await page.locator(".found").allTextContents()).toEqual(["a@exemple.ca"]);
  });

  it("leads back to the words, and from there to the review", async () => {
    const walk = await interrupted();
    await page.getByRole("button", { name: walk.t("id.change", { where: walk.t("f.narrative") }) }).click();
    await walk.on("question-narrative");
    await walk.write("f.narrative", "Il crie.");
    await walk.press("continue");
    await walk.on("review");
    await walk.press("continue");
    expect(await narrativeSent(walk)).toBe("Il crie.");
  });

  it("goes back to the review, with nothing changed", async () => {
    const walk = await interrupted();
    await page.locator("#back").click();
    await walk.on("review");
    expect(await page.locator("main").innerText()).toContain(NARRATIVE);
  });

  it("stays away where there is nothing to ask", async () => {
    const walk = new Walker(page, "fr");
    await walk.open(server.origin);
    await walk.toReview({ narrative: "Il me doit 1 200 $ depuis 2023, rue Saint-Denis H2X 1Y4." });
    await walk.press("continue");
    await walk.on("code");
    expect(await page.locator("main").getAttribute("data-screen")).toBe("code");
  });

  it("is answered by keyboard alone", async () => {
    const walk = await interrupted();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe("keep");
    await page.keyboard.press("Enter");
    await walk.on("code");
    expect(await narrativeSent(walk)).toBe("Mon NAS est […]. Le patron : 514 555-0199, oui 514 555-0199.");
  });

  it("asks about a later message as well", async () => {
    const code = newFollowUpCode(server.unit.p);
    await codeKeys(server.unit.p, code, fromHex(server.unit.unit.unitId));
    const walk = new Walker(page, "fr");
    await walk.open(server.origin, "code");
    await walk.write("enter.label", code);
    await walk.press("enter.open");
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.on("message");
    await page.locator("#f-danger-3").check();
    await page.locator("#f-desk-2").check();
    await walk.write("message.text", "Écrivez à a@exemple.ca.");
    await walk.press("message.send");
    await walk.on("identifiers");
    await page.getByRole("button", { name: walk.t("id.change", { where: walk.t("message.text") }) }).click();
    await walk.on("message");
    await walk.press("message.send");
    await walk.on("identifiers");
    await page.getByLabel(walk.t("id.remove")).check();
    await walk.press("continue");
    await walk.on("done");
    const { opened } = await server.open(server.envelopes()[0] ?? new Uint8Array(0));
    if (opened.state !== "opened" || opened.content.type !== "message") throw new Error("not opened");
    expect(opened.content.text).toBe("Écrivez à […].");
  });

  it.each(WALKED)("is accessible and fits 320 px, text twice as large included, in %s", async (language) => {
    await interrupted(language);
    expect(await axeViolations(page)).toEqual([]);
    expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
    await page.evaluate(() => void (document.documentElement.style.fontSize = "200%"));
    expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
    await page.evaluate(() => void (document.documentElement.style.fontSize = ""));
    const shots = process.env["FORM_SHOTS"];
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/${language}-identifiers-360.png`, fullPage: true });
  });
});

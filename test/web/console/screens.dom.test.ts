import { describe, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { toBase64Url } from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS, CONSOLE_LANGUAGES, type ConsoleLanguage } from "../../../web/locales/console/index.ts";
import { newPage } from "../../tools/browser.ts";
import { randomUuidBytes } from "../../tools/unit.ts";
import { TOTP } from "./tools/fakeRoutes.ts";
import { STEP_MS } from "./tools/person.ts";
import { PASSPHRASE } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

/** Two languages on one screen would hide a text that is missing in one: no French word may be left in English. */
async function open(language: ConsoleLanguage): Promise<Page> {
  const { page } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(STEP_MS);
  await page.goto(scene.host.origin);
  await page.getByRole("button", { name: language === "fr" ? "Français" : "English" }).click();
  await page.locator(`html[lang="${language}"]`).waitFor();
  return page;
}

async function signIn(page: Page, language: ConsoleLanguage): Promise<void> {
  const t = CATALOGS[language].signIn;
  await page.getByLabel(t.name).fill(scene.unit.officer.name);
  await page.getByLabel(t.passphrase).fill(PASSPHRASE);
  await page.getByLabel(t.code).fill(TOTP);
  await page.getByRole("button", { name: t.submit, exact: true }).click();
}

const goTo = (page: Page, fragment: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, fragment);

describe.each(CONSOLE_LANGUAGES)("the screens in %s", (language) => {
  const t = CATALOGS[language];

  it("of sign-in, queue, case, reply and quarantine are accessible and fit 320 pixels", async () => {
    const page = await open(language);
    await check(page, "sign-in");
    await page.getByRole("button", { name: t.signIn.submit, exact: true }).click();
    await page.getByText(t.errors.required).first().waitFor();
    await check(page, "sign-in with errors");
    await signIn(page, language);
    await page.getByRole("table").waitFor();
    await check(page, "queue");
    for (const name of ["danger", "lied", "damaged", "restricted"] as const) {
      await goTo(page, `#/case/${scene.cases[name]}`);
      await page.getByRole("button", { name: t.case.reveal }).waitFor();
      if (name === "danger") await check(page, "warning");
      await page.getByRole("button", { name: t.case.reveal }).click();
      await check(page, `case ${name}`);
    }
    const claim = page.getByRole("button", { name: t.case.claim });
    if (await claim.isVisible()) await claim.click();
    await page.getByLabel(t.reply.label).fill("Bonjou. ".repeat(900));
    await check(page, "reply of several parts");
    await page.getByRole("button", { name: t.reply.review }).click();
    await page.getByRole("heading", { name: t.reply.preview }).waitFor();
    await check(page, "preview");
    await goTo(page, "#/quarantine");
    await page.getByRole("button", { name: t.quarantine.reveal }).click();
    await check(page, "quarantine");
    await page.reload();
    await page.getByRole("heading", { name: t.signIn.unlockTitle }).waitFor();
    await check(page, "unlock");
    await page.context().close();
    scene.host.state.session = null;
  });

  it("of enrolment, waiting and refusal are accessible and fit 320 pixels", async () => {
    const { unit, host } = scene;
    const code = toBase64Url(unit.p.randomBytes(32));
    host.state.invitation = { code, officerId: uuidOf(randomUuidBytes(unit.p)) };
    const page = await open(language);
    await page.getByRole("button", { name: t.signIn.enrol }).click();
    await page.getByLabel(t.enrol.code).fill(code);
    await check(page, "invitation");
    await page.getByRole("button", { name: t.enrol.start }).click();
    await page.getByLabel(t.enrol.nameTitle).fill(`Officer ${language}`);
    await check(page, "name");
    await page.getByRole("button", { name: t.enrol.start }).click();
    await page.getByRole("button", { name: t.enrol.written }).waitFor();
    const words = await page.locator(".words li").allInnerTexts();
    await check(page, "passphrase");
    await page.getByRole("button", { name: t.enrol.written }).click();
    await page.getByLabel(t.enrol.typeBack).fill(words.join(" "));
    await check(page, "type back");
    await page.getByRole("button", { name: t.enrol.start }).click();
    await page.getByLabel(t.enrol.totpCode).fill(TOTP);
    await check(page, "second factor");
    await page.getByRole("button", { name: t.enrol.submit }).click();
    await page.getByText(t.pending.done).waitFor();

    await page.getByLabel(t.signIn.name).fill(`Officer ${language}`);
    await page.getByLabel(t.signIn.passphrase).fill(words.join(" "));
    await page.getByLabel(t.signIn.code).fill(TOTP);
    await page.getByRole("button", { name: t.signIn.submit, exact: true }).click();
    await page.getByText(t.pending.title).waitFor();
    await check(page, "pending");

    const whole = host.state.directory;
    host.state.directory = whole.slice(0, 1);
    await page.getByRole("button", { name: t.pending.refresh }).click();
    await page.getByText(t.refused.title).waitFor();
    await check(page, "refused");
    host.state.directory = whole;
    await page.context().close();
    host.state.session = null;
  });
});

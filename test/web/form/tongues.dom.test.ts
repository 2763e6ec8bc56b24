/**
 * Every language that is offered, walked once on the narrowest phone: it is the one that was asked for, runs its way, fits, says that
 * it is a draft, and leaves nothing in another language but what stands beside a text on which safety hangs.
 */
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { reviewsOf } from "../../../web/build/catalogs.ts";
import { findRoot } from "../../../web/build/esbuild.ts";
import type { Key } from "../../../web/locales/form/en.ts";
import { CATALOGS } from "../../../web/locales/form/index.ts";
import { directionOf, FORM_LANGUAGES, type FormLanguage } from "../../../web/locales/form/languages.ts";
import { stateOf } from "../../../web/locales/form/states.ts";
import { newPage } from "../../tools/browser.ts";
import { sidewaysScroll } from "../../tools/screens.ts";
import { besideFaults, strangeWords } from "./support/beside.ts";
import { browser, server, startForm } from "./support/stage.ts";
import { Walker } from "./support/walk.ts";

startForm();

let page: Page;
beforeAll(async () => {
  // One page for all: nothing of the language before may stay.
  ({ page } = await newPage(browser, { viewport: { width: 320, height: 640 } }));
});

const isDraft = (language: FormLanguage): boolean =>
  Object.entries(CATALOGS[language]).some(
    ([key, text]) => stateOf(language, key as Key, text, reviewsOf(findRoot(), language)) !== "reviewed",
  );

/** What is the same in every language. */
function names(): string[] {
  const { unitName, emergency } = server.unit.unit;
  const both = [unitName, ...emergency.map(({ name }) => name)];
  return ["Abri", ...both.flatMap(({ fr, en }) => [fr, en, `${fr} / ${en}`])];
}

/** How many letters there is room for, as the page tells it. */
const lettersLeft = async (): Promise<number> =>
  Number((await page.locator("#f-narrative-left").innerText()).replace(/\D/g, ""));

describe("somebody who chooses a language on the first screen", () => {
  it.each(FORM_LANGUAGES)("reads nothing else from then on, at 320 px, in %s", async (language) => {
    const draft = isDraft(language);
    const wrong: string[] = [];
    const look = async (screen: string): Promise<void> => {
      const over = await sidewaysScroll(page);
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      if (screen === "language") return;
      const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
      if (lang !== language || dir !== directionOf(language)) wrong.push(`${screen}: ${lang ?? ""} ${dir ?? ""}`);
      for (const text of await strangeWords(page, language, names())) wrong.push(`${screen}: "${text}"`);
      for (const fault of await besideFaults(page, language)) wrong.push(`${screen}: ${fault}`);
      const foot = await page.locator("footer").innerText();
      if (foot.includes(walk.t("draft.foot")) !== draft) wrong.push(`${screen}: draft or not`);
    };
    const walk = new Walker(page, language, look);
    await walk.open(server.origin);
    expect(await page.getByText(walk.t("draft.notice")).count()).toBe(draft ? 1 : 0);
    await walk.press("intro.start");
    await walk.on("question-danger");
    await walk.tick("a.danger.now");
    await look("danger-now");
    await walk.press("continue");
    await walk.answer("subject", "a.subject.helping");
    await walk.on("consent");
    await walk.press("consent.yes");
    await walk.answer("phone");
    await walk.answer("kinds", "a.kinds.pay");
    await walk.on("question-narrative");
    const [before, typed] = [await lettersLeft(), walk.t("intro.limits.history")];
    await walk.write("f.narrative", typed);
    // As many as before the first letter: bytes are one, two or three to a letter of each script.
    const after = (await lettersLeft()) + Array.from(typed).length;
    expect(Math.abs(after / before - 1)).toBeLessThan(0.25);
    expect(wrong).toEqual([]);
  });
});

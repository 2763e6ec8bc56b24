/** Reading a screen aloud: by the device's own voice, in order, and ended by whatever ends the screen. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { catalog as fr } from "../../../web/locales/form/fr.ts";
import { directionOf } from "../../../web/locales/form/languages.ts";
import { LONG } from "../../tools/depth.ts";
import { atWidth, axeViolations, sidewaysScroll } from "../../tools/screens.ts";
import { WALKED } from "./support/languages.ts";
import { cancelledOn, hearAll, playSpeech, spokenOn, voicesCome, type PlayedVoice } from "./support/speech.ts";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { Walker } from "./support/walk.ts";

const REMOTE: PlayedVoice = { name: "vendor", lang: "fr-CA", localService: false };
const OWN: PlayedVoice = { name: "own", lang: "fr-FR", localService: true };
const VOICES = [REMOTE, { ...REMOTE, name: "vendor English", lang: "en-US" }, OWN];

startForm();
freshPages("fr", { viewport: { width: 360, height: 640 } });
afterEach(() => expect(complaints).toEqual([]));

/** Once in each direction; in every language in the deep run. */
const HEARD = WALKED.filter(
  (language) => LONG || language === WALKED.find((each) => directionOf(each) === directionOf(language)),
);

const listen = () => page.locator(".listen button");
const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const texts = async (): Promise<string[]> => (await hearAll(page)).map(({ text }) => text);

async function atDanger(voices: readonly PlayedVoice[] = VOICES, somebody: Walker = walk): Promise<void> {
  await playSpeech(page, { voices });
  await somebody.open(server.origin);
  await listen().waitFor();
  await somebody.press("intro.start");
  await somebody.on("question-danger");
}

/** Something is being read, and the second passage has begun. */
async function startReading(): Promise<void> {
  await listen().click();
  await page.evaluate(() => (globalThis as unknown as { stage: { end(): void } }).stage.end());
  expect(await spokenOn(page)).toHaveLength(2);
  expect(await cancelledOn(page)).toBe(0);
}

/** The browser's queue was emptied, and nothing more is given to it. */
async function expectSilence(): Promise<void> {
  expect(await cancelledOn(page)).toBeGreaterThan(0);
  const before = (await spokenOn(page)).length;
  expect(await hearAll(page)).toHaveLength(before);
}

describe("a browser", () => {
  it("with voices of a vendor only gets no button", async () => {
    await playSpeech(page, { voices: [REMOTE] });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.on("question-danger");
    await voicesCome(page, [REMOTE]);
    expect(await listen().count()).toBe(0);
    expect(asked).not.toContain(server.scripts["listen"]);
    await voicesCome(page, [REMOTE, OWN]);
    await listen().waitFor();
    expect(asked).toContain(server.scripts["listen"]);
  });

  it("with a voice for another language only gets no button", async () => {
    await playSpeech(page, { voices: [{ ...OWN, lang: "en-CA" }] });
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.on("question-danger");
    await voicesCome(page, [{ ...OWN, lang: "en-CA" }]);
    const script = server.scripts["listen"];
    await page.waitForFunction((path) => performance.getEntriesByName(location.origin + path).length > 0, script);
    expect(await listen().count()).toBe(0);
    await voicesCome(page, [{ ...OWN, lang: "en-CA" }, OWN]);
    await listen().waitFor();
  });

  it("whose voices come late gets the button then", async () => {
    await playSpeech(page, { voices: [OWN], late: true });
    await walk.open(server.origin);
    await voicesCome(page, [OWN]);
    await listen().waitFor();
    expect(await walk.screen()).toBe("intro");
  });

  it("that cannot speak goes through the journey, and fetches nothing for it", async () => {
    await page.addInitScript(() => {
      for (const name of ["speechSynthesis", "SpeechSynthesisUtterance"]) {
        delete (globalThis as unknown as Record<string, unknown>)[name];
      }
    });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await walk.open(server.origin);
    expect(await page.evaluate(() => "speechSynthesis" in globalThis)).toBe(false);
    await walk.toReview();
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    expect(asked).toContain(server.scripts["sealing"]);
    expect(asked).not.toContain(server.scripts["listen"]);
    expect(await listen().count()).toBe(0);
  });
});

describe("the button", () => {
  it("reads heading, why and answers in order, by the device's own voice", async () => {
    await atDanger();
    await listen().click();
    const heard = await hearAll(page);
    expect(heard.map(({ text }) => plain(text))).toEqual(
      (
        [
          "listen.note",
          "q.danger.title",
          "q.danger.why",
          "a.danger.now",
          "a.danger.soon",
          "a.danger.no",
          "a.danger.unknown",
          "continue",
        ] as const
      ).map((key) => plain(walk.t(key))),
    );
    expect(new Set(heard.map(({ voice, lang }) => `${voice} ${lang}`))).toEqual(new Set(["own fr-FR"]));
  });

  it("warns once in a visit that others may hear it", async () => {
    await atDanger();
    await listen().click();
    await hearAll(page);
    await listen().click();
    expect((await texts()).filter((text) => text === walk.t("listen.note"))).toHaveLength(1);
  });

  it("reads hints, the law that is said first, and what an answer brings up", async () => {
    await atDanger();
    await walk.tick("a.danger.now");
    await listen().click();
    const urgent = await texts();
    expect(urgent).toContain(walk.t("danger.now.title"));
    // As it is dialled.
    expect(urgent.join()).toContain("9 1 1");
    await walk.press("continue");
    await walk.on("question-subject");
    await listen().click();
    const heard = await texts();
    const at = heard.indexOf(walk.t("a.subject.helping"));
    expect(heard[at + 1]).toBe(walk.t("a.subject.helping.hint"));
  });

  it("is on every screen, with an own name, and reads something on each", async () => {
    await playSpeech(page, { voices: VOICES });
    const without: string[] = [];
    const seen: string[] = [];
    const somebody = new Walker(page, "fr", async (screen) => {
      if (["language", "sending"].includes(screen)) return;
      seen.push(screen);
      if ((await page.getByRole("button", { name: walk.t("listen.start"), exact: true }).count()) !== 1)
        without.push(screen);
    });
    await page.goto(server.origin);
    await page.getByRole("button", { name: "Français", exact: true }).click();
    await listen().waitFor();
    await somebody.on("intro");
    await somebody.press("intro.start");
    await somebody.answer("danger", "a.danger.no");
    await somebody.answer("subject", "a.subject.helping");
    await somebody.on("consent");
    await somebody.press("consent.yes");
    for (const id of ["phone", "kinds", "narrative", "when", "accused", "place", "signs", "child", "help", "consent"]) {
      await somebody.answer(id, ...(id === "kinds" ? (["a.kinds.pay"] as const) : []));
    }
    await somebody.answer("comeBack");
    await somebody.on("review");
    await somebody.tick("review.read");
    await somebody.press("continue");
    await somebody.on("hand");
    await somebody.press("hand.go");
    await somebody.throughCode();
    await somebody.on("done");
    expect(without).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(20);
  });

  it("never says the code, nor what is being typed", async () => {
    await playSpeech(page, { voices: VOICES });
    await walk.open(server.origin);
    await walk.toReview();
    await walk.press("continue");
    const code = await walk.readCode();
    await listen().click();
    const heard = await texts();
    expect(heard).toContain(walk.t("code.paper"));
    // The address of the page has digits of its own.
    const digits = heard
      .filter((text) => !text.includes(new URL(server.origin).host))
      .join()
      .replace(/\D/g, "");
    for (let at = 0; at < code.length; at += 3) expect(digits).not.toContain(code.slice(at, at + 3));
    await walk.press("code.kept");
    await walk.on("check");
    await page.locator("input.digits").first().fill("123");
    await listen().click();
    expect((await texts()).join()).not.toContain("123");
  });

  it("says that it reads, and that it has stopped", async () => {
    await atDanger();
    const status = page.locator(".listen [role=status]");
    expect(await status.textContent()).toBe("");
    await listen().click();
    expect(await status.textContent()).toBe(walk.t("listen.on"));
    expect(await listen().innerText()).toBe(walk.t("listen.stop"));
    expect(await page.locator("[data-read]").count()).toBe(1);
    await hearAll(page);
    expect(await status.textContent()).toBe(walk.t("listen.off"));
    expect(await listen().innerText()).toBe(walk.t("listen.start"));
    expect(await page.locator("[data-read]").count()).toBe(0);
  });

  it("does not speak with a voice that has gone meanwhile", async () => {
    await atDanger();
    await page.evaluate(() => {
      const { stage } = globalThis as unknown as { stage: { voices: { localService: boolean }[] } };
      stage.voices = stage.voices.filter((voice) => !voice.localService);
    });
    await listen().click();
    expect(await spokenOn(page)).toEqual([]);
    expect(await listen().count()).toBe(0);
  });

  it("is one step on from the heading, and quick exit one step back", async () => {
    await atDanger();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.keyboard.press("Tab");
    expect(await listen().evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    expect(await spokenOn(page)).toHaveLength(1);
    await page.keyboard.press("Enter");
    await expectSilence();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("f-danger-1");
    for (const _ of ["to the button", "to the bar"]) await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("exit");
  });

  it("reads a draft in its own language, and not the French and English that stand beside it", async () => {
    await atDanger([OWN, { ...OWN, name: "other", lang: "ar-001" }], new Walker(page, "ar"));
    const somebody = new Walker(page, "ar");
    await page.locator("#back").click();
    await somebody.on("intro");
    const shown = await page.locator("#main").innerText();
    expect(shown).toContain(fr["intro.exit.button"]);
    await listen().click();
    const heard = await hearAll(page);
    expect(heard.map(({ text }) => text)).toContain(somebody.t("intro.exit.button"));
    expect(heard.filter(({ text }) => text.includes(fr["intro.exit.button"]))).toEqual([]);
    expect(new Set(heard.map(({ voice, lang }) => `${voice} ${lang}`))).toEqual(new Set(["other ar-001"]));
    expect(heard.filter(({ text }) => /[\u2066-\u2069]/.test(text))).toEqual([]);
  });

  it.each(HEARD)("is accessible and fits 320 px with text of twice the size, in %s", async (language) => {
    await atDanger([{ ...OWN, lang: language }], new Walker(page, language));
    for (const reading of [false, true]) {
      if (reading) await startReading();
      expect(await axeViolations(page)).toEqual([]);
      await page.evaluate(() => void (document.documentElement.style.fontSize = "200%"));
      expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
      await page.evaluate(() => void (document.documentElement.style.fontSize = ""));
    }
  });
});

describe("reading ends", () => {
  beforeEach(async () => {
    await atDanger();
    await startReading();
  });

  it("when the button is pressed again", async () => {
    await listen().click();
    await expectSilence();
  });

  it("when the screen changes", async () => {
    await page.locator("#back").click();
    await walk.on("intro");
    await expectSilence();
  });

  it("when the page goes out of sight", async () => {
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await expectSilence();
  });

  it("with quick exit, in the same moment", async () => {
    server.nothingElsewhere = true;
    const at = await page.evaluate(() => {
      const { stage } = globalThis as unknown as { stage: { cancelled: number } };
      const before = stage.cancelled;
      (document.getElementById("exit") as HTMLElement).click();
      return { before, after: stage.cancelled };
    });
    expect(at).toEqual({ before: 0, after: 1 });
    await expectSilence();
  });

  it("when another address is opened", async () => {
    const cancelled = await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pagehide"));
      return (globalThis as unknown as { stage: { cancelled: number } }).stage.cancelled;
    });
    expect(cancelled).toBe(1);
    await expectSilence();
  });
});

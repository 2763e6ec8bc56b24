/**
 * The first script, kept small: the page is readable before it arrives, and with one catalog it shows what comes before the
 * first question. The screens are fetched meanwhile, and the script that seals after them, while the person reads.
 */
import type { Catalog } from "../locales/form/en.ts";
import { FORM_LANGUAGES, type FormLanguage } from "../locales/form/languages.ts";
import { UNIT } from "../shared/unit.ts";
import { App, type Place } from "./app.ts";
import { loadScript, type Scripts } from "./load.ts";
import { introScreen } from "./screens/intro.ts";
import { announceLanguage, makeTexts } from "./texts.ts";

declare const ABRI_SCRIPTS: Scripts;

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

const copyOf = (nodes: Iterable<Node>): Node[] => Array.from(nodes, (node) => node.cloneNode(true));

const main = part("main");
const foot = part("foot");
const back = part("back");
const firstMain = copyOf(main.childNodes);
const firstFoot = copyOf(foot.childNodes);
let app: App | null = null;
/** Counts choices: what an earlier one asked for and comes late is not followed. */
let choice = 0;

function leave(): void {
  app = null;
  main.replaceChildren(...copyOf(firstMain));
  foot.replaceChildren(...copyOf(firstFoot));
  main.dataset["screen"] = "language";
  back.hidden = true;
  announceLanguage("fr");
  scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
}

function begin(language: FormLanguage, catalog: Catalog): App {
  announceLanguage(language);
  const place: Place = { main, foot, back, leave };
  const begun = new App(makeTexts(language, catalog), place, introScreen, ABRI_SCRIPTS);
  const local = language === "fr" ? "fr" : "en";
  begun.showFoot(UNIT.emergency.map(({ name, number }) => `${name[local]} ${number}`).join(", "));
  return begun;
}

/** Someone who has a code already goes straight to typing it. */
async function choose(language: FormLanguage, withCode: boolean): Promise<void> {
  const mine = ++choice;
  const [waiting, problem] = [part("waiting"), part("problem")];
  waiting.hidden = false;
  problem.hidden = true;
  try {
    const { catalog } = await loadScript<{ catalog: Catalog }>(ABRI_SCRIPTS[language]);
    const begun = begin(language, catalog);
    // Whoever needs these asks again, and then hears of a failure.
    const screens = begun.journey();
    screens.then(() => begun.sealing()).catch(() => undefined);
    if (withCode) await screens;
    if (mine !== choice) return;
    app = begun;
    begun.show(withCode ? "enter" : "intro");
  } catch {
    if (mine !== choice) return;
    announceLanguage("fr");
    waiting.hidden = true;
    problem.hidden = false;
  }
}

main.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-language]") : null;
  const language = FORM_LANGUAGES.find((code) => code === pressed?.dataset["language"]);
  if (language) void choose(language, pressed?.dataset["door"] === "code");
});
back.addEventListener("click", () => app?.back());

// Leaving by any way empties the page: a browser may keep it in memory and show it to whoever presses "back".
addEventListener("pagehide", () => app?.finish());

const tags = navigator.languages.map((tag) => tag.slice(0, 2));
const likely = FORM_LANGUAGES.find((code) => code === tags.find((tag) => FORM_LANGUAGES.some((each) => each === tag)));
const fetchScreens = (): Promise<unknown> => loadScript(ABRI_SCRIPTS.journey);
loadScript(ABRI_SCRIPTS[likely ?? "fr"])
  .then(fetchScreens, fetchScreens)
  .catch(() => undefined);

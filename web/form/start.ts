/**
 * The first script, kept small: the page is readable before it arrives, and the language is chosen with it. It fetches the
 * screens and the most likely language at once, so that a choice is answered without a wait.
 */
import { FORM_LANGUAGES, type FormLanguage } from "../locales/form/languages.ts";
import type { Catalog } from "../locales/form/en.ts";
import type { Beginning, Visitor } from "./journey.ts";
import { loadScript, type Scripts } from "./load.ts";

declare const ABRI_SCRIPTS: Scripts;

interface Journey {
  readonly begin: (beginning: Beginning) => Visitor;
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

const address = (name: string): string => ABRI_SCRIPTS[name] ?? "";
const main = part("main");
const foot = part("foot");
const firstMain = Array.from(main.childNodes, (node) => node.cloneNode(true));
const firstFoot = Array.from(foot.childNodes, (node) => node.cloneNode(true));
let visitor: Visitor | null = null;
/** Counts choices: an answer to an earlier one that comes late is not followed. */
let choice = 0;

function leave(): void {
  visitor = null;
  main.replaceChildren(...firstMain.map((node) => node.cloneNode(true)));
  foot.replaceChildren(...firstFoot.map((node) => node.cloneNode(true)));
  main.dataset["screen"] = "language";
  part("back").hidden = true;
  document.documentElement.lang = "fr";
  document.documentElement.dir = "ltr";
  scrollTo(0, 0);
  main.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

async function choose(language: FormLanguage, door: Beginning["door"]): Promise<void> {
  const mine = ++choice;
  const [waiting, problem] = [part("waiting"), part("problem")];
  waiting.hidden = false;
  problem.hidden = true;
  try {
    const [{ begin }, { catalog }] = await Promise.all([
      loadScript<Journey>(address("journey")),
      loadScript<{ catalog: Catalog }>(address(language)),
    ]);
    if (mine !== choice) return;
    const place = { main, foot, back: part("back"), leave };
    visitor = begin({ language, catalog, door, place, sealingAddress: address("sealing") });
  } catch {
    if (mine !== choice) return;
    waiting.hidden = true;
    problem.hidden = false;
  }
}

main.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-language]") : null;
  const language = FORM_LANGUAGES.find((code) => code === pressed?.dataset["language"]);
  if (language) void choose(language, pressed?.dataset["door"] === "code" ? "code" : "report");
});

part("back").addEventListener("click", () => visitor?.back());

// Leaving by any way empties the page: a browser may keep it in memory and show it to whoever presses "back".
addEventListener("pagehide", () => visitor?.wipe());

const likely = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => FORM_LANGUAGES.some((c) => c === tag));
for (const name of ["journey", likely ?? "fr"]) loadScript(address(name)).catch(() => undefined);

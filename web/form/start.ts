/**
 * The first script, kept small: it stands at the end of the page, which can be read before it has come whole. With one
 * catalog it shows what comes before the first question. The screens are fetched meanwhile, and the script that seals after
 * them, while the person reads.
 */
import type { Language } from "../../security/index.ts";
import { fill } from "../shared/dom.ts";
import { UNIT } from "../shared/unit.ts";
import { App, type Place } from "./app.ts";
import { deviceAt } from "./device.ts";
import { Cover } from "./exit/cover.ts";
import { keepInSight } from "./exit/inSight.ts";
import { armQuickExit } from "./exit/quickExit.ts";
import { coverBetweenPeople, watch } from "./exit/watch.ts";
import { likelyLanguage } from "./likely.ts";
import { loadScript, type Scripts } from "./load.ts";
import { introScreen } from "./screens/intro.ts";
import { announceLanguage, makeTexts, nameIn, type FirstTexts } from "./texts.ts";
import { wordsOfPage, type Say } from "./words.ts";

declare const ABRI_SCRIPTS: Scripts;
/** Where the first texts of each language are that is offered. */
declare const ABRI_CATALOGS: Readonly<Record<Language, string>>;

const LANGUAGES = Object.keys(ABRI_CATALOGS) as Language[];

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

const copyOf = (nodes: Iterable<Node>): Node[] => Array.from(nodes, (node) => node.cloneNode(true));

const main = part("main");
// Browsers that know this script can seal, but not on a page that came over a line they do not trust. Nobody is to type a
// report first and learn it then.
const unfit = part("unfit");
if (isSecureContext) unfit.remove();
else {
  unfit.classList.remove("late");
  for (const choices of main.querySelectorAll(".languages, .doors")) choices.remove();
}
const foot = part("foot");
const back = part("back");
const exitLabel = part("exit-label");
const likely = likelyLanguage(navigator.languages, LANGUAGES);
// Put forward where it stands: a list that moves is pressed in the wrong place.
main.querySelector(`[data-language="${likely ?? ""}"]`)?.classList.replace("secondary", "primary");
/** What a choice of language replaces, as the server sent it. */
const asSent = [main, foot, exitLabel].map((element) => ({ element, nodes: copyOf(element.childNodes) }));
const words = part("words") as HTMLTemplateElement;
const device = deviceAt(location.pathname);
const cover = new Cover(main);
let app: App | null = null;
/** Counts choices: what an earlier one asked for and comes late is not followed. */
let choice = 0;

const say: Say = (key) => (app ? app.texts.t(key) : wordsOfPage(words, key));

function leave(over: boolean): void {
  app = null;
  for (const { element, nodes } of asSent) element.replaceChildren(...copyOf(nodes));
  main.dataset["screen"] = "language";
  back.hidden = true;
  announceLanguage("fr");
  scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
  if (over && device.kiosk) coverBetweenPeople(cover, (word) => wordsOfPage(words, word));
}

function begin(language: Language, script: FirstTexts): App {
  announceLanguage(language);
  const place: Place = { main, foot, back, device, leave };
  const begun = new App(makeTexts(language, script), place, introScreen, ABRI_SCRIPTS);
  begun.showFoot((code) => UNIT.emergency.map(({ name, number }) => `${nameIn(code, name)} ${number}`).join(", "));
  fill(exitLabel, begun.texts.t("exit.label"));
  return begun;
}

/** Someone who has a code already goes straight to typing it. */
async function choose(language: Language, withCode: boolean, pressed: HTMLElement): Promise<void> {
  const mine = ++choice;
  const [waiting, problem] = [part("waiting"), part("problem")];
  waiting.hidden = false;
  for (const other of main.querySelectorAll("[aria-busy]")) other.removeAttribute("aria-busy");
  // The note may be further down than the window reaches.
  pressed.setAttribute("aria-busy", "true");
  problem.hidden = true;
  try {
    const begun = begin(language, await loadScript<FirstTexts>(ABRI_CATALOGS[language]));
    // Whoever needs these asks again, and then hears of a failure.
    const screens = begun.take(withCode ? "returning" : "journey");
    screens.then(() => begun.sealing()).catch(() => undefined);
    if (withCode) await screens;
    if (mine !== choice) return;
    app = begun;
    begun.show(withCode ? "enter" : "intro");
    screens.then(() => begun.hear()).catch(() => undefined);
  } catch {
    if (mine !== choice) return;
    announceLanguage("fr");
    waiting.hidden = true;
    pressed.removeAttribute("aria-busy");
    problem.hidden = false;
    problem.scrollIntoView({ block: "center" });
  }
}

// The second press of a double one, or of a hand that shakes, was meant for the screen before: here it would answer, skip or
// send. Which screen that was is held weakly: it is to be gone from memory with its words.
let pressedOn = new WeakSet<Node>();
main.addEventListener(
  "click",
  (event) => {
    const screen = main.firstChild;
    if (!screen) return;
    if (event.detail < 2) pressedOn = new WeakSet([screen]);
    else if (!pressedOn.has(screen)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);
main.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-language]") : null;
  const language = LANGUAGES.find((code) => code === pressed?.dataset["language"]);
  if (pressed && language) void choose(language, pressed.dataset["door"] === "code", pressed);
});
back.addEventListener("click", () => app?.back());

/** Ends whatever runs, and forgets. */
function wipe(): void {
  choice++;
  app?.finish();
}

armQuickExit({ link: part("exit"), status: part("exit-status"), say, wipe });
keepInSight(part("top"));
watch({ cover, device, say, app: () => app });
if (!device.prints) document.documentElement.dataset["noPrint"] = "";
// Leaving by any way empties the page: a browser may keep it in memory and show it to whoever presses "back".
addEventListener("pagehide", wipe);

const fetchScreens = (): Promise<unknown> => loadScript(ABRI_SCRIPTS.journey);
(likely === null ? Promise.resolve() : loadScript(ABRI_CATALOGS[likely]))
  .then(fetchScreens, fetchScreens)
  .catch(() => undefined);

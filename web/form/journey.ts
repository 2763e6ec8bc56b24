/** The second script: the screens. It starts where the person came in and fetches what seals while they read. */
import type { Catalog } from "../locales/form/en.ts";
import type { FormLanguage } from "../locales/form/languages.ts";
import { UNIT } from "../shared/unit.ts";
import { App, type Place } from "./app.ts";
import { routes } from "./routes.ts";
import { announceLanguage, makeTexts } from "./texts.ts";

export interface Beginning {
  readonly language: FormLanguage;
  readonly catalog: Catalog;
  /** Someone who has a code already goes straight to typing it. */
  readonly door: "report" | "code";
  readonly place: Place;
  readonly sealingAddress: string;
}

/** What the first script can ask of the journey. */
export interface Visitor {
  readonly back: () => void;
  /** Forgets everything at once and shows the first screen. */
  readonly wipe: () => void;
}

/** Takes the page over until the person has finished. */
export function begin({ language, catalog, door, place, sealingAddress }: Beginning): Visitor {
  announceLanguage(language);
  const app = new App(makeTexts(language, catalog), place, routes, sealingAddress);
  const local = language === "fr" ? "fr" : "en";
  app.showFoot(UNIT.emergency.map(({ name, number }) => `${name[local]} ${number}`).join(", "));
  app.show(door === "code" ? "enter" : "intro");
  // Whoever needs it asks again, and then hears of a failure.
  app.sealing().catch(() => undefined);
  return { back: () => app.back(), wipe: () => app.finish() };
}

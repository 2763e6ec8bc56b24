/** When the page covers itself: out of sight, untouched for long, and on a kiosk between two people. */
import { button, el, fill } from "../../shared/dom.ts";
import type { App } from "../app.ts";
import type { Device } from "../device.ts";
import type { Say } from "../words.ts";
import type { Cover } from "./cover.ts";
import { IdleClock } from "./idleClock.ts";

export interface Watch {
  readonly cover: Cover;
  readonly device: Device;
  readonly say: Say;
  /** The visit under way; none before a language is chosen, and then there is nothing to wipe. */
  readonly app: () => App | null;
}

const TICK_MS = 1_000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "input", "scroll"] as const;

export function watch({ cover, device, say, app }: Watch): void {
  const idle = new IdleClock(device.idle, () => ({ steady: performance.now(), wall: Date.now() }));
  const left = el("p", { class: "lead" });

  const goOn = (): void => {
    idle.touch();
    cover.lift();
  };
  const warn = ({ texts: { t } }: App, seconds: number): void => {
    fill(left, t("idle.text", { count: seconds }));
    if (cover.name === "warning") return;
    cover.draw("warning", [t("idle.title")], left, button(t("idle.stay"), goOn, { class: "primary" }));
  };
  const erase = (visit: App): void => {
    const { t } = visit.texts;
    const { lang, dir } = document.documentElement;
    visit.abandon();
    if (device.kiosk) return;
    const again = button(t("erased.again"), () => cover.lift(), { class: "primary" });
    cover.draw("erased", [t("erased.title")], el("p", { class: "lead" }, t("erased.text")), again);
    cover.writtenIn(lang, dir);
  };
  const look = (): void => {
    const visit = app();
    if (!visit || visit.busy) return idle.touch();
    const state = idle.look();
    if (state === "over") erase(visit);
    else if (state !== "active") warn(visit, state);
  };

  setInterval(look, TICK_MS);
  for (const type of SIGNS_OF_LIFE) {
    // On a cover only its button says that somebody is there.
    addEventListener(type, () => cover.name ?? idle.touch(), { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && cover.name === null) {
      const goOnButton = el("button", { type: "button", class: "primary" }, say("continue"));
      goOnButton.addEventListener("click", goOn);
      cover.draw("hidden", [document.title], goOnButton);
    }
    look();
  });
}

/** The screen of a kiosk that nobody uses: it tells nothing of who did, not even their language. */
export function coverBetweenPeople(cover: Cover, wordsOf: (word: string) => readonly Node[]): void {
  const start = el("button", { type: "button", class: "primary" }, ...wordsOf("restart.start"));
  start.addEventListener("click", () => cover.lift());
  cover.draw("restart", wordsOf("restart.title"), el("p", { class: "lead" }, ...wordsOf("restart.text")), start);
}

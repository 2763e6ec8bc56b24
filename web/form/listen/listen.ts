/**
 * A button that reads the screen aloud, fetched where the browser can speak. There is none when the device has no voice of
 * its own for the language. It ends with the screen, with the visit, and when the page goes out of sight.
 */
import { button, el } from "../../shared/dom.ts";
import { icon } from "../icons/icon.ts";
import { SOUND, SQUARE } from "../icons/sound.ts";
import type { Texts } from "../texts.ts";
import { passagesOf, type Passage } from "./passages.ts";
import { Reader } from "./reader.ts";
import { voiceFor } from "./voice.ts";

export interface Listening {
  readonly reading: boolean;
  /** Puts the button on the screen that is shown, where there is a voice. */
  offer(): void;
  stop(): void;
}

/**
 * @param main where the screens are
 * @param over ends the listening with the visit
 */
export function listenTo(main: HTMLElement, texts: Texts, over: AbortSignal): Listening {
  const { t, language } = texts;
  const speech = speechSynthesis;
  const voice = (): SpeechSynthesisVoice | null => voiceFor(speech.getVoices(), language);
  /** Said once in a visit, before anything that others must not hear. */
  let warned = false;

  const presser = button("", () => (reader.reading ? reader.stop() : start()), {
    class: "secondary",
    "aria-describedby": "listen-note",
  });
  const note = el("p", { class: "hint", id: "listen-note" }, t("listen.note"));
  const status = el("p", { class: "hidden", role: "status" });
  const control = el("div", { class: "listen" }, presser, note, status);
  const label = (reading: boolean): void =>
    presser.replaceChildren(
      icon(reading ? SQUARE : SOUND),
      el("span", {}, t(reading ? "listen.stop" : "listen.start")),
    );

  const mark = (passage: Passage | null): void => {
    for (const read of main.querySelectorAll("[data-read]")) read.removeAttribute("data-read");
    if (!passage?.element.isConnected) return;
    passage.element.setAttribute("data-read", "");
    passage.element.scrollIntoView({ block: "nearest" });
  };
  let wasReading = false;
  const reader = new Reader(speech, {
    onPassage: (passage) => {
      mark(passage);
      const reading = passage !== null;
      if (reading === wasReading) return;
      wasReading = reading;
      label(reading);
      status.textContent = t(reading ? "listen.on" : "listen.off");
    },
  });
  const start = (): void => {
    // Asked for again: a voice may have gone since the button was shown.
    const own = voice();
    if (own === null) return control.remove();
    const first = warned ? [] : [{ element: note, text: t("listen.note") }];
    warned = true;
    reader.read([...first, ...passagesOf(main, language)], own);
  };

  const listening: Listening = {
    get reading() {
      return reader.reading;
    },
    offer: () => {
      const heading = main.querySelector("h1");
      if (voice() === null || heading === null || control.isConnected) return;
      status.textContent = "";
      label(false);
      // After the heading, which has the focus: one step on to hear it, one step back to leave.
      (heading.closest("legend") ?? heading).after(control);
    },
    stop: () => reader.stop(),
  };
  // Browsers list their voices late.
  speech.addEventListener?.("voiceschanged", () => listening.offer(), { signal: over });
  document.addEventListener("visibilitychange", () => document.hidden && reader.stop(), { signal: over });
  over.addEventListener("abort", () => reader.stop());
  return listening;
}

/** A sound: nothing plays by itself, and without being asked twice nothing is heard. */
import { append, button, el } from "../../shared/dom.ts";
import type { FileToView } from "./messages.ts";

export function playSound(
  stage: HTMLElement,
  controls: HTMLElement,
  address: string,
  texts: FileToView["texts"],
): void {
  const sound = el("audio", {
    controls: true,
    preload: "metadata",
    controlslist: "nodownload noremoteplayback",
    "aria-label": texts.sound,
  });
  sound.muted = true;
  const toggle = button(texts.unmute, () => {
    sound.muted = !sound.muted;
  });
  // The player has a button of its own for this.
  sound.addEventListener("volumechange", () => {
    toggle.textContent = sound.muted ? texts.unmute : texts.mute;
  });
  sound.addEventListener(
    "error",
    () => {
      toggle.remove();
      stage.replaceChildren(el("p", { class: "notice plain" }, texts.broken));
    },
    { once: true },
  );
  sound.src = address;
  append(stage, sound);
  controls.prepend(toggle);
}

/** A picture, blurred until somebody asks, and as often as somebody asks. */
import { append, button, el } from "../../shared/dom.ts";
import type { FileToView } from "./messages.ts";

/** More than any phone takes: decoded, it would need half a gigabyte. */
const PIXELS_MAX = 2 ** 27;

export function pictureStage(
  stage: HTMLElement,
  controls: HTMLElement,
  address: string,
  texts: FileToView["texts"],
): void {
  const picture = el("img", { alt: texts.picture });
  const cannot = (why: string): void => stage.replaceChildren(el("p", { class: "notice plain" }, why));
  const show = (): void => {
    // Its size is known before any of it is decoded.
    if (picture.naturalWidth * picture.naturalHeight > PIXELS_MAX) return cannot(texts.tooLarge);
    const figure = el("figure", { class: "blurred" }, picture);
    const toggle = button(texts.unblur, () => {
      const blurred = figure.classList.toggle("blurred");
      toggle.textContent = blurred ? texts.unblur : texts.blur;
    });
    append(stage, figure);
    controls.prepend(toggle);
  };
  picture.addEventListener("load", show, { once: true });
  picture.addEventListener("error", () => cannot(texts.broken), { once: true });
  picture.src = address;
}

/** A picture, blurred until somebody asks, and as often as somebody asks. */
import { append, button, el } from "../../shared/dom.ts";
import type { FileToView } from "./messages.ts";

/** More than any phone takes: decoded, it would need half a gigabyte. */
const PIXELS_MAX = 2 ** 27;

/** @returns whether there is a picture on the stage; else it says why not */
export async function showPicture(
  stage: HTMLElement,
  controls: HTMLElement,
  address: string,
  texts: FileToView["texts"],
): Promise<boolean> {
  const picture = el("img", { alt: texts.picture });
  const came = await new Promise<boolean>((resolve) => {
    picture.addEventListener("load", () => resolve(true), { once: true });
    picture.addEventListener("error", () => resolve(false), { once: true });
    picture.src = address;
  });
  // Its size is known before any of it is decoded.
  if (!came || picture.naturalWidth * picture.naturalHeight > PIXELS_MAX) {
    append(stage, el("p", { class: "notice plain" }, came ? texts.tooLarge : texts.broken));
    return false;
  }
  const figure = el("figure", { class: "blurred" }, picture);
  const toggle = button(texts.unblur, () => {
    const blurred = figure.classList.toggle("blurred");
    toggle.textContent = blurred ? texts.unblur : texts.blur;
  });
  append(stage, figure);
  controls.prepend(toggle);
  return true;
}

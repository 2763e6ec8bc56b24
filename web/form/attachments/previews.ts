/** Small pictures of pictures. Their addresses live until the browser has read them, and no longer than the screen. */
import { el } from "../../shared/dom.ts";
import type { Added } from "./added.ts";
import { blobOf } from "./content.ts";

export class Previews {
  readonly #shown = new Map<Added, HTMLImageElement>();
  readonly #addresses = new Set<string>();

  /** Of what officers will see, not of what was chosen; `null` for what is no picture. */
  of(added: Added): HTMLImageElement | null {
    if (added.what !== "picture") return null;
    const known = this.#shown.get(added);
    if (known) return known;
    const address = URL.createObjectURL(blobOf(added.content, added.type));
    this.#addresses.add(address);
    const image = el("img", { class: "preview", src: address, alt: "", decoding: "async" });
    for (const type of ["load", "error"]) {
      image.addEventListener(type, () => {
        this.#revoke(address);
        image.hidden = type === "error";
      });
    }
    this.#shown.set(added, image);
    return image;
  }

  forget(added: Added): void {
    const image = this.#shown.get(added);
    if (image) this.#revoke(image.src);
    this.#shown.delete(added);
  }

  end(): void {
    for (const added of this.#shown.keys()) this.forget(added);
  }

  #revoke(address: string): void {
    if (this.#addresses.delete(address)) URL.revokeObjectURL(address);
  }
}

/**
 * A cover over the page: everything but quick exit is put out of sight, nothing is wiped. Whoever looks at a list of open
 * pages, or takes the device while another page was in front, sees a word that says nothing and a button.
 */
import { append, el, type Child } from "../../shared/dom.ts";

export type CoverName = "hidden" | "warning" | "erased" | "restart";

const WIPED: readonly CoverName[] = ["erased", "restart"];

export class Cover {
  readonly #main: HTMLElement;
  readonly #sheet = el("main", { id: "cover" });
  #before: { readonly focus: Element | null; readonly scroll: number } | null = null;

  /** @param main what is covered */
  constructor(main: HTMLElement) {
    this.#main = main;
  }

  get name(): CoverName | null {
    return this.#before === null ? null : (this.#sheet.dataset["cover"] as CoverName);
  }

  /** Covers the page, or puts another cover in the place of this one. The heading is read first. */
  draw(name: CoverName, heading: readonly Child[], ...content: readonly Child[]): void {
    // Once all is wiped there is nothing to go back to, and an element remembered would keep its screen's words with it.
    if (WIPED.includes(name)) this.#before = { focus: null, scroll: 0 };
    this.#before ??= { focus: document.activeElement, scroll: scrollY };
    const title = el("h1", { tabindex: -1 }, ...heading);
    this.#sheet.replaceChildren(title);
    append(this.#sheet, ...content);
    this.#sheet.dataset["cover"] = name;
    this.#sheet.removeAttribute("lang");
    this.#sheet.removeAttribute("dir");
    this.#main.before(this.#sheet);
    document.documentElement.dataset["covered"] = "";
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  /** For a cover in another language than the page under it. */
  writtenIn(lang: string, dir: string): void {
    this.#sheet.lang = lang;
    this.#sheet.dir = dir;
  }

  /** Shows the page as it was; where it has gone on meanwhile, from the top. */
  lift(): void {
    const before = this.#before;
    if (before === null) return;
    this.#before = null;
    this.#sheet.remove();
    delete document.documentElement.dataset["covered"];
    const same = before.focus instanceof HTMLElement && before.focus !== document.body && before.focus.isConnected;
    scrollTo(0, same ? before.scroll : 0);
    const focus = same ? before.focus : this.#main.querySelector("h1");
    focus?.focus({ preventScroll: true });
  }
}

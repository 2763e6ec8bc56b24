/**
 * The error summary, after GOV.UK: a box at the top that takes the focus and links to each field. The links move the focus
 * by script: following a fragment would leave a history entry.
 */
import { copyOf, el, type Child } from "../../shared/dom.ts";
import type { Texts } from "../texts.ts";

export interface Problem {
  readonly message: Child;
  /** The id of what to mend; none for what is no field's fault. */
  readonly focusId?: string;
  /** A button beside the message, for what may go better the next time. */
  readonly presser?: HTMLButtonElement;
}

export class Problems {
  readonly element = el("div", { class: "problems" });
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  clear(): void {
    this.element.replaceChildren();
  }

  show(problems: readonly Problem[]): void {
    const items = problems.map(({ message, focusId, presser }) => {
      const words = copyOf(message);
      if (focusId === undefined) return el("li", {}, words, presser);
      const link = el("a", { href: `#${focusId}` }, words);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById(focusId)?.focus();
      });
      return el("li", {}, link);
    });
    const box = el(
      "div",
      { class: "summary", role: "alert", tabindex: -1, "aria-labelledby": "problem-title" },
      el("h2", { id: "problem-title" }, this.#texts.t("problem.title")),
      el("ul", {}, ...items),
    );
    this.element.replaceChildren(box);
    scrollTo(0, 0);
    box.focus({ preventScroll: true });
  }
}

/**
 * Free text. What is left is counted in bytes, since that is what is sealed, and told in letters of the script that is
 * being typed. The browser is asked to remember, correct and translate nothing: each of those may send words elsewhere.
 */
import { utf8 } from "../../../security/index.ts";
import { el, fill, type Child } from "../../shared/dom.ts";
import type { Texts } from "../texts.ts";
import type { Field } from "./choices.ts";

export interface TextOptions {
  readonly name: string;
  /** Text of the label, or a heading to stand in it. */
  readonly label: Child;
  /** For a label that is there for screen readers only, since the heading says it. */
  readonly labelHidden?: boolean;
  readonly hint?: Child;
  readonly describedBy?: readonly string[];
  readonly rows: number;
  readonly maxBytes?: number;
  readonly value: string;
  /** Digits of any script are typed: a keyboard of digits, wide letters, left to right. */
  readonly digits?: boolean;
  readonly texts: Texts;
  readonly onInput: (value: string) => void;
}

/** Letters that fit into `bytes`, going by what is typed: one byte each in French, three in Bengali. */
export function lettersFor(bytes: number, typed: string): number {
  const letters = Array.from(typed).length;
  const each = letters === 0 ? 1 : Math.max(1, utf8(typed).length / letters);
  const count = Math.floor(Math.abs(bytes) / each);
  // "About": nobody counts by ones at this length.
  return count > 200 ? Math.floor(count / 100) * 100 : count;
}

const QUIET = { autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", translate: "no" };
/** Writing assistants that send each word to a vendor heed these. */
const NO_ASSISTANTS = { "data-gramm": "false", "data-lt-active": "false", "data-1p-ignore": true };

export function textField(options: TextOptions): Field & { readonly input: HTMLInputElement | HTMLTextAreaElement } {
  const { name, hint, rows, maxBytes, texts } = options;
  const id = `f-${name}`;
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const before = el("div", {});
  const left = el("p", { class: "left", id: `${id}-left`, role: "status" });
  const attributes = {
    id,
    name: id,
    dir: options.digits ? "ltr" : "auto",
    inputmode: options.digits ? "numeric" : null,
    ...QUIET,
    ...NO_ASSISTANTS,
  };
  const input =
    rows > 1
      ? el("textarea", { ...attributes, rows })
      : el("input", { ...attributes, type: "text", class: options.digits ? "digits" : null });
  input.value = options.value;

  const describe = (shown: boolean): void => {
    const ids = [...(options.describedBy ?? []), ...(hint === undefined ? [] : [`${id}-hint`])];
    if (shown) ids.push(error.id);
    if (ids.length > 0) input.setAttribute("aria-describedby", ids.join(" "));
    else input.removeAttribute("aria-describedby");
  };
  const count = (): void => {
    if (maxBytes === undefined) return;
    const rest = maxBytes - utf8(input.value).length;
    const key = rest < 0 ? "left.over" : input.value === "" ? "left.many" : "left.some";
    // Whoever has typed nothing yet will most likely write as the page does.
    const text = texts.t(key, { count: lettersFor(rest, input.value || texts.plain("continue")) });
    // Only a change is spoken, and rounding makes changes rare.
    if (left.textContent !== text) left.textContent = text;
    left.classList.toggle("over", rest < 0);
  };
  describe(false);
  count();
  input.addEventListener("input", () => {
    count();
    options.onInput(input.value);
  });
  return {
    element: el(
      "div",
      { class: "field" },
      el("label", { for: id, class: options.labelHidden ? "hidden" : null }, options.label),
      before,
      hint !== undefined && el("p", { class: "hint", id: `${id}-hint` }, hint),
      error,
      input,
      maxBytes !== undefined && left,
    ),
    before,
    input,
    focusId: id,
    setError: (message) => {
      fill(error, message);
      error.hidden = message === null;
      input.classList.toggle("wrong", message !== null);
      if (message === null) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
      describe(message !== null);
    },
  };
}

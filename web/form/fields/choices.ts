/**
 * Radios or tick boxes. A fieldset with a legend, as GOV.UK has it: a screen reader says the question with the first
 * answer. The error stands between question and answers, and is part of the description.
 */
import { el, fill, type Child } from "../../shared/dom.ts";

export interface ChoiceOption {
  readonly value: string;
  readonly text: Child;
  readonly hint?: Child;
  /** Says with a drawing what the text says. */
  readonly icon?: SVGSVGElement | undefined;
}

export interface ChoicesOptions {
  readonly name: string;
  readonly several: boolean;
  /** The question: a heading inside the legend, or plain text. */
  readonly legend: Child;
  /** Ids of elements outside of the fieldset that describe it. */
  readonly describedBy?: readonly string[];
  readonly choices: readonly ChoiceOption[];
  readonly selected: readonly string[];
  /** The one that excludes the others. */
  readonly alone?: string | undefined;
  /** The one that is ticked again when none is left. */
  readonly otherwise?: string | undefined;
  /** Stands under one of the choices: what that choice calls for is seen where the finger is. */
  readonly under?: { readonly value: string; readonly element: HTMLElement } | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

export interface Field {
  readonly element: HTMLElement;
  /** For what stands between the question and the field. */
  readonly before: HTMLElement;
  /** What an error links to. */
  readonly focusId: string;
  /** Shows an error at the field, or takes it away. */
  setError(message: Child): void;
}

export function choicesField(options: ChoicesOptions): Field {
  const { name, several, choices, selected, alone, otherwise } = options;
  const errorId = `f-${name}-error`;
  const error = el("p", { class: "error", id: errorId, hidden: true });
  const inputs = choices.map(({ value, hint }, i) =>
    el("input", {
      type: several ? "checkbox" : "radio",
      id: `f-${name}-${i + 1}`,
      name: `f-${name}`,
      value,
      autocomplete: "off",
      "aria-describedby": hint === undefined ? null : `f-${name}-${i + 1}-hint`,
    }),
  );
  for (const input of inputs) input.checked = selected.includes(input.value);
  const rows = choices.flatMap(({ value, text, hint, icon }, i) => {
    const input = inputs[i] as HTMLInputElement;
    const row = el(
      "div",
      { class: icon ? "choice drawn" : "choice" },
      input,
      icon,
      el("label", { for: input.id }, text),
      hint !== undefined && el("p", { class: "hint", id: `${input.id}-hint` }, hint),
    );
    return options.under?.value === value ? [row, options.under.element] : [row];
  });
  const before = el("div", {});
  const fieldset = el("fieldset", {}, el("legend", {}, options.legend), before, error, ...rows);
  const describe = (shown: boolean): void => {
    const ids = [...(options.describedBy ?? []), ...(shown ? [errorId] : [])];
    if (ids.length > 0) fieldset.setAttribute("aria-describedby", ids.join(" "));
    else fieldset.removeAttribute("aria-describedby");
  };
  describe(false);
  fieldset.addEventListener("change", ({ target }) => {
    if (several && alone !== undefined) {
      const changed = target as HTMLInputElement;
      for (const input of inputs) {
        if (changed.checked && (input.value === alone) !== (changed.value === alone)) input.checked = false;
      }
      if (!inputs.some((input) => input.checked)) {
        for (const input of inputs) input.checked = input.value === otherwise;
      }
    }
    options.onChange(inputs.filter((input) => input.checked).map((input) => input.value));
  });
  return {
    element: fieldset,
    before,
    focusId: inputs[0]?.id ?? "",
    setError: (message) => {
      fill(error, message);
      error.hidden = message === null;
      fieldset.classList.toggle("wrong", message !== null);
      for (const input of inputs) {
        if (message !== null && !several) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
      describe(message !== null);
    },
  };
}

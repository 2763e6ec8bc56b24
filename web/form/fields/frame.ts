/** What screens share: a form that asks, the list of emergency numbers, and a button that waits for a script. */
import { button, el, type Child } from "../../shared/dom.ts";
import { UNIT } from "../../shared/unit.ts";
import type { Language } from "../../../security/index.ts";
import type { App } from "../app.ts";
import { nameIn } from "../texts.ts";
import type { Problems } from "./problems.ts";

/** A form is never sent by the browser: submitting it only runs `onSubmit`. */
export function formOf(onSubmit: () => void, ...children: readonly Child[]): HTMLFormElement {
  const form = el("form", { novalidate: true, autocomplete: "off" }, ...children);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit();
  });
  return form;
}

export function submitButton(text: Child): HTMLButtonElement {
  return el("button", { type: "submit", class: "primary" }, text);
}

/** Numbers as plain text: a `tel:` link would leave a line in the phone's list of calls. */
export function emergencyNumbers(app: App): HTMLUListElement {
  const rows = UNIT.emergency.map(({ name, number }) =>
    el("li", {}, el("span", {}, nameIn(app.texts.language, name)), " ", el("strong", { dir: "ltr" }, number)),
  );
  return el("ul", { class: "numbers" }, ...rows);
}

/** The answer to "I am in danger now". It never blocks. */
function urgentNotice(app: App): HTMLElement {
  const { t } = app.texts;
  return el(
    "div",
    { class: "notice" },
    el("h2", {}, t("danger.now.title")),
    el("p", {}, t("danger.now")),
    emergencyNumbers(app),
    el("p", {}, t("danger.now.go")),
  );
}

/**
 * Puts that answer into its place, or takes it away again. Its numbers come into sight with it: in a draft, French and English
 * stand between them and the choice that was made.
 */
export function showUrgent(app: App, place: HTMLElement, wanted: boolean): void {
  if (wanted === place.hasChildNodes()) return;
  place.replaceChildren(...(wanted ? [urgentNotice(app)] : []));
  place.querySelector(".numbers")?.scrollIntoView({ block: "nearest" });
}

export const unitName = (language: Language): string => nameIn(language, UNIT.unitName);

/** What a short text is about, for whoever does not see where it stands: "Change: Who is this about?". */
export function about(app: App, subject: string): HTMLSpanElement {
  return el("span", { class: "hidden" }, app.texts.language === "fr" ? "\u00a0: " : ": ", subject);
}

export const list = (...items: readonly Child[]): HTMLUListElement =>
  el("ul", {}, ...items.map((item) => el("li", {}, item)));

/**
 * Goes on once a script is here; says so while it waits. When it does not come, says what to do, with a button that tries again:
 * the one that was pressed may be a long way down.
 */
export async function withScript<T>(
  app: App,
  problems: Problems,
  presser: HTMLButtonElement,
  load: () => Promise<T>,
  next: (script: T) => void,
): Promise<void> {
  if (presser.getAttribute("aria-disabled") === "true") return;
  const words = Array.from(presser.childNodes);
  presser.setAttribute("aria-disabled", "true");
  presser.textContent = app.texts.t("wait");
  try {
    const script = await load();
    if (presser.isConnected) next(script);
  } catch {
    const again = button(app.texts.t("again"), () => void withScript(app, problems, again, load, next), {
      class: "secondary",
    });
    problems.show([{ message: app.texts.t("problem.load"), presser: again }]);
  } finally {
    presser.removeAttribute("aria-disabled");
    presser.replaceChildren(...words);
  }
}

export const secondary = (text: Child, onPress: () => void): HTMLButtonElement =>
  button(text, onPress, { class: "secondary" });

/** Someone helps somebody: what to read aloud before the questions go on. */
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { unitName } from "../fields/frame.ts";

export function consentScreen(app: App): Screen {
  const { t } = app.texts;
  return {
    name: "consent",
    content: [
      el("h1", {}, t("consent.title")),
      el(
        "blockquote",
        { class: "aloud" },
        el("p", {}, t("consent.1", { unit: unitName })),
        el("p", {}, t("consent.2")),
        el("p", {}, t("consent.3")),
        el("p", {}, t("consent.4")),
        el("p", {}, t("consent.5")),
        el("p", {}, t("consent.6")),
      ),
      el("p", { class: "note" }, t("consent.helper")),
      el(
        "div",
        { class: "actions" },
        button(t("consent.yes"), () => app.show("question-phone"), { class: "primary" }),
        // Without consent nothing is kept, not even that the page was used.
        button(t("consent.no"), () => app.finish(), { class: "secondary" }),
      ),
    ],
  };
}

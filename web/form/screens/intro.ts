/** The interruption page: what this is, who reads it, what it cannot do, before the first question. */
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { emergencyNumbers, list, unitName } from "../fields/frame.ts";

export function introScreen(app: App): Screen {
  const { t } = app.texts;
  return {
    name: "intro",
    content: [
      el("h1", {}, t("intro.title")),
      el("p", { class: "lead" }, t("intro.what")),
      el(
        "div",
        { class: "notice" },
        el("h2", {}, t("intro.danger.title")),
        el("p", {}, t("intro.danger")),
        emergencyNumbers(app),
      ),
      el("h2", {}, t("intro.who.title")),
      el("p", {}, t("intro.who", { unit: unitName(app) })),
      el("p", {}, t("intro.sealed")),
      el("h2", {}, t("intro.identity.title")),
      el("p", {}, t("intro.identity")),
      el("p", {}, t("intro.identity.more")),
      el("h2", {}, t("intro.limits.title")),
      list(
        t("intro.limits.history"),
        t("intro.limits.watched"),
        t("intro.limits.spy"),
        t("intro.limits.self"),
        t("intro.limits.server"),
        t("intro.limits.lost"),
      ),
      el(
        "div",
        { class: "actions" },
        button(t("intro.start"), () => app.show("question-danger"), { class: "primary" }),
        button(t("intro.code"), () => app.show("enter"), { class: "secondary" }),
      ),
    ],
  };
}

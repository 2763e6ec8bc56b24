/** The interruption page: what this is, who reads it, what it cannot do, before the first question. */
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, Route, Screen, Way } from "../app.ts";
import { emergencyNumbers, list, unitName, withScript } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";

export function introScreen(app: App): Screen {
  const { t } = app.texts;
  const problems = new Problems(app.texts);
  const goTo = (text: Child, way: Way, route: Route, look: string): HTMLButtonElement => {
    const presser = button(
      text,
      () =>
        void withScript(
          app,
          problems,
          presser,
          () => app.take(way),
          () => app.show(route),
        ),
      { class: look },
    );
    return presser;
  };
  return {
    name: "intro",
    content: [
      problems.element,
      el("h1", {}, t("intro.title")),
      el("p", { class: "lead" }, t("intro.what")),
      el(
        "div",
        { class: "notice" },
        el("h2", {}, t("intro.danger.title")),
        el("p", {}, t("intro.danger")),
        emergencyNumbers(app),
      ),
      app.texts.draft && el("p", { class: "note" }, t("draft.notice")),
      app.texts.accompanied && el("p", { class: "note" }, t("draft.beside")),
      el("h2", {}, t("intro.exit.title")),
      list(
        t("intro.exit.button"),
        t("intro.exit.shift"),
        t("intro.exit.does"),
        t("intro.exit.idle", { minutes: Math.round(app.device.idle.quietMs / 60_000) }),
      ),
      el("p", {}, t("intro.limits.history")),
      el("p", {}, t("intro.exit.back")),
      el("h2", {}, t("intro.who.title")),
      el("p", {}, t("intro.who", { unit: unitName })),
      el("p", {}, t("intro.sealed")),
      el("h2", {}, t("intro.identity.title")),
      el("p", {}, t("intro.identity")),
      el("p", {}, t("intro.identity.more")),
      el("h2", {}, t("intro.limits.title")),
      list(
        t("intro.limits.watched"),
        t("intro.limits.spy"),
        t("intro.limits.self"),
        t("intro.limits.server"),
        t("intro.limits.lost"),
      ),
      el(
        "div",
        { class: "actions" },
        goTo(t("intro.start"), "journey", "question-danger", "primary"),
        goTo(t("intro.code"), "returning", "enter", "secondary"),
      ),
    ],
  };
}

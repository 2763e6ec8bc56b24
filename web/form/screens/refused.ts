/** Why the page did not seal, or why the service did not take it; what was typed is kept, and numbers that answer anyway. */
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen, Target } from "../app.ts";
import { emergencyNumbers, formOf, submitButton } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { reasonOf } from "../network/directory.ts";
import type { Key } from "../texts.ts";
import { dateHere } from "./dateHere.ts";

export function refusedScreen(code: string, again: Target): MakeScreen {
  return (app) => {
    const reason = reasonOf(code);
    const { t } = app.texts;
    const name = `refused-${reason}`;
    const opening = again === "opening";
    const said = { title: t(opening ? "closed.title" : "refused.title"), what: t(`refused.${reason}`) };
    const kept = opening ? "closed.code" : "refused.nothing";
    if (reason !== "date") return stopped(app, name, code, said, ...tryAgain(app, again, ["refused.why", kept]));
    const date = dateHere(app);
    const problems = new Problems(app.texts);
    const submit = (): void => {
      const wrong = date.take();
      if (wrong) problems.show([wrong]);
      else app.show(again);
    };
    const form = formOf(
      submit,
      problems.element,
      date.element,
      el("p", {}, t("refused.date.more")),
      el("p", {}, t(kept)),
      submitButton(t("again")),
    );
    return stopped(app, name, code, said, form);
  };
}

/** The service, or the page itself, could not do what was asked. */
export function faultScreen(code: string, again: Target): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const said = { title: t("fault.title"), what: t("fault.text") };
    return stopped(app, "fault", code, said, ...tryAgain(app, again, []));
  };
}

/** A mailbox that stays closed. The code is as good as before. */
export function closedScreen(code: string, again: Target): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const said = { title: t("closed.title"), what: t(code === "page_incomplete" ? "problem.load" : "closed.text") };
    return stopped(app, "closed", code, said, ...tryAgain(app, again, ["closed.code"]));
  };
}

function tryAgain(app: App, again: Target, texts: readonly Key[]): Child[] {
  const { t } = app.texts;
  return [...texts.map((key) => el("p", {}, t(key))), button(t("again"), () => app.show(again), { class: "primary" })];
}

function stopped(
  app: App,
  name: string,
  code: string,
  said: { readonly title: string; readonly what: string },
  ...more: readonly Child[]
): Screen {
  const { t } = app.texts;
  return {
    name,
    passing: true,
    content: [
      el("h1", {}, said.title),
      el("p", { class: "notice" }, said.what),
      ...more,
      el("h2", {}, t("refused.numbers")),
      emergencyNumbers(app),
      el("p", { class: "hint" }, t("fault.code", { code })),
    ],
  };
}

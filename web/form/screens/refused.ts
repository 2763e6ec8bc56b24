/** Why the page did not seal, or why the service did not take it; what was typed is kept, and numbers that answer anyway. */
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen, Target } from "../app.ts";
import { emergencyNumbers } from "../fields/frame.ts";
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
    const rest = tryAgain(app, again, ["refused.date.more", kept], date.take);
    return stopped(app, name, code, said, date.element, ...rest);
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

function tryAgain(app: App, again: Target, texts: readonly Key[], first: () => void = () => undefined): Child[] {
  const { t } = app.texts;
  const go = (): void => {
    first();
    app.show(again);
  };
  return [...texts.map((key) => el("p", {}, t(key))), button(t("again"), go, { class: "primary" })];
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

/** Why the page did not seal, or why the service did not take it; what was typed is kept, and numbers that answer anyway. */
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Route, Screen } from "../app.ts";
import { emergencyNumbers } from "../fields/frame.ts";
import { reasonOf } from "../network/directory.ts";
import type { Key } from "../texts.ts";

export function refusedScreen(code: string, again: Route): MakeScreen {
  return (app) => {
    const reason = reasonOf(code);
    const why: Key = reason === "date" ? "refused.date.more" : "refused.why";
    return stopped(
      app,
      `refused-${reason}`,
      again,
      ["refused.title", `refused.${reason}`, why, "refused.nothing"],
      code,
    );
  };
}

export function faultScreen(code: string, again: Route): MakeScreen {
  return (app) => stopped(app, "fault", again, ["fault.title", "fault.text"], code);
}

function stopped(app: App, name: string, again: Route, texts: readonly Key[], code: string): Screen {
  const { t } = app.texts;
  const [title, first, ...more] = texts as readonly [Key, Key, ...Key[]];
  return {
    name,
    passing: true,
    content: [
      el("h1", {}, t(title)),
      el("p", { class: "notice" }, t(first)),
      ...more.map((key) => el("p", {}, t(key))),
      button(t("again"), () => app.show(again), { class: "primary" }),
      el("h2", {}, t("refused.numbers")),
      emergencyNumbers(app),
      el("p", { class: "hint" }, t("fault.code", { code })),
    ],
  };
}

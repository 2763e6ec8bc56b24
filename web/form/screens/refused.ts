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

/** The words can go without the files, or the files can be tried again. */
export function noFilesScreen(code: string, again: Route): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const full = code === "uploads_full";
    const alone = (): void => {
      app.visit.added.length = 0;
      delete app.visit.upload;
      app.show(again);
    };
    return {
      name: "no-files",
      passing: true,
      content: [
        el("h1", {}, t(full ? "nofiles.full.title" : "nofiles.read.title")),
        el("p", { class: "notice" }, t(full ? "nofiles.full" : "nofiles.read")),
        el("p", {}, t("nofiles.sent")),
        el("p", {}, t("nofiles.later")),
        el(
          "div",
          { class: "actions" },
          button(t("nofiles.alone"), alone, { class: "primary" }),
          button(t("again"), () => app.show(again), { class: "secondary" }),
        ),
      ],
    };
  };
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

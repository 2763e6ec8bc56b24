/** What happens next: what, when, and what the unit will never do. By now the page has forgotten the words and the code. */
import type { Level } from "../../../security/index.ts";
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen } from "../app.ts";
import { emergencyNumbers, list } from "../fields/frame.ts";

export interface Done {
  readonly level: Level;
  readonly helping: boolean;
  readonly message?: boolean;
}

export function doneScreen({ level, helping, message }: Done): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    return {
      name: "done",
      back: false,
      content: [
        el("h1", {}, t(message ? "done.message.title" : "done.title")),
        el("p", { class: "lead" }, t("done.sealed")),
        el("h2", {}, t("done.next")),
        el(
          "ol",
          {},
          ...[t(`done.level.${level}`), t("done.reply"), t("done.how", { host: location.host })].map((text) =>
            el("li", {}, text),
          ),
        ),
        el("div", { class: "notice" }, el("p", {}, t("done.danger")), emergencyNumbers(app)),
        el("h2", {}, t("done.never")),
        list(t("done.never.1"), t("done.never.2"), t("done.never.3"), t("done.never.4"), t("done.never.5")),
        el("p", {}, t("done.never.child")),
        ...ending(app, helping),
      ],
    };
  };
}

function ending(app: App, helping: boolean): Child[] {
  const { t } = app.texts;
  const erase = button(t(helping ? "back.erase" : "done.erase"), () => app.finish(), { class: "primary" });
  if (!helping) return [el("p", { class: "note" }, t("done.history")), erase];
  return [
    el("h2", {}, t("back.title")),
    el("p", {}, t("back.text")),
    el("p", {}, t("done.newCode")),
    el("p", { class: "note" }, t("done.history")),
    erase,
  ];
}

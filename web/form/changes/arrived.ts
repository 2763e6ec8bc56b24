/** After a change of code or a withdrawal has arrived: what holds from now on. The page has forgotten the codes. */
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { emergencyNumbers, list } from "../fields/frame.ts";
import type { Key } from "../texts.ts";

export function arrivedScreen(app: App, name: string, [title, ...texts]: readonly [Key, ...Key[]]): Screen {
  const { t } = app.texts;
  return {
    name,
    back: false,
    content: [
      el("h1", {}, t(title)),
      el("p", { class: "lead" }, t("done.sealed")),
      el("h2", {}, t("done.next")),
      list(...texts.map((key) => t(key, { host: location.host }))),
      el("div", { class: "notice" }, el("p", {}, t("done.danger")), emergencyNumbers(app)),
      el("p", { class: "note" }, t("done.history")),
      button(t("done.erase"), () => app.finish(), { class: "primary" }),
    ],
  };
}

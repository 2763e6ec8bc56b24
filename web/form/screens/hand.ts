/** Between the helper's part and the code: the device changes hands. */
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";

export function handScreen(app: App): Screen {
  const { t } = app.texts;
  return {
    name: "hand",
    content: [
      el("h1", {}, t("hand.title")),
      el("p", { class: "lead" }, t("hand.1")),
      el("p", { class: "notice" }, t("hand.2")),
      button(t("hand.go"), () => app.show("code"), { class: "primary" }),
    ],
  };
}

/** A code that belongs to nothing: to see how codes work, or to have one to show when forced to. Nothing is sent. */
import { el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { codeGrid } from "../fields/codeGrid.ts";
import { secondary, withScript } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";

export function practiceScreen(app: App): Screen {
  const { t, plain } = app.texts;
  const problems = new Problems(app.texts);
  const shown = el("div", { class: "reveal", role: "status" });
  const another = secondary(t("practice.new"), () => renew());
  const renew = (): void =>
    void withScript(
      app,
      problems,
      another,
      () => app.sealing(),
      (sealing) => shown.replaceChildren(codeGrid(sealing.newCode(), plain("practice.label"))),
    );
  queueMicrotask(renew);
  return {
    name: "practice",
    content: [
      problems.element,
      el("h1", {}, t("practice.title")),
      el("p", { class: "notice" }, t("practice.1")),
      el("p", {}, t("practice.2")),
      shown,
      another,
    ],
  };
}

/** Where words are typed: what has been added to them, and the way to add. The rest comes when it is wanted. */
import { button, el } from "../../shared/dom.ts";
import type { App } from "../app.ts";
import { nameOf } from "../attachments/added.ts";
import { rareScript, type Rare } from "../rare.ts";
import { withScript } from "./frame.ts";
import type { Problems } from "./problems.ts";
import { sizeIn } from "./sizes.ts";

/** Fetches the script, then shows the screen with the files. */
export function openFiles(app: App, problems: Problems, presser: HTMLButtonElement): void {
  const load = (): Promise<Rare["attachments"]> => rareScript(app, "attachments");
  void withScript(app, problems, presser, load, ({ filesScreen }) => app.show(filesScreen));
}

export function addSection(app: App, problems: Problems): HTMLElement {
  const { t } = app.texts;
  const { length } = app.visit.added;
  const presser = button(t(length === 0 ? "add.add" : "add.change"), () => openFiles(app, problems, presser), {
    class: "secondary",
    id: "add",
  });
  return el("div", { class: "add" }, length > 0 && el("p", {}, t("add.count", { count: length })), presser);
}

/** In the list of all answers: what was added, one a line. */
export function addedAnswer(app: App, problems: Problems): HTMLElement {
  const { t, language } = app.texts;
  const { added } = app.visit;
  const change = button(t("review.change"), () => openFiles(app, problems, change), { class: "link", id: "add" });
  change.append(el("span", { class: "hidden" }, ` : ${t("add.title")}`));
  const lines = added.map((one) =>
    el(
      "p",
      {},
      el("bdi", {}, `${nameOf(added, one)} · ${sizeIn(language, one.content.size)}`),
      el("span", { class: "hint" }, t(`files.state.${one.state}`), one.keepsOriginal && ` ${t("files.kept")}`),
    ),
  );
  return el(
    "div",
    {},
    el("dt", {}, t("add.title")),
    el("dd", {}, ...(lines.length > 0 ? lines : [el("div", { class: "none" }, el("p", {}, t("review.none")))])),
    el("dd", { class: "change" }, change),
  );
}

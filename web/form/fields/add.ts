/** Where words are typed: what has been added to them, and the way to add. The rest comes when it is wanted. */
import { button, el, type Attributes } from "../../shared/dom.ts";
import type { App, MakeScreen } from "../app.ts";
import { nameOf } from "../attachments/added.ts";
import { rareScript, type Rare } from "../rare.ts";
import { about, withScript } from "./frame.ts";
import type { Problems } from "./problems.ts";
import { sizeIn } from "./sizes.ts";

/** A button that fetches a script and shows the screen in it. */
function opener<K extends keyof Rare>(
  app: App,
  problems: Problems,
  text: string,
  name: K,
  screenOf: (script: Rare[K]) => MakeScreen,
  attributes: Attributes,
): HTMLButtonElement {
  const load = (): Promise<Rare[K]> => rareScript(app, name);
  const open = (): void => void withScript(app, problems, presser, load, (script) => app.show(screenOf(script)));
  const presser = button(text, open, attributes);
  return presser;
}

const filesOpener = (app: App, problems: Problems, text: string, look: string): HTMLButtonElement =>
  opener(app, problems, text, "attachments", ({ filesScreen }) => filesScreen, { class: look, id: "add" });

export function voiceOpener(app: App, problems: Problems): HTMLButtonElement {
  return opener(app, problems, app.texts.t("add.voice"), "voice", ({ voiceScreen }) => voiceScreen, {
    class: "secondary",
  });
}

export function addSection(app: App, problems: Problems): HTMLElement {
  const { t } = app.texts;
  const { length } = app.visit.added;
  return el(
    "div",
    { class: "add" },
    length > 0 && el("p", {}, t("add.count", { count: length })),
    voiceOpener(app, problems),
    filesOpener(app, problems, t(length === 0 ? "add.add" : "add.change"), "secondary"),
  );
}

/** In the list of all answers: what was added, one a line. */
export function addedAnswer(app: App, problems: Problems): HTMLElement {
  const { t, language } = app.texts;
  const { added } = app.visit;
  const change = filesOpener(app, problems, t("review.change"), "link");
  change.append(about(app, t("add.title")));
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

/** One file of the list: what it is, what was taken out of it, and what can be done with it. */
import { button, el } from "../../shared/dom.ts";
import type { App } from "../app.ts";
import type { Reason } from "../clean/index.ts";
import { choicesField } from "../fields/choices.ts";
import { sizeIn } from "../fields/sizes.ts";
import type { Key } from "../texts.ts";
import { nameOf, type Added } from "./added.ts";

const STATES: Readonly<Record<Added["state"], Key>> = {
  cleaned: "files.state.cleaned",
  uncleaned: "files.state.uncleaned",
  recorded: "files.state.recorded",
};

const WARNINGS: Readonly<Record<Reason, Key>> = {
  heic: "files.warn.heic",
  picture: "files.warn.picture",
  pdf: "files.warn.pdf",
  office: "files.warn.office",
  audio: "files.warn.audio",
  video: "files.warn.video",
  archive: "files.warn.archive",
  damaged: "files.warn.damaged",
  too_large: "files.warn.too_large",
  unknown: "files.warn.unknown",
};

const title = (app: App, name: string, bytes: number): HTMLElement =>
  el("p", { class: "name" }, el("bdi", {}, name), " · ", el("bdi", {}, sizeIn(app.texts.language, bytes)));

/** A button whose name says which file it is for. */
const naming = (text: string, name: string, onPress: () => void, look: string, id?: string): HTMLElement => {
  const presser = button(text, onPress, { class: look, ...(id !== undefined && { id }) });
  presser.append(el("span", { class: "hidden" }, ` : ${name}`));
  return presser;
};

export function addedRow(
  app: App,
  one: Added,
  preview: HTMLElement | null,
  on: { readonly keep: (on: boolean) => void; readonly remove: () => void },
): HTMLElement {
  const { t } = app.texts;
  const { added } = app.visit;
  const name = nameOf(added, one);
  const { original } = one;
  const bytes = one.content.size + (one.keepsOriginal && original ? original.size : 0);
  const keep =
    original &&
    choicesField({
      name: `keep-${added.indexOf(one) + 1}`,
      several: true,
      legend: el("span", { class: "hidden" }, name),
      choices: [{ value: "yes", text: t("files.keep"), hint: t("files.keep.hint") }],
      selected: one.keepsOriginal ? ["yes"] : [],
      onChange: (values) => on.keep(values.length > 0),
    });
  return el(
    "li",
    { class: "file" },
    preview,
    el("div", {}, title(app, name, bytes), el("p", { class: "hint" }, t(STATES[one.state]))),
    keep?.element,
    naming(t("files.remove"), name, on.remove, "link"),
  );
}

export function waitingRow(
  app: App,
  { file, reason }: { readonly file: File; readonly reason: Reason },
  number: number,
  on: { readonly add: () => void; readonly leave: () => void },
): HTMLElement {
  const { t } = app.texts;
  const name = t("files.number", { number });
  return el(
    "li",
    { class: "file" },
    title(app, name, file.size),
    el("div", { class: "notice" }, el("p", {}, t(WARNINGS[reason])), el("p", {}, t("files.warn.ask"))),
    naming(t("files.anyway"), name, on.add, "secondary", `add-${number}`),
    naming(t("files.not"), name, on.leave, "secondary"),
  );
}

/** One file of the list: what it is, what was taken out of it, and what can be done with it. */
import { button, el } from "../../shared/dom.ts";
import { about } from "../fields/frame.ts";
import type { App } from "../app.ts";
import type { Reason } from "../clean/index.ts";
import { sizeIn } from "../fields/sizes.ts";
import type { Key } from "../texts.ts";
import { clock, nameOf, type Added } from "./added.ts";

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

const title = (app: App, name: string, bytes: number, seconds?: number): HTMLElement => {
  const facts = [name, sizeIn(app.texts.language, bytes), ...(seconds === undefined ? [] : [clock(seconds)])];
  return el("p", { class: "name" }, ...facts.flatMap((fact, i) => [i > 0 && " · ", el("bdi", {}, fact)]));
};

/** A button whose name says which file it is for. */
const naming = (app: App, text: string, name: string, onPress: () => void, look: string, id?: string): HTMLElement => {
  const presser = button(text, onPress, { class: look, ...(id !== undefined && { id }) });
  presser.append(about(app, name));
  return presser;
};

export function addedRow(
  app: App,
  one: Added,
  preview: HTMLElement | null,
  on: { readonly keep: (on: boolean) => void; readonly remove: () => void },
): HTMLElement {
  const { t } = app.texts;
  const name = nameOf(app.visit.added, one);
  const { original } = one;
  const bytes = one.content.size + (one.keepsOriginal && original ? original.size : 0);
  return el(
    "li",
    { class: "file" },
    preview,
    el("div", {}, title(app, name, bytes, one.seconds), el("p", { class: "hint" }, t(STATES[one.state]))),
    original && keepBox(app, one, name, on.keep),
    naming(app, t("files.remove"), name, on.remove, "link"),
  );
}

function keepBox(app: App, one: Added, name: string, onChange: (on: boolean) => void): HTMLElement {
  const { t } = app.texts;
  const id = `keep-${app.visit.added.indexOf(one) + 1}`;
  const box = el("input", { type: "checkbox", id, autocomplete: "off", "aria-describedby": `${id}-hint` });
  box.checked = one.keepsOriginal === true;
  box.addEventListener("change", () => onChange(box.checked));
  return el(
    "div",
    { class: "choice" },
    box,
    el("label", { for: id }, t("files.keep"), about(app, name)),
    el("p", { class: "hint", id: `${id}-hint` }, t("files.keep.hint")),
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
    naming(app, t("files.anyway"), name, on.add, "secondary", `add-${number}`),
    naming(app, t("files.not"), name, on.leave, "secondary"),
  );
}

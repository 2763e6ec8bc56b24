/** How far the files have come, in words and as a bar. */
import { numberFormat } from "../../locales/form/languages.ts";
import { el } from "../../shared/dom.ts";
import type { App } from "../app.ts";

export function progressIn(app: App, place: HTMLElement): (share: number) => void {
  const { t, language } = app.texts;
  const percent = numberFormat(language, { style: "percent" });
  const bar = el("progress", { max: 1, value: 0, "aria-label": t("send.files") });
  const words = el("p", {});
  place.replaceChildren(words, bar);
  return (share) => {
    bar.value = share;
    words.textContent = t("files.progress", { share: percent.format(Math.floor(share * 100) / 100) });
  };
}

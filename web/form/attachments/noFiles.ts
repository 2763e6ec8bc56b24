/** The service takes no files now, or one cannot be read any more: what then. */
import { button, el } from "../../shared/dom.ts";
import type { MakeScreen, Target } from "../app.ts";

/** The words can go without the files, or the files can be tried again. */
export function noFilesScreen(code: string, again: Target): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const full = code === "uploads_full";
    // A message of no words has nothing that could go alone.
    const sendable = again !== "send-message" || app.visit.message.text.trim() !== "";
    const alone = (): void => {
      app.visit.added.length = 0;
      delete app.visit.upload;
      app.show(again);
    };
    return {
      name: "no-files",
      passing: true,
      content: [
        el("h1", {}, t(full ? "files.none.full.title" : "files.none.read.title")),
        el("p", { class: "notice" }, t(full ? "files.none.full" : "files.none.read")),
        sendable && el("p", {}, t("files.none.sent")),
        el("p", {}, t("files.none.later")),
        el(
          "div",
          { class: "actions" },
          sendable && button(t("files.none.alone"), alone, { class: "primary" }),
          button(t("again"), () => app.show(again), { class: "secondary" }),
        ),
      ],
    };
  };
}

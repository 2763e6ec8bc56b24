/**
 * The follow-up code, a first one or a new one, before anything is sent: hidden until asked for, with advice that depends on who else can look at the
 * device. It is shown, and printed if wished: never saved, copied or mailed by the page.
 */
import { PHONE_CHECKED } from "../../../security/index.ts";
import { button, el, fill } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { oneOf } from "../draft.ts";
import { codeGrid } from "../fields/codeGrid.ts";
import { list, secondary } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";

export function codeScreen(app: App): Screen {
  const { t, plain } = app.texts;
  const { fresh } = app.visit;
  const code = fresh?.code ?? app.visit.code ?? "";
  const problems = new Problems(app.texts);
  const shown = el("div", { class: "reveal", id: "code" });
  // A kiosk is nobody's own.
  const alone = oneOf(app.draft, "phoneChecked", PHONE_CHECKED) === "no" && !app.device.kiosk;
  const printing = (): HTMLElement =>
    el(
      "div",
      { class: "print" },
      secondary(t("code.print"), () => print()),
      el("p", { class: "hint" }, t("code.print.note")),
    );

  const reveal = button(t("code.show"), () => toggle(!shown.hasChildNodes()), {
    class: "secondary",
    id: "reveal",
    "aria-expanded": "false",
    "aria-controls": "code",
  });
  const toggle = (on: boolean): void => {
    app.visit.codeSeen ||= on;
    problems.clear();
    fill(reveal, t(on ? "code.hide" : "code.show"));
    reveal.setAttribute("aria-expanded", String(on));
    if (!on) return shown.replaceChildren();
    shown.replaceChildren(codeGrid(code, plain("code.label")), ...(app.device.prints ? [printing()] : []));
  };

  return {
    name: "code",
    content: [
      problems.element,
      el("h1", {}, t(fresh ? "rekey.code" : "code.title")),
      el("p", { class: "lead" }, t("code.intro")),
      list(t("code.lost"), t("code.secret"), t("code.unit"), t("code.address", { host: location.host })),
      el("h2", {}, t("code.advice")),
      list(t("code.paper"), t(alone ? "code.contact" : "code.noPhone")),
      reveal,
      shown,
      // Whoever has a code to keep may take it for the end, and close the page.
      !fresh && el("p", { class: "notice" }, t("review.intro")),
      el(
        "div",
        { class: "actions" },
        button(
          t("code.kept"),
          () => {
            if (app.visit.codeSeen) app.show("check");
            else problems.show([{ message: t("code.notShown"), focusId: "reveal" }]);
          },
          { class: "primary" },
        ),
        !fresh && button(t("code.practice"), () => app.show("practice"), { class: "link" }),
      ),
    ],
  };
}

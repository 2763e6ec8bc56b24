/** What the report was about, as far as that says which desk it lies on: nobody involved may read what comes after it. */
import { el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen, Target } from "../app.ts";
import { choicesField, type Field } from "../fields/choices.ts";
import { formOf, submitButton } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { namedIcon } from "../icons/frequent.ts";

export function deskField(app: App, legend: Child): Field {
  const { t } = app.texts;
  const { message } = app.visit;
  const desk = choicesField({
    name: "desk",
    several: false,
    legend,
    describedBy: ["desk-why"],
    choices: [
      { value: "yes", text: t("yes"), icon: namedIcon("yes") },
      { value: "no", text: t("no"), icon: namedIcon("no") },
      { value: "unknown", text: t("message.unknown"), icon: namedIcon("unknown") },
    ],
    selected: [message.desk],
    onChange: ([value = ""]) => (message.desk = value),
  });
  desk.before.append(el("p", { class: "why", id: "desk-why" }, t("message.desk.why")));
  return desk;
}

/** The question by itself, on the way to something that is not written. */
export function deskScreen(next: Target): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const problems = new Problems(app.texts);
    const desk = deskField(app, el("h1", {}, t("message.desk")));
    const submit = (): void => {
      const message = app.visit.message.desk === "" ? t("message.desk.error") : null;
      desk.setError(message);
      if (message === null) app.show(next);
      else problems.show([{ message, focusId: desk.focusId }]);
    };
    return {
      name: "desk",
      content: [formOf(submit, problems.element, desk.element, submitButton(t("continue")))],
    };
  };
}

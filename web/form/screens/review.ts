/** Everything that was answered, with a way to change each. A helper reads it aloud before anything is sent. */
import { button, copyOf, el, type Child } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { containsCode } from "../identifiers/code.ts";
import { textOf, valuesOf } from "../draft.ts";
import { addedAnswer } from "../fields/add.ts";
import { choicesField } from "../fields/choices.ts";
import { about, formOf, submitButton, withScript } from "../fields/frame.ts";
import { Problems, type Problem } from "../fields/problems.ts";
import { answerIcon } from "../icons/meanings.ts";
import { QUESTIONS, type Field, type Question } from "../questions.ts";
import { askFirst, type FreeText } from "./identifiers.ts";

const changeId = (question: Question): string => `change-${question.id}`;

export function reviewScreen(app: App): Screen {
  const { t, fitting } = app.texts;
  const { draft, subject } = app;
  const helping = subject === "helping";
  const problems = new Problems(app.texts);
  const before = tick("before", t("review.before"), draft.wroteBefore, (on) => (draft.wroteBefore = on));
  const read = tick("read", t("review.read"), draft.readAloud, (on) => (draft.readAloud = on));
  const submit = submitButton(t("continue"));

  const go = (): void => {
    const wrong: Problem[] = [];
    for (const question of QUESTIONS) {
      const texts = question.fields.filter((field) => field.type === "text");
      if (texts.some((field) => containsCode(textOf(draft, field.name)))) {
        wrong.push({ message: t("error.code"), focusId: changeId(question) });
      }
    }
    const unread = helping && !draft.readAloud;
    read.setError(unread ? t("error.read") : null);
    if (unread) wrong.push({ message: t("error.read"), focusId: read.focusId });
    if (wrong.length > 0) return problems.show(wrong);
    void withScript(
      app,
      problems,
      submit,
      () => app.sealing(),
      (sealing) => {
        app.visit.code ??= sealing.newCode();
        app.show(askFirst(app, freeTexts(app), helping ? "hand" : "code"));
      },
    );
  };

  return {
    name: "review",
    content: [
      formOf(
        go,
        problems.element,
        el("h1", {}, fitting("review.title", subject)),
        el("p", { class: "lead" }, fitting("review.intro", subject)),
        el(
          "dl",
          { class: "answers" },
          ...QUESTIONS.flatMap((question) => [
            row(app, question),
            question.id === "narrative" && addedAnswer(app, problems),
          ]),
        ),
        before.element,
        helping && read.element,
        submit,
      ),
    ],
  };
}

/** What has been typed in the person's own words, over all questions. */
function freeTexts(app: App): FreeText[] {
  return QUESTIONS.flatMap(({ id, fields }) =>
    fields.flatMap((field) => {
      if (field.type !== "text") return [];
      return [
        {
          label: app.texts.plain(field.label),
          read: () => textOf(app.draft, field.name),
          write: (text) => void app.draft.values.set(field.name, [text]),
          edit: () => app.show(`change-${id}`),
        },
      ];
    }),
  );
}

function row(app: App, question: Question): HTMLElement {
  const change = button(app.texts.t("review.change"), () => app.show(`change-${question.id}`), {
    class: "link",
    id: changeId(question),
  });
  change.append(about(app, app.texts.plain(question.title)));
  return el(
    "div",
    {},
    el("dt", {}, app.texts.t(question.title)),
    el("dd", {}, ...question.fields.flatMap((field) => answerOf(app, field, question.fields.length > 1))),
    el("dd", { class: "change" }, change),
  );
}

function answerOf(app: App, field: Field, labelled: boolean): Child[] {
  const { t } = app.texts;
  const values = valuesOf(app.draft, field.name);
  const answers =
    field.type === "text"
      ? values.filter((text) => text.trim() !== "").map((text) => el("p", { dir: "auto" }, text))
      : field.choices
          .filter(({ value }) => values.includes(value))
          .map(({ text }) => el("p", { class: "picked" }, answerIcon(text), el("span", {}, t(text))));
  const label =
    labelled && field.label !== undefined && !field.labelHidden ? el("span", { class: "hint" }, t(field.label)) : null;
  if (answers.length === 0) return [el("div", { class: "none" }, label, el("p", {}, t("review.none")))];
  return [el("div", {}, label, ...answers)];
}

/** A single tick box. */
function tick(name: string, text: Child, on: boolean, set: (on: boolean) => void): ReturnType<typeof choicesField> {
  return choicesField({
    name,
    several: true,
    legend: el("span", { class: "hidden" }, copyOf(text)),
    choices: [{ value: "yes", text }],
    selected: on ? ["yes"] : [],
    onChange: (values) => set(values.length > 0),
  });
}

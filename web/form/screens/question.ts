/** One question of the data file on one screen. */
import { append, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen } from "../app.ts";
import { containsCode } from "../identifiers/code.ts";
import { textOf, valuesOf } from "../draft.ts";
import { addSection } from "../fields/add.ts";
import { choicesField, type ChoicesOptions, type Field } from "../fields/choices.ts";
import { formOf, showUrgent, submitButton } from "../fields/frame.ts";
import { Problems, type Problem } from "../fields/problems.ts";
import { lettersFor, textField } from "../fields/text.ts";
import { answerIcon, questionIcon } from "../icons/meanings.ts";
import { QUESTIONS, type Field as FieldData, type Question, type QuestionId } from "../questions.ts";
import type { Words } from "../texts.ts";
import { utf8 } from "../../../security/index.ts";

/** A question in the course of the journey. */
export function questionScreen(id: QuestionId): MakeScreen {
  return (app) =>
    questionOf(app, id, (question) => {
      const next = QUESTIONS[QUESTIONS.indexOf(question) + 1];
      if (id === "subject" && app.subject === "helping") app.show("consent");
      else app.show(next ? `question-${next.id}` : "review");
    });
}

/** The same question, asked again from the review: then back to the review. */
export function changeScreen(id: QuestionId): MakeScreen {
  return (app) => {
    const before = app.subject;
    return questionOf(app, id, () => {
      // Who now says that they help somebody has not read the consent script yet.
      if (app.subject === "helping" && before !== "helping") app.show("consent");
      else app.backTo("review");
    });
  };
}

function questionOf(app: App, id: QuestionId, next: (question: Question) => void): Screen {
  const question = QUESTIONS.find((each) => each.id === id);
  if (!question) throw new Error(`there is no question ${id}`);
  const { t, fitting } = app.texts;
  const problems = new Problems(app.texts);
  const number = QUESTIONS.indexOf(question) + 1;
  const heading = el("h1", {}, t(question.title));
  const why = el("p", { class: "why", id: "why" }, fitting(question.why, app.subject));
  const first = question.first && el("p", { class: "notice first", id: "first", tabindex: -1 }, t(question.first));
  const note = noteOf(app, question);
  const describedBy = [...(first ? ["first"] : []), "why", ...(note ? ["note"] : [])];
  const urgent = el("div", { role: "status", class: "under" });
  const onChange = (): void =>
    showUrgent(app, urgent, question.urgent !== undefined && textOf(app.draft, "danger") === question.urgent);
  onChange();

  const single = question.fields.length === 1;
  const under = question.urgent === undefined ? undefined : { value: question.urgent, element: urgent };
  const fields = question.fields.map((data) =>
    fieldOf(app, data, single ? { heading, after: [why, note], describedBy } : null, { under, onChange }),
  );
  const submit = (): void => {
    const wrong: Problem[] = [];
    question.fields.forEach((data, i) => {
      const field = fields[i] as Field;
      const message = problemOf(app, question, data);
      field.setError(message);
      if (message !== null) wrong.push({ message, focusId: field.focusId });
    });
    if (wrong.length > 0) return problems.show(wrong);
    problems.clear();
    next(question);
  };
  return {
    name: `question-${id}`,
    ...(first && { focus: first }),
    content: [
      el(
        "p",
        { class: "progress" },
        questionIcon(id),
        t("progress", { number, total: QUESTIONS.length }),
        el("progress", { max: QUESTIONS.length, value: number, "aria-hidden": "true" }),
      ),
      formOf(
        submit,
        problems.element,
        first,
        ...(single ? [] : [heading, why, note]),
        ...fields.map((field) => field.element),
        id === "narrative" && addSection(app, problems),
        submitButton(t("continue")),
      ),
    ],
  };
}

/** "You can skip this", and "several", in one quiet line. */
function noteOf(app: App, { required, fields }: Question): HTMLElement | null {
  const parts = [
    ...(fields.some((field) => field.type === "several") ? [app.texts.t("several")] : []),
    ...(required ? [] : [app.texts.t("skip")]),
  ];
  return parts.length > 0 ? el("p", { class: "note", id: "note" }, parts.join(" ")) : null;
}

interface Single {
  readonly heading: HTMLElement;
  readonly after: readonly Child[];
  readonly describedBy: readonly string[];
}

function fieldOf(
  app: App,
  data: FieldData,
  single: Single | null,
  { under, onChange }: { readonly under: ChoicesOptions["under"]; readonly onChange: () => void },
): Field {
  const { t, fitting } = app.texts;
  const set = (values: readonly string[]): void => {
    app.draft.values.set(data.name, values);
    onChange();
  };
  const describedBy = single?.describedBy ?? [];
  if (data.type === "text") {
    const field = textField({
      name: data.name,
      label: t(data.label),
      labelHidden: single !== null,
      hint: data.hint && fitting(data.hint, app.subject),
      describedBy,
      rows: data.rows,
      maxBytes: data.maxBytes,
      value: textOf(app.draft, data.name),
      texts: app.texts,
      onInput: (value) => set([value]),
    });
    if (single === null) return field;
    return { ...field, element: el("div", {}, single.heading, ...single.after, field.element) };
  }
  const legend =
    single?.heading ?? (data.label && el("span", { class: data.labelHidden ? "hidden" : null }, t(data.label)));
  const field = choicesField({
    name: data.name,
    several: data.type === "several",
    legend,
    describedBy,
    choices: data.choices.map(({ value, text, hint }) => ({
      value,
      text: t(text),
      hint: hint && t(hint),
      icon: answerIcon(text),
    })),
    selected: valuesOf(app.draft, data.name),
    ...(data.type === "several" && {
      alone: data.alone,
      otherwise: data.name === "consent" ? data.alone : undefined,
    }),
    under,
    onChange: set,
  });
  if (single) append(field.before, ...single.after);
  return field;
}

function problemOf(app: App, question: Question, data: FieldData): Words | null {
  const { t } = app.texts;
  if (data.type === "text") {
    const text = textOf(app.draft, data.name);
    const over = utf8(text).length - data.maxBytes;
    if (over > 0) return t("error.long", { count: lettersFor(over, text) });
    return containsCode(text) ? t("error.code") : null;
  }
  if (!question.required || valuesOf(app.draft, data.name).length > 0) return null;
  return t(data.type === "several" ? "error.several" : "error.one");
}

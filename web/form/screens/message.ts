/** Another message under the same code. The desk is asked for only when no verified reply names it. */
import { DANGER, levelOf, MESSAGE_MAX_BYTES, utf8 } from "../../../security/index.ts";
import { el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { asksDesk, deskFor } from "../desk.ts";
import { containsCode } from "../identifiers/code.ts";
import { addSection } from "../fields/add.ts";
import { choicesField, type Field } from "../fields/choices.ts";
import { formOf, showUrgent, submitButton } from "../fields/frame.ts";
import { Problems, type Problem } from "../fields/problems.ts";
import { lettersFor, textField } from "../fields/text.ts";
import { DANGER_DRAWINGS, namedIcon } from "../icons/frequent.ts";
import type { Words } from "../texts.ts";
import { deskField } from "./desk.ts";
import { doneScreen } from "./done.ts";
import { askFirst, type FreeText } from "./identifiers.ts";
import { sendingScreen } from "./sending.ts";

export function messageScreen(app: App): Screen {
  const { t } = app.texts;
  const { message } = app.visit;
  const problems = new Problems(app.texts);
  const askDesk = asksDesk(app.visit);
  const urgent = el("div", { role: "status", class: "under" });
  showUrgent(app, urgent, message.danger === "now");
  const danger = choicesField({
    name: "danger",
    several: false,
    legend: t("message.danger"),
    choices: DANGER.map((value) => ({
      value,
      text: t(`a.danger.${value}`),
      icon: namedIcon(DANGER_DRAWINGS[value]),
    })),
    selected: [message.danger],
    under: { value: "now", element: urgent },
    onChange: ([value = ""]) => {
      message.danger = value;
      showUrgent(app, urgent, value === "now");
    },
  });
  const desk = deskField(app, t("message.desk"));
  const text = textField({
    name: "message",
    label: t("message.text"),
    rows: 9,
    maxBytes: MESSAGE_MAX_BYTES,
    value: message.text,
    texts: app.texts,
    onInput: (value) => (message.text = value),
  });
  const submit = (): void => {
    const wrong = [
      ...check(danger, message.danger === "" ? t("message.danger.error") : null),
      ...(askDesk ? check(desk, message.desk === "" ? t("message.desk.error") : null) : []),
      ...check(text, problemOf(app, message.text)),
    ];
    if (wrong.length > 0) return problems.show(wrong);
    const words: FreeText = {
      label: t("message.text"),
      read: () => message.text,
      write: (words) => (message.text = words),
      edit: () => app.back(),
    };
    app.show(askFirst(app, [words], "send-message"));
  };
  return {
    name: "message",
    content: [
      formOf(
        submit,
        problems.element,
        el("h1", {}, t("message.title")),
        danger.element,
        askDesk && desk.element,
        text.element,
        addSection(app, problems),
        submitButton(t("message.send")),
      ),
    ],
  };
}

function check(field: Field, message: Words | null): readonly Problem[] {
  field.setError(message);
  return message === null ? [] : [{ message, focusId: field.focusId }];
}

function problemOf(app: App, text: string): Words | null {
  const { t } = app.texts;
  if (text.trim() === "" && app.visit.added.length === 0) return t("message.text.empty");
  const over = utf8(text).length - MESSAGE_MAX_BYTES;
  if (over > 0) return t("error.long", { count: lettersFor(over, text) });
  return containsCode(text) ? t("error.code") : null;
}

export function sendMessageScreen(app: App): Screen {
  const { visit } = app;
  const danger = DANGER.find((word) => word === visit.message.danger) ?? "unknown";
  const message = { text: visit.message.text.trim(), danger, language: app.texts.language, desk: deskFor(visit) };
  const slip = { ...message, type: "message", kinds: [], accused: [], signs: [], assisted: false } as const;
  return sendingScreen(app, {
    seal: async (sealing, statement, attachments) => {
      visit.keys ??= await sealing.keysOf(visit.code ?? "");
      return sealing.sealMessage(statement, message, visit.keys, attachments);
    },
    again: "send-message",
    done: doneScreen({ level: levelOf(slip), helping: false, message: true }),
  });
}

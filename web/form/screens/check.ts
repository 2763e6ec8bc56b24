/** The gate: two groups typed back, so that nobody sends a report, or changes a code, whose answer they cannot read. */
import { CODE_GROUPS, codeGroups, levelOf, slipOf, toAsciiDigits } from "../../../security/index.ts";
import { el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { toAnswers } from "../draft.ts";
import { formOf, submitButton } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { textField } from "../fields/text.ts";
import { doneScreen } from "./done.ts";
import { sendingScreen } from "./sending.ts";

/** Two different groups in order, from 0. Not a secret: any spread will do. */
function pickGroups(): readonly [number, number] {
  const one = Math.floor(Math.random() * CODE_GROUPS);
  const other = (one + 1 + Math.floor(Math.random() * (CODE_GROUPS - 1))) % CODE_GROUPS;
  return one < other ? [one, other] : [other, one];
}

const digitsOf = (text: string): string => toAsciiDigits(text).replace(/[^0-9]/g, "");

export function checkScreen(app: App): Screen {
  const { t } = app.texts;
  const { fresh } = app.visit;
  const groups = codeGroups(fresh?.code ?? app.visit.code ?? "");
  const picked = (app.visit.groups ??= pickGroups());
  const problems = new Problems(app.texts);
  const fields = picked.map((at) =>
    textField({
      name: `group-${at + 1}`,
      label: t("check.group", { number: at + 1 }),
      hint: t("check.hint"),
      rows: 1,
      value: "",
      digits: true,
      texts: app.texts,
      onInput: () => undefined,
    }),
  );
  const submit = (): void => {
    const wrong = picked.flatMap((at, i) => {
      const field = fields[i] as (typeof fields)[number];
      const message = digitsOf(field.input.value) === groups[at] ? null : t("check.wrong", { number: at + 1 });
      field.setError(message);
      return message === null ? [] : [{ message, focusId: field.focusId }];
    });
    if (wrong.length > 0) return problems.show(wrong);
    app.show(fresh?.send ?? "send-report");
  };
  const seeAgain = el("button", { type: "button", class: "link" }, t("check.see"));
  seeAgain.addEventListener("click", () => app.backTo("code"));
  return {
    name: "check",
    content: [
      formOf(
        submit,
        problems.element,
        el("h1", {}, t("check.title")),
        el("p", { class: "lead" }, t("check.intro")),
        // Whoever changes a code has two of them in front of them.
        fresh && el("h2", {}, t("rekey.code")),
        el("div", { class: "pair" }, ...fields.map((field) => field.element)),
        el("p", {}, seeAgain),
        el("p", { class: "note" }, t(fresh ? "rekey.final" : "check.final")),
        submitButton(t(fresh ? "rekey.send" : "check.send")),
      ),
    ],
  };
}

export function sendReportScreen(app: App): Screen {
  const { visit } = app;
  const answers = toAnswers(visit.draft, app.texts.language);
  return sendingScreen(app, {
    seal: async (sealing, statement, attachments) => {
      visit.keys ??= await sealing.keysOf(visit.code ?? "");
      return sealing.sealReport(statement, answers, visit.keys, attachments);
    },
    again: "send-report",
    done: doneScreen({ level: levelOf(slipOf(answers)), helping: answers.subject === "helping" }),
  });
}

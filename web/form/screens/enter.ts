/** Coming back: the code is typed, in any script, and opens a mailbox. */
import { CODE_DIGITS, parseCode } from "../../../security/index.ts";
import { el, fill } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { countDigits } from "../identifiers/code.ts";
import { formOf, submitButton } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { textField } from "../fields/text.ts";
import type { Words } from "../texts.ts";

export function enterScreen(app: App): Screen {
  const { t } = app.texts;
  const problems = new Problems(app.texts);
  const counted = el("p", { class: "left", id: "counted" });
  const count = (text: string): void => fill(counted, t("enter.count", { count: countDigits(text) }));
  const field = textField({
    name: "code",
    label: t("enter.label"),
    hint: t("enter.intro"),
    describedBy: ["counted"],
    // Two rows: 27 digits with spaces stay in sight at 320 px.
    rows: 2,
    value: "",
    digits: true,
    texts: app.texts,
    onInput: count,
  });
  count("");
  const submit = (): void => {
    const typed = field.input.value;
    const message = problemOf(app, typed);
    field.setError(message);
    if (message !== null) return problems.show([{ message, focusId: field.focusId }]);
    app.visit.code = parseCode(typed);
    app.show("opening");
  };
  return {
    name: "enter",
    content: [
      formOf(
        submit,
        problems.element,
        el("h1", {}, t("enter.title")),
        field.element,
        counted,
        submitButton(t("enter.open")),
      ),
    ],
  };
}

function problemOf(app: App, typed: string): Words | null {
  const { t } = app.texts;
  const digits = countDigits(typed);
  if (digits === 0) return t("enter.empty");
  if (digits !== CODE_DIGITS) return t("enter.length", { count: digits });
  try {
    parseCode(typed);
    return null;
  } catch {
    return t("enter.wrong");
  }
}

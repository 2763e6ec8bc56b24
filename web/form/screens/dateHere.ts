/**
 * The date, to be corrected here where the device has a wrong one. Whoever has to set the device's own clock leaves the page
 * for it, and on many telephones loses what was typed. The fields begin with the device's date and do not say which one
 * would be taken: a host that serves keys out of their time cannot have that time suggested.
 */
import { DAY_MS, toAsciiDigits } from "../../../security/index.ts";
import { el } from "../../shared/dom.ts";
import type { App } from "../app.ts";
import type { Problem } from "../fields/problems.ts";
import { textField } from "../fields/text.ts";
import type { Key } from "../texts.ts";
import { dateShown, daysBehind, isDate, type CalendarDate } from "../network/calendar.ts";

export interface DateHere {
  readonly element: HTMLElement;
  /** Remembers what the fields say, for this visit; what is wrong where there is no such date. */
  readonly take: () => Problem | null;
}

const ERROR_ID = "date-error";

export function dateHere(app: App): DateHere {
  const { t } = app.texts;
  const { memory } = app;
  const shown = dateShown(Date.now() + (memory.daysBehind ?? 0) * DAY_MS);
  const field = (name: string, label: Key, value: number): ReturnType<typeof textField> =>
    textField({
      name,
      label: t(label),
      describedBy: [ERROR_ID],
      rows: 1,
      value: String(value),
      digits: true,
      texts: app.texts,
      onInput: () => undefined,
    });
  const [year, month, day] = [
    field("year", "date.year", shown[0]),
    field("month", "date.month", shown[1]),
    field("day", "date.day", shown[2]),
  ];
  const error = el("p", { class: "error", id: ERROR_ID, hidden: true });
  const read = ({ input }: typeof day): number => Number.parseInt(toAsciiDigits(input.value.trim()), 10);
  const take = (): Problem | null => {
    const said: CalendarDate = [read(year), read(month), read(day)];
    const message = isDate(said) ? null : t("date.wrong");
    error.textContent = message ?? "";
    error.hidden = message === null;
    for (const { input } of [day, month, year]) input.classList.toggle("wrong", message !== null);
    if (message !== null) return { message, focusId: day.focusId };
    // Left as they were, the fields say nothing: the device may have been set right meanwhile.
    if (said.join() !== shown.join()) memory.daysBehind = daysBehind(said, dateShown(Date.now()));
    return null;
  };
  const fields = [day, month, year].map(({ element }) => element);
  const legend = el("legend", {}, t("date.here"));
  return { element: el("fieldset", {}, legend, el("div", {}, error), el("div", { class: "date" }, ...fields)), take };
}
